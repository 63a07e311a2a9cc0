import Testing

@testable import GlanceSandbox

/// When faults strike.
@Suite struct FaultScheduleTests {
    private func strikes(_ specification: String, of count: Int) throws -> [Bool] {
        var schedule = FaultSchedule(try Fault(specification: specification))
        return (0..<count).map { _ in schedule.strikes() }
    }

    @Test func always() throws {
        #expect(try strikes("truncate", of: 3) == [true, true, true])
    }

    @Test func first() throws {
        #expect(try strikes("truncate,first=2", of: 4) == [true, true, false, false])
    }

    @Test func every() throws {
        #expect(try strikes("truncate,every=3", of: 7) == [false, false, true, false, false, true, false])
    }

    @Test func rate() throws {
        let one = try strikes("truncate,rate=0.1,seed=7", of: 10_000)
        #expect(try strikes("truncate,rate=0.1,seed=7", of: 10_000) == one)
        #expect(try strikes("truncate,rate=0.1,seed=8", of: 10_000) != one)
        #expect((900...1100).contains(one.count { $0 }))
    }

    /// The published sequence of the generator for seed 1234567.
    @Test func generator() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }

    @Test func theFirstThatStrikesWinsAndAllCount() async throws {
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
