import HTTPTypes
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

    @Test func `A token that comes in an answer is not quoted`() throws {
        let subject = try #require(HTTPField.Name("X-Subject-Token"))
        let response = HTTPResponse(status: .internalServerError, headerFields: [subject: "gAAAA1"])
        let answer = HTTPAnswer(response: response, body: Array("made gAAAA1 for you".utf8))
        #expect(answer.quotableText == "made (redacted) for you")
    }
}
