import FoundationEssentials
import HTTPTypes
import Transport

/// A token as Keystone hands it out: the token itself is in the header, what it is good for in the content.
struct TokenAnswer: Sendable {
    var token: Secret
    var document: TokenDocument.Token
    /// The moment when the answer was made, by the clock of whoever made it.
    var date: Date?

    /// Reads a 2xx answer.
    ///
    /// - Throws: what it has not got. Its content is never quoted: it says more about the user than a log should.
    init(_ answer: HTTPAnswer, from service: ServiceURL?) throws(OpenStackError) {
        let keystone = service.map { "Keystone at \($0)" } ?? "Keystone"
        let hint = "check auth_url (OS_AUTH_URL): a dashboard or a proxy may answer there"
        guard let token = answer.response.headerFields[.subjectToken] else {
            throw OpenStackError(
                .misconfigured, status: answer.response.status.code,
                message: "\(keystone): the answer has no X-Subject-Token", hint: hint, requestID: answer.requestID
            )
        }
        guard let document = try? JSONDecoder().decode(TokenDocument.self, from: Data(answer.body)).token else {
            throw OpenStackError(
                .misconfigured, status: answer.response.status.code,
                message: "\(keystone): the answer is not a token of Keystone v3", hint: hint,
                requestID: answer.requestID
            )
        }
        self.token = Secret(token)
        self.document = document
        date = answer.response.headerFields[.date].flatMap(RetryAfter.date)
    }
}
