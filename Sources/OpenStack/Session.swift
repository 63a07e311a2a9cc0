package import HTTPTypes

/// Requests to the image service with the run's token, which is renewed for everybody before it ends or when it is refused.
package struct Session: Sendable {
    /// What a session may do.
    package enum Access: Sendable {
        /// Only GET ever leaves this session.
        case readOnly
        /// Anything.
        case readWrite
    }

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
        var service = try await tokens.entry().authorization.imageService
        while true {
            var used: TokenCache.Entry?
            do throws(OpenStackError) {
                let answer = try await exchange.perform(
                    method, service, path, body: body, repetition: method == .get ? .safe : .never,
                    token: { () async throws(OpenStackError) -> Secret? in
                        if let earlier = used { await tokens.ended(earlier, itWorked: false) }
                        used = nil
                        let entry = try await tokens.entry()
                        await tokens.began(entry)
                        used = entry
                        return entry.authorization.token
                    }
                )
                if let used { await tokens.ended(used, itWorked: true) }
                return answer
            } catch {
                guard let used else { throw error }
                // Whoever says "not found" or "already there" has taken the token.
                let itWorked = [.forbidden, .notFound, .conflict, .tooLarge].contains(error.code)
                await tokens.ended(used, itWorked: itWorked)
                guard error.code == .unauthorized else { throw error.explained(of: service) }
                service = try await tokens.renewed(used, after: error).authorization.imageService
            }
        }
    }
}
