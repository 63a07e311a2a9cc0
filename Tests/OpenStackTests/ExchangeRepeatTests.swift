import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack

/// What is sent again, how often, and how long that goes on.
struct ExchangeRepeatTests {
    private typealias Reply = ScriptedTransport.Reply

    private static let passing: [Reply] = [
        .status(429), .status(500), .status(502), .status(503), .status(504), .status(413),
        .failure(.notSent("refused")), .failure(.unanswered("reset")), .failure(.timedOut),
        .answer(.status(503, retryAfter: "1")), .answer(.status(429, retryAfter: "1")),
        .answer(.status(413, retryAfter: "1")),
    ]
    private static let lasting: [Reply] = [
        .status(400), .status(403), .status(404), .status(405), .status(409), .status(300), .status(301), .status(501),
        .failure(.tlsFailed("expired")), .failure(.cancelled),
    ]

    @Test(arguments: 0..<passing.count)
    func `A GET is sent again after what may pass`(index: Int) async throws {
        let transport = ScriptedTransport([Self.passing[index], Self.passing[index], .status(200, "done")])
        let answer = try await TestCloud(transport).session().send(.get, "/v2/images")
        #expect(String(decoding: answer.body, as: UTF8.self) == "done")
        #expect(transport.sent.count == 3)
    }

    @Test(arguments: 0..<lasting.count)
    func `A GET is not sent again after what would not`(index: Int) async throws {
        let transport = ScriptedTransport([Self.lasting[index]])
        let session = try TestCloud(transport).session()
        await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: 0..<passing.count)
    func `A POST is sent once, whatever comes of it`(index: Int) async throws {
        let transport = ScriptedTransport([Self.passing[index]])
        let session = try TestCloud(transport).session()
        await #expect(throws: OpenStackError.self) { try await session.send(.post, "/v2/images", body: []) }
        #expect(transport.sent.count == 1)
    }

    @Test(arguments: 0..<10)
    func `A GET is given up when the budget is spent, and not sooner`(seed: UInt64) async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport { _ in .status(503) }
        let cloud = TestCloud(transport, clock: clock, retryFor: .seconds(60), seed: seed)
        let session = try cloud.session()
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(error?.code == .serverTrouble)
        #expect(clock.now.offset == .seconds(60))
        #expect(cloud.backOff.budget.remaining == .zero)
        #expect(clock.sleeps.allSatisfy { $0 <= .seconds(20) })
    }

    @Test func `Without a budget nothing is sent again`() async throws {
        let transport = ScriptedTransport([.status(503)])
        let session = try TestCloud(transport, retryFor: .zero).session()
        await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
    }

    @Test func `What a GET spends is counted to its end and no further`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport([.status(500), .status(500), .status(200), .status(200)])
        let cloud = TestCloud(transport, clock: clock, retryFor: .seconds(60))
        let session = try cloud.session()
        _ = try await session.send(.get, "/v2/images")
        let spent = clock.now.offset
        #expect(spent > .zero)
        clock.advance(by: .seconds(1000))
        _ = try await session.send(.get, "/v2/images")
        #expect(cloud.backOff.budget.remaining == .seconds(60) - spent)
    }

    @Test func `Waiting because the cloud asks for it is no failure, as long as something succeeds`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport {
            $0.number.isMultiple(of: 2) ? .status(200) : .answer(.status(429, retryAfter: "50"))
        }
        let cloud = TestCloud(transport, clock: clock, retryFor: .seconds(60))
        let session = try cloud.session()
        for _ in 0..<10 { _ = try await session.send(.get, "/v2/images") }
        #expect(clock.now.offset >= .seconds(500))
        #expect(cloud.backOff.budget.remaining == .seconds(60))
    }

    @Test func `A cloud that does nothing but ask for less is given up in time`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport { _ in .status(429) }
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(error?.code == .throttled)
        // The first wait is patience, and free: at most the first ceiling of half a second.
        #expect(clock.now.offset >= .seconds(60) && clock.now.offset <= .milliseconds(60_500))
    }

    @Test func `A Retry-After past the budget is not waited for, and ends the run for everybody`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport([.answer(.status(503, retryAfter: "3600"))])
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        await #expect(throws: OpenStackError.self) { try await session.send(.post, "/v2/images", body: []) }
        #expect(transport.sent.count == 1)
        #expect(clock.now.offset == .zero)
    }

    @Test(arguments: ["9223372036854775807", "99999999999999999999999", "-9223372036854775808", "nonsense", ""])
    func `No Retry-After can crash the program`(value: String) async throws {
        let transport = ScriptedTransport { $0.number == 1 ? .answer(.status(503, retryAfter: value)) : .status(200) }
        _ = try? await TestCloud(transport).session().send(.get, "/v2/images")
        #expect((1...2).contains(transport.sent.count))
    }

    @Test func `A cloud that is down is probed by one and left alone when the budget is spent`() async throws {
        let transport = ScriptedTransport { _ in .status(500) }
        let cloud = TestCloud(transport, retryFor: .seconds(30))
        let session = try cloud.session()
        await withTaskGroup { group in
            for number in 0..<200 { group.addTask { _ = try? await session.send(.get, "/v2/images/\(number)") } }
        }
        #expect(transport.sent.count < 200)
        await #expect(throws: OpenStackError.self) { try await cloud.throttle.enter() }
    }
}
