package import HTTPTypes

/// Sends one request and hears one answer; everything above it can be tested without a socket.
package protocol HTTPTransport: Sendable {
    /// Sends `request` once.
    ///
    /// It must not follow redirects, send anything twice, or take longer than `timeout`.
    ///
    /// - Parameters:
    ///   - request: method, full URL and header fields.
    ///   - body: the request's content, if it has any.
    ///   - timeout: how long the whole exchange may take.
    /// - Returns: the answer, whatever its status.
    /// - Throws: why there is no answer, and whether the request may have reached the server.
    func send(
        _ request: HTTPRequest, body: [UInt8]?, timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer
}

/// The reason that a request got no answer.
package enum TransportFailure: Error, Equatable, Sendable {
    /// Nothing was sent: the name did not resolve, nobody took the connection, or TLS did not come about for now.
    ///
    /// What to do about it is in `hint`, where that is known.
    case notSent(String, hint: String? = nil)
    /// The connection broke after the request was, or may have been, sent.
    case unanswered(String)
    /// No answer in time; the request may have arrived.
    case timedOut
    /// The answer is longer than anything the API has to say, in bytes.
    case tooLong(limit: Int)
    /// The answer is not valid HTTP; the request may have been carried out.
    case malformed(String)
    /// The answer's content is encoded, which nobody asked for; the request may have been carried out.
    case encoded(String)
    /// No TLS connection: nothing was sent. What to do about it is in `hint`.
    case tlsFailed(String, hint: String? = nil)
    /// The proxy is not there for this request, or its setting is wrong: nothing was sent.
    case proxyFailed(String, hint: String? = nil)
    /// The caller was cancelled.
    case cancelled
}
