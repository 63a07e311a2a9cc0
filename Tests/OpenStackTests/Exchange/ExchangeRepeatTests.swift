import HTTPTypes
import TestSupport
import Testing
import Transport

@testable import OpenStack
@testable import Pacing

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
    func `A GET is given up when the patience is over, and not sooner`(seed: UInt64) async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport { _ in .status(503) }
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60), seed: seed).session()
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(error?.code == .serverTrouble)
        #expect(clock.now.offset == .seconds(60))
        #expect(clock.sleeps.allSatisfy { $0 <= .seconds(20) })
    }

    @Test func `Without patience nothing is sent again`() async throws {
        let transport = ScriptedTransport([.status(503)])
        let session = try TestCloud(transport, retryFor: .zero).session()
        await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
    }

    @Test func `What one GET spends is not taken from another`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport { _ in .status(500) }
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        for number in 1...3 {
            _ = try? await session.send(.get, "/v2/images/1")
            #expect(clock.now.offset >= .seconds(60 * number))
        }
    }

    @Test func `Waiting because the cloud asks for it is no failure, as long as something succeeds`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport {
            $0.number.isMultiple(of: 2) ? .status(200) : .answer(.status(429, retryAfter: "50"))
        }
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        for _ in 0..<10 { _ = try await session.send(.get, "/v2/images") }
        #expect(clock.now.offset >= .seconds(500))
    }

    @Test func `A cloud that does nothing but ask for less is given up in time`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport { _ in .status(429) }
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(error?.code == .throttled)
        #expect(clock.now.offset == .seconds(60))
    }

    @Test func `A Retry-After past the patience is not waited for, and ends what asked, not the others`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport { _ in .answer(.status(503, retryAfter: "3600")) }
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        for number in 1...5 {
            await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images/\(number)") }
        }
        await #expect(throws: OpenStackError.self) { try await session.send(.post, "/v2/images", body: []) }
        // Each could say it of itself: the others are asked, one at a time.
        #expect(transport.sent.count == 6)
        #expect(clock.now.offset < .seconds(10))
    }

    @Test(arguments: ["9223372036854775807", "99999999999999999999999", "-9223372036854775808", "nonsense", ""])
    func `No Retry-After can crash the program`(value: String) async throws {
        let transport = ScriptedTransport { $0.number == 1 ? .answer(.status(503, retryAfter: value)) : .status(200) }
        _ = try? await TestCloud(transport).session().send(.get, "/v2/images")
        #expect((1...2).contains(transport.sent.count))
    }

    @Test func `The first answer may take longer than the patience: being asked for less is no failure yet`()
        async throws
    {
        let clock = SkippingClock()
        let transport = ScriptedTransport { sent in
            if sent.number == 1 { clock.advance(by: .seconds(90)) }
            return sent.number == 1 ? .answer(.status(429, retryAfter: "1")) : .status(200)
        }
        _ = try await TestCloud(transport, clock: clock, retryFor: .seconds(60)).session().send(.get, "/v2/images")
        #expect(transport.sent.count == 2)
    }

    @Test func `A cloud that only ever trickles is left in the end`() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport {
            $0.number.isMultiple(of: 2) ? .status(200) : .answer(.status(429, retryAfter: "50"))
        }
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        await #expect(throws: OpenStackError.self) {
            while clock.now.offset < .seconds(4000) { _ = try await session.send(.get, "/v2/images") }
        }
        #expect(clock.now.offset > .seconds(60 * BackOff.outerBound - 60))
    }

    @Test func `A cloud that is down is probed by one and left alone when the patience is over`() async throws {
        let transport = ScriptedTransport { _ in .status(500) }
        let cloud = TestCloud(transport, retryFor: .seconds(30))
        let session = try cloud.session()
        await cloud.throttle.expectReads(of: 500)
        await withTaskGroup { group in
            for number in 0..<200 { group.addTask { _ = try? await session.send(.get, "/v2/images/\(number)") } }
        }
        #expect(transport.sent.count < 100)
        let refusal = await #expect(throws: OpenStackError.self) { try await cloud.throttle.enter() }
        #expect(refusal?.code == .notAsked)
        #expect(refusal?.status == nil)
    }
}
