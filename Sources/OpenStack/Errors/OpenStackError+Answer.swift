import FoundationEssentials
import HTTPTypes
package import Transport

/// The reading of answers, and of the lack of one: what a status stands for is said in this file, and by `Meaning`.
extension OpenStackError {
    /// The one table from status to code, for every answer but 200 to 299.
    static func code(forStatus status: Int) -> Code {
        switch status {
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 409: .conflict
        case 413: .tooLarge
        case 429: .throttled
        // Proxies have more of them than the services: 507, 520 to 524. Two say that the request is not understood.
        case 408, 500, 502...504, 506...599: .serverTrouble
        case 400, 422: .badRequest
        default: .unexpected
        }
    }

    /// The status by which something before the service refuses a method or a form that the service takes; nil where the
    /// error is another one.
    package var gatewayRefusal: Int? {
        guard code == .unexpected, let status, [405, 411, 501].contains(status) else { return nil }
        return status
    }

    /// Reads the error out of an answer that is not a success.
    package init(_ answer: HTTPAnswer) {
        let status = answer.response.status.code
        let sentence = ErrorText.sentence(in: answer.quotableText, hiding: answer.redaction)
        self.init(
            Self.code(forStatus: status), status: status,
            message: sentence.isEmpty ? "HTTP \(status) without an explanation" : sentence,
            requestID: answer.requestID, retryAfter: [413, 429, 503].contains(status) ? answer.retryAfter : nil
        )
        if sentence.isEmpty, let coding = answer.contentCoding {
            message = "HTTP \(status), explained in Content-Encoding \(coding), which nobody asked for"
        }
        if [300, 404].contains(status) { offered = VersionList(answer) }
        if let location = answer.redirection {
            redirection = location
            message = "the answer is a redirection (\(status)) to \(location)"
        }
    }

    /// Reads the lack of an answer.
    init(_ failure: TransportFailure) {
        switch failure {
        case .notSent(let reason, let hint): self.init(.notSent, message: reason, hint: hint)
        case .unanswered(let reason): self.init(.unanswered, message: "the connection broke: \(reason)")
        case .timedOut: self.init(.timedOut, message: "no answer in time")
        case .tooLong(let limit):
            self.init(.unexpected, message: "the answer is longer than \(limit >> 20) MiB, and was not read")
        case .malformed(let reason):
            self.init(
                .unexpected, message: "the answer is not valid HTTP: \(reason)",
                hint:
                    "check the address, and any proxy or gateway before the service: its next answer would be the same"
            )
        case .encoded(let coding):
            self.init(
                .unexpected, message: "the answer came in Content-Encoding \(coding), which nobody asked for",
                hint: "have the proxy or gateway before the service leave answers as they are: it encodes in spite of "
                    + "Accept-Encoding: identity"
            )
        case .tlsFailed(let reason, let hint):
            self.init(.tlsFailed, message: "no trusted connection: \(reason)", hint: hint)
        case .proxyFailed(let reason, let hint): self.init(.misconfigured, message: reason, hint: hint)
        case .cancelled: self = .interrupted
        }
    }

    /// Says that an answer is not what the API promises.
    ///
    /// - Parameters:
    ///   - answer: the answer; its beginning is quoted.
    ///   - expectation: what was expected, as in "a list of members".
    /// - Returns: the error.
    package static func unexpected(_ answer: HTTPAnswer, expected expectation: String) -> OpenStackError {
        let beginning = answer.quotableText.shortenedForQuotation
        return OpenStackError(
            .unexpected, status: answer.response.status.code,
            message: "expected \(expectation), got: \(beginning.isEmpty ? "an empty body" : beginning)",
            requestID: answer.requestID
        )
    }
}

extension HTTPAnswer {
    /// Decodes the JSON content.
    ///
    /// - Parameters:
    ///   - type: what it shall be.
    ///   - expectation: what that is, in words.
    /// - Returns: the value.
    /// - Throws: `unexpected` where the content is something else.
    package func decode<Value: Decodable>(
        _ type: Value.Type, expecting expectation: String
    ) throws(OpenStackError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw .unexpected(self, expected: expectation)
        }
    }
}
