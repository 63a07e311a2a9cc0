package import HTTPTypes

/// Requests to the image service with the run's token, which is renewed once for everybody when it is refused.
package struct Session: Sendable {
    /// What a session may do.
    package enum Access: Sendable {
        /// Only GET ever leaves this session.
        case readOnly
        /// Anything.
        case readWrite
    }

    /// How many tokens one request may outlive: where they last seconds, others can wear a new one out before its turn.
    private static let mostRenewals = 20

    private let exchange: Exchange
    private let tokens: TokenCache
    private let access: Access

    /// Makes a session.
    package init(exchange: Exchange, tokens: TokenCache, access: Access) {
        self.exchange = exchange
        self.tokens = tokens
        self.access = access
    }

    /// The token that the session works with; asked for when there is none.
    package func authorization() async throws(OpenStackError) -> Authorization {
        try await tokens.entry().authorization
    }

    /// The token in use, if there is one; asks nobody.
    package var currentAuthorization: Authorization? {
        get async { await tokens.current?.authorization }
    }

    /// Sends a request to the image service.
    ///
    /// A GET is repeated within the run's budget; anything else is sent once, because an answer in doubt has to be
    /// looked into before it may be sent again. A 401 does nothing, so after it both are sent again with a new token,
    /// unless that one is refused without having worked for anybody.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - path: the path below the service's own, percent-encoded.
    ///   - body: JSON content.
    /// - Returns: a 2xx answer.
    /// - Throws: any other answer, or why there is none.
    package func send(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8]? = nil
    ) async throws(OpenStackError) -> HTTPAnswer {
        guard method == .get || access == .readWrite else {
            throw OpenStackError(.readOnly, message: "this run only reads: \(method) \(path) was not sent")
        }
        var entry = try await tokens.entry()
        var renewals = 0
        while true {
            do {
                return try await send(method, path, body: body, with: entry)
            } catch {
                guard error.code == .unauthorized, renewals < Self.mostRenewals,
                    let renewed = try await tokens.renewed(entry)
                else { throw error }
                renewals += 1
                entry = renewed
            }
        }
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8]?, with entry: TokenCache.Entry
    ) async throws(OpenStackError) -> HTTPAnswer {
        await tokens.began(entry)
        do {
            let answer = try await exchange.perform(
                method, entry.authorization.imageService, path,
                fields: entry.authorization.token.map { [.authToken: $0.exposed] } ?? [:], body: body,
                repetition: method == .get ? .safe : .never
            )
            await tokens.ended(entry, itWorked: true)
            return answer
        } catch {
            // Whoever says "not found" or "already there" has taken the token.
            let itWorked = [.forbidden, .notFound, .conflict, .tooLarge].contains(error.code)
            await tokens.ended(entry, itWorked: itWorked)
            throw error
        }
    }
}
