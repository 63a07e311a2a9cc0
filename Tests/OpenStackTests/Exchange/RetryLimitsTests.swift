import HTTPTypes
import TestSupport
import Testing
import Transport

@testable import OpenStack
@testable import Pacing

/// How often something is tried again, where the configuration says.
struct RetryLimitsTests {
    private typealias Reply = ScriptedTransport.Reply

    private static let unheard: [Reply] = [
        .failure(.notSent("refused")), .failure(.unanswered("reset")), .failure(.timedOut),
    ]
    private static let answered: [Reply] = [.status(429), .status(500), .status(503), .status(413)]

    @Test(arguments: unheard.indices, [0, 1, 5])
    func `What gets no answer is tried again so often and no more`(reply: Int, limit: Int) async throws {
        let transport = ScriptedTransport { _ in Self.unheard[reply] }
        let cloud = TestCloud(transport, limits: RetryLimits(connection: limit))
        await #expect(throws: OpenStackError.self) { try await cloud.session().send(.get, "/v2/images") }
        #expect(transport.sent.count == 1 + limit)
    }

    @Test(arguments: answered.indices, [0, 1, 5])
    func `So is what is answered with a failure`(reply: Int, limit: Int) async throws {
        let transport = ScriptedTransport { _ in Self.answered[reply] }
        let cloud = TestCloud(transport, limits: RetryLimits(status: limit))
        await #expect(throws: OpenStackError.self) { try await cloud.session().send(.get, "/v2/images") }
        #expect(transport.sent.count == 1 + limit)
    }

    @Test func `The one limit says nothing of the other`() async throws {
        let transport = ScriptedTransport([.status(503), .status(503), .failure(.timedOut), .failure(.timedOut)])
        let cloud = TestCloud(transport, limits: RetryLimits(connection: 3))
        _ = try? await cloud.session().send(.get, "/v2/images")
        #expect(transport.sent.count == 4)
    }

    @Test func `Where nothing may be tried again, a cloud that is down is left alone after ten failures`() async throws
    {
        let transport = ScriptedTransport { _ in .status(500) }
        let cloud = TestCloud(transport, retryFor: .zero, concurrency: 1)
        let session = try cloud.session()
        await cloud.throttle.expectReads(of: 50)
        for number in 0..<50 { _ = try? await session.send(.get, "/v2/images/\(number)") }
        #expect(transport.sent.count == 10)
    }
}
