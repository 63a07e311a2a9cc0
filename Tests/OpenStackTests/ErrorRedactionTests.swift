import HTTPTypes
import TestSupport
import Testing
import Transport

@testable import OpenStack

/// Secrets in an answer do not reach the error that quotes it.
struct ErrorRedactionTests {
    @Test func `What only decoding brings out is taken out too`() {
        var answer = HTTPAnswer.status(400, #"{"message": "no \u0070\u0061\u0073\u0073word"}"#)
        answer.secrets = [Secret("password")]
        #expect(OpenStackError(answer).message == "no (redacted)")
    }

    /// An echo of everything that was sent, as a debugging proxy gives it.
    @Test func `Header fields that prove who asks, and what is in the content, do not come back in an error`()
        async throws
    {
        let basic = try #require(HTTPField.Name("Authorization"))
        let subject = try #require(HTTPField.Name("X-Subject-Token"))
        let token = try #require(HTTPField.Name("X-Auth-Token"))
        let transport = ScriptedTransport { sent in
            let fields = sent.request.headerFields.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
            return .status(400, "\(fields); \(sent.body ?? "")")
        }
        let cloud = TestCloud(transport)
        let service = try #require(ServiceURL("http://k"))
        for field in [basic, subject, token] {
            let error = await #expect(throws: OpenStackError.self) {
                try await cloud.exchange.perform(
                    .post, service, "/", fields: [field: "Bearer hunter2"], body: Array("x=swordfish".utf8),
                    secrets: [Secret("swordfish")], safety: .idempotent
                )
            }
            let message = try #require(error?.message)
            #expect(message.contains("(redacted)"))
            #expect(!message.contains("hunter2"))
            #expect(!message.contains("swordfish"))
        }
        #expect(!cloud.log.lines.joined().contains("hunter2"))
    }
}
