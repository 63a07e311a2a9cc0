/// A refusal or failure of a cloud, with the ID by which its own logs know it.
package struct OpenStackError: Error, Sendable, Equatable {
    /// A kind of refusal or failure.
    package enum Code: Sendable {
        /// 400 and 422: the request is not one that the service takes.
        case badRequest
        /// 401: the token, or the credentials.
        case unauthorized
        /// 403.
        case forbidden
        /// 401 for a write that an application credential's access rules leave out: other requests fare better.
        case ruledOut
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
    /// The remedy, where it is known this deep down.
    package var hint: String?
    /// The request's ID in the service's logs.
    package var requestID: String?
    /// The time for which the service asks to be left alone.
    package var retryAfter: Duration?
    /// The time from the request to this.
    package var took = Duration.zero
    /// Of `notAsked`, the kind of error that ended the run.
    package var cause: Code?
    /// True if it is about the token, which every request needs, rather than about the request.
    package var concernsToken = false
    /// The API versions that the service offers instead of an answer.
    var offered: VersionList?
    /// The place to which the service sends us instead of an answer, as it says.
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
}
