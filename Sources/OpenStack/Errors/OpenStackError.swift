package import Transport
import FoundationEssentials
import HTTPTypes

/// Why a cloud did not do what it was asked, with what its own logs know it by.
package struct OpenStackError: Error, Sendable, Equatable {
    /// What kind of refusal or failure it is.
    package enum Code: Sendable {
        /// 400 and 422: the request is not one that the service takes.
        case badRequest
        /// 401: the token, or the credentials.
        case unauthorized
        /// 403.
        case forbidden
        /// 404.
        case notFound
        /// 409.
        case conflict
        /// 413: something is full, or too many requests.
        case tooLarge
        /// 429.
        case throttled
        /// 408 and 5xx: the request may have been carried out.
        case serverTrouble
        /// Nobody took the connection: nothing was sent.
        case notSent
        /// The connection broke before an answer: the request may have been carried out.
        case unanswered
        /// No answer in time: the request may have been carried out.
        case timedOut
        /// The server could not be trusted: nothing was sent.
        case tlsFailed
        /// Not an answer of the API that we know: redirections, and what only gateways say, like 405 and 411.
        case unexpected
        /// The configuration leads nowhere: to no Keystone, no project, or no address of an image service.
        case misconfigured
        /// The catalog leads to no image service: it has none that is wanted, or no address of it.
        case noEndpoint
        /// The run was told to stop: nothing was sent.
        case interrupted
        /// This session may only read: nothing was sent.
        case readOnly
        /// 401 for a token that Keystone has just issued, or still vouches for: the service cannot ask Keystone, or the
        /// token ended on its way.
        case tokenUnchecked
        /// The run had ended for everybody, for the reason that `cause` says: nothing was sent.
        case notAsked
    }

    /// The kind.
    package var code: Code
    /// The HTTP status, if there was an answer.
    package var status: Int?
    /// The service's words, or ours.
    ///
    /// A server's words are to be escaped before they are shown.
    package var message: String
    /// What to do about it, where that is known this deep down.
    package var hint: String?
    /// The request's ID in the service's logs.
    package var requestID: String?
    /// How long the service asks to be left alone.
    package var retryAfter: Duration?
    /// How long it took from the request to this.
    package var took = Duration.zero
    /// Of `notAsked`, the kind of error that ended the run.
    package var cause: Code?
    /// Whether it is about the token, which every request needs, rather than about the request.
    package var isOfTheToken = false
    /// The API versions that the service offers instead of an answer.
    var offered: VersionList?
    /// Where the service sends us instead of an answer, as it says.
    var redirection: String?

    /// Makes an error.
    package init(
        _ code: Code, status: Int? = nil, message: String, hint: String? = nil, requestID: String? = nil,
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.hint = hint
        self.requestID = requestID
        self.retryAfter = retryAfter
    }

    static let interrupted = OpenStackError(.interrupted, message: "interrupted")

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
        let said = ErrorText.sentence(in: answer.quotableText, hiding: answer.redaction)
        self.init(
            Self.code(forStatus: status), status: status,
            message: said.isEmpty ? "HTTP \(status) without an explanation" : said,
            requestID: answer.requestID, retryAfter: [413, 429, 503].contains(status) ? answer.retryAfter : nil
        )
        if said.isEmpty, let coding = answer.contentCoding {
            message = "HTTP \(status), explained in Content-Encoding \(coding), which nobody asked for"
        }
        if [300, 404].contains(status) { offered = VersionList(answer) }
        if let location = answer.redirection {
            redirection = location
            message = "the answer is a redirection (\(status)) to \(location)"
        }
    }

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

    /// Says to somebody who is turned away that the run has ended, without the words of another's answer.
    ///
    /// - Parameter error: what has ended it.
    /// - Returns: the error.
    package static func notAsked(because error: OpenStackError) -> OpenStackError {
        let reason =
            switch error.code {
            case .throttled: "the image service asks to be left alone for longer than this run may wait"
            case .tlsFailed: "there is no trusted connection to the image service"
            case _ where error.isOfTheToken: "there is no token to ask with"
            default: "the image service keeps failing, whichever image is asked for"
            }
        var turnedAway = OpenStackError(.notAsked, message: "not asked: \(reason)", hint: "run again later")
        if error.code == .throttled { turnedAway.hint = "run again later, or allow a longer --retry-for" }
        if error.meaning.endsRun { turnedAway.hint = "see what has ended the run" }
        turnedAway.cause = error.code
        return turnedAway
    }
}

extension HTTPAnswer {
    /// The request's ID, by the name of today's services or of older ones.
    package var requestID: String? {
        response.headerFields[.openStackRequestID] ?? response.headerFields[.computeRequestID]
    }

    /// How long the service asks to be left alone; counted from the answer's own date, where it has one.
    package var retryAfter: Duration? {
        guard let value = response.headerFields[.retryAfter] else { return nil }
        let now = response.headerFields[.date].flatMap(RetryAfter.date) ?? Date.now
        return RetryAfter.duration(value, now: now)
    }

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
