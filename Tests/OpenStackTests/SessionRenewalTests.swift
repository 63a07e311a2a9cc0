import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack

/// No request leaves with a token that is about to end, however long it had to wait for its turn.
struct SessionRenewalTests {
    /// A Keystone and a Glance by the same clock, with tokens of four seconds.
    private final class Cloud: Sendable {
        let clock = SkippingClock()
        let transport: ScriptedTransport

        init() {
            let clock = clock
            transport = ScriptedTransport { sent in
                let now = clock.now.offset
                guard sent.line == "POST /identity/v3/auth/tokens" else {
                    let issued = sent.request.field("X-Auth-Token").flatMap { Int64($0) } ?? 0
                    // Keystone cuts to whole seconds.
                    let ends = Duration.seconds(Duration.milliseconds(issued).components.seconds + 4)
                    return now < ends ? .status(200) : .status(401)
                }
                let seconds = now.components.seconds
                var answer = HTTPAnswer.token(String(now.components.seconds * 1000 + now.milliseconds))
                let text = String(decoding: answer.body, as: UTF8.self)
                let times = #""issued_at": "\#(Self.time(seconds))", "expires_at": "\#(Self.time(seconds + 4))", "#
                answer.body = Array(text.replacing(#"{"token": {"#, with: #"{"token": {"# + times).utf8)
                return .answer(answer)
            }
        }

        private static func time(_ seconds: Int64) -> String {
            let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
            return "2026-01-01T"
                + [hours, minutes, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
                .joined(separator: ":") + ".000000Z"
        }
    }

    /// One place in the gate, so that only one at a time moves the clock.
    @Test(arguments: [0.2, 0.3, 1, 4, 50])
    func `At any rate, tokens of four seconds are never refused`(rate: Double) async throws {
        let cloud = Cloud()
        let session = try TestCloud(
            cloud.transport, clock: cloud.clock, concurrency: 1, maximumRate: rate
        ).session(environment: TestCloud.password)
        try await withThrowingTaskGroup { group in
            for number in 0..<8 {
                group.addTask {
                    for _ in 0..<10 { _ = try await session.send(.post, "/v2/images/\(number)/members", body: []) }
                }
            }
            try await group.waitForAll()
        }
        let posts = cloud.transport.lines.count { $0.hasSuffix("/members") }
        #expect(posts == 80)
        let tokens = cloud.transport.sent.count - posts
        #expect(tokens <= 81)
    }

    @Test func `A Keystone that refuses to renew ends in its refusal, asked once for each that needs it`() async throws
    {
        let transport = ScriptedTransport { sent in
            switch sent.line {
            case "POST /identity/v3/auth/tokens": sent.number == 1 ? .answer(.token("t")) : .glance(401, "disabled")
            default: .status(401)
            }
        }
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(error?.message == "Keystone at http://keystone.test/identity: disabled")
        #expect(transport.sent.count == 3)
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.attoseconds / 1_000_000_000_000_000 }
}
