import Testing

@testable import GlanceSandbox

/// The requests that faults strike.
@Suite struct FaultScheduleTests {
    private func strikes(_ specification: String, of count: Int) throws -> [Bool] {
        var schedule = FaultSchedule(try Fault(specification: specification))
        return (0..<count).map { _ in schedule.strikes() }
    }

    @Test func `A fault without a schedule strikes every time`() throws {
        #expect(try strikes("truncate", of: 3) == [true, true, true])
    }

    @Test func `A fault strikes the first requests only`() throws {
        #expect(try strikes("truncate,first=2", of: 4) == [true, true, false, false])
    }

    @Test func `A fault strikes every third request`() throws {
        #expect(try strikes("truncate,every=3", of: 7) == [false, false, true, false, false, true, false])
    }

    @Test func `A rate strikes about as often as it says, and the same requests for the same seed`() throws {
        let one = try strikes("truncate,rate=0.1,seed=7", of: 10_000)
        #expect(try strikes("truncate,rate=0.1,seed=7", of: 10_000) == one)
        #expect(try strikes("truncate,rate=0.1,seed=8", of: 10_000) != one)
        #expect((900...1100).contains(one.count { $0 }))
    }

    /// The published sequence of the generator for seed 1234567.
    @Test func `The generator follows its published sequence`() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }

    @Test func `The first fault that strikes wins, and all of them count the request`() async throws {
        let injector = FaultInjector([
            try Fault(specification: "path=members,status=503,every=2"),
            try Fault(specification: "method=POST,status=500,first=2"),
        ])
        func strike(_ method: String, _ target: String) async -> String? {
            await injector.fault(for: ServiceRequest(method: method, target: target))?.name
        }
        #expect(await strike("POST", "/members") == "status=500")
        #expect(await strike("POST", "/members") == "status=503")
        #expect(await strike("POST", "/members") == nil)
        #expect(await strike("GET", "/images") == nil)
        #expect(await strike("GET", "/members") == "status=503")
    }
}
