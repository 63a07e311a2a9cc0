// OpenStack is the client side of Keystone and its catalog: credentials become a token, and a token a session. Its layers:
// Errors, Configuration, Exchange (one request: throttled, retried), Catalog, Identity, Tokens, Session, Lookups.
// It must see no YAML, no NIO and no files, and it knows neither images nor members: it only carries their requests.

package import HTTPTypes
package import Transport

/// Requests to the image service with the run's token, which is renewed for everybody before it ends or when it is refused.
package struct Session: Sendable {
    /// The rights of a session.
    package enum Access: Sendable {
        /// Only GET ever leaves this session.
        case readOnly
        /// Anything.
        case readWrite
    }

    private let exchange: Exchange
    let tokens: TokenCache
    private let access: Access

    /// Makes a session.
    package init(exchange: Exchange, tokens: TokenCache, access: Access) {
        self.exchange = exchange
        self.tokens = tokens
        self.access = access
    }

    /// The token that the session works with; asked for when there is none.
    package func authorization() async throws(OpenStackError) -> Authorization {
        try await tokens.token().authorization
    }

    /// The token in use, if there is one; asks nobody.
    package var currentAuthorization: Authorization? {
        get async { await tokens.current?.authorization }
    }

    /// Sends a request to the image service.
    ///
    /// A GET is repeated as long as the run is patient, unless the caller does that; anything else is sent once, because
    /// an answer in doubt has to be looked into before it may be sent again. A 401 does nothing, so after it both are sent
    /// again, once, with a new token. Where that one is refused as well, Keystone is asked whether it is good: if so, it
    /// is the image service that cannot ask Keystone, which may pass. Whatever keeps everybody from getting a token ends
    /// the run.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - path: the path below the service's own, percent-encoded.
    ///   - body: JSON content.
    ///   - subject: for what it is, an image's ID; nil for the path.
    ///   - safety: the safety with which a GET may be sent again.
    /// - Returns: a 2xx answer.
    /// - Throws: any other answer, or why there is none.
    package func send(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8]? = nil, subject: String? = nil,
        safety: Exchange.RetrySafety = .idempotent
    ) async throws(OpenStackError) -> HTTPAnswer {
        guard method == .get || access == .readWrite else {
            throw OpenStackError(.readOnly, message: "this run only reads: \(method) \(path) was not sent")
        }
        let safety = method == .get ? safety : .write
        var service = try await token().authorization.imageService
        var refused: CachedToken?
        while true {
            var used: CachedToken?
            do throws(OpenStackError) {
                let answer = try await exchange.perform(
                    method, service, path, body: body, subject: subject,
                    safety: safety,
                    token: { () async throws(OpenStackError) -> Secret? in
                        if let earlier = used { await tokens.end(earlier, accepted: false) }
                        used = nil
                        let token = try await token()
                        await tokens.begin(token)
                        used = token
                        return token.authorization.token
                    }
                )
                if let used { await tokens.end(used, accepted: true) }
                return answer
            } catch {
                guard let used else { throw error }
                let explained = error.explained(byRulesOf: used.authorization, method, path)
                await tokens.end(used, accepted: (explained ?? error).meaning.acceptsToken)
                guard error.meaning.refusesToken else { throw error.explained(for: service) }
                if let explained { throw explained }
                guard refused == nil else {
                    return try await ending(await verdict(on: used, after: error, subject ?? path, safety))
                }
                refused = used
                let refusal = error
                do throws(OpenStackError) {
                    service = try await tokens.renewed(used, after: error).authorization.imageService
                } catch {
                    // The service's own refusal comes back where another token would fare no better.
                    return try await ending(
                        error == refusal ? await verdict(on: used, after: error, subject ?? path, safety) : error)
                }
            }
        }
    }

    /// The token to use now; where there is none, nobody can go on.
    func token() async throws(OpenStackError) -> CachedToken {
        do {
            return try await tokens.token()
        } catch {
            return try await ending(error)
        }
    }

    /// Ends the run for everybody where an error does, and throws it.
    func ending<Value>(_ error: OpenStackError) async throws(OpenStackError) -> Value {
        var final = error
        guard error.meaning.deniesEverybody else { throw error }
        final.concernsToken = true
        await exchange.stop(because: final)
        throw final
    }

    /// Distinguishes a token that is no good from one that the image service cannot have checked.
    private func verdict(
        on token: CachedToken, after refusal: OpenStackError, _ subject: String, _ safety: Exchange.RetrySafety
    ) async -> OpenStackError {
        var verdict = refusal
        if await tokens.isValid(token) {
            // Its own words speak of browsers and bad passwords.
            verdict.message = "the image service refuses a token that Keystone vouches for"
            verdict.hint =
                "it may not reach Keystone: look at its log and its keystone_authtoken; nothing is lost, run again later"
        } else {
            guard token.authorization.isFromKeystone else { return refusal }
            // The run has ended meanwhile, maybe for this very reason: Keystone was not heard out.
            guard !Task.isCancelled else { return .interrupted }
            do { try await tokens.discard(token, after: refusal) } catch { return error }
            verdict.message = "the token was revoked as soon as it had been issued"
            verdict.hint = "is somebody revoking the user's tokens? run again later"
        }
        verdict.code = .tokenUnchecked
        // Its answer alone did not say so: whoever refuses every token is asked like any that fails.
        await exchange.fail(subject, safety, verdict)
        return verdict
    }
}

extension OpenStackError {
    /// Says that an application credential's access rules do not allow a request; nil where they do, or there are none.
    ///
    /// Without the lists that a run reads it can do nothing; without one kind of write, all the others.
    ///
    /// https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules: such a refusal is a 401.
    fileprivate func explained(
        byRulesOf authorization: Authorization, _ method: HTTPRequest.Method, _ path: String
    ) -> OpenStackError? {
        let bare = path.prefix { $0 != "?" }
        guard meaning.refusesToken, !authorization.allows(method.rawValue, String(bare)) else { return nil }
        var explained = self
        if method != .get {
            explained.code = .ruledOut
            explained.message = "the application credential's access rules leave \(method) of this out"
        }
        explained.hint =
            "the application credential's access rules do not allow \(method) \(bare): make one whose rules do, which "
            + "glance-share access-rules prints"
        return explained
    }
}
