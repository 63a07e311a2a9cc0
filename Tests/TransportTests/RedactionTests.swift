@testable import OpenStack
import HTTPTypes
import TestSupport
import Testing

@testable import Transport

struct RedactionTests {
    private static let secret = #"p"a\s/s &<w>ö'+%"#

    @Test(arguments: [
        secret, #"p\"a\\s/s &<w>ö'+%"#, #"p\"a\\s\/s &<w>ö'+%"#, #"p\"a\\s/s &<w>\u00f6'+%"#,
        "p%22a%5Cs%2Fs+%26%3Cw%3E%C3%B6%27%2B%25", "p%22a%5Cs%2Fs%20%26%3Cw%3E%C3%B6%27%2B%25",
        "p%22a%5cs%2fs+%26%3cw%3e%c3%b6%27%2b%25", "p&quot;a\\s/s &amp;&lt;w&gt;ö&#39;+%",
        "p&quot;a\\s/s &amp;&lt;w&gt;ö&#x27;+%",
    ])
    func `A secret is found as it is and in each form in which it is sent or echoed`(form: String) {
        #expect(Redaction([Secret(Self.secret)]).applied(to: "a \(form) b") == "a (redacted) b")
    }

    @Test func `The longer secret is taken out first`() {
        let redaction = Redaction([Secret("abc"), Secret("abcdef"), Secret("")])
        #expect(redaction.applied(to: "abcdef abc") == "(redacted) (redacted)")
    }

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

    @Test func `A token that comes in an answer is not quoted`() throws {
        let subject = try #require(HTTPField.Name("X-Subject-Token"))
        let answer = HTTPAnswer.status(500, "made gAAAA1 for you", fields: [subject: "gAAAA1"])
        #expect(OpenStackError(answer).message == "made (redacted) for you")
    }
}
