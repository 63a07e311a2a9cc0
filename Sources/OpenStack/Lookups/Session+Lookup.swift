import Transport

extension Session {
    /// Looks something up in Keystone with the session's token.
    ///
    /// After a 401 it is asked once more with another token, unless it is an application credential's access rules that
    /// refuse. What keeps everybody from getting a token ends the run; nothing that is said of the lookup itself does.
    ///
    /// - Parameters:
    ///   - path: the path below Keystone's own, percent-encoded.
    ///   - identity: sends the request.
    ///   - safety: the safety with which it may be sent again.
    /// - Returns: a 2xx answer.
    /// - Throws: any other answer, or why there is none.
    func lookUp(
        _ path: String, by identity: IdentityClient, safety: Exchange.RetrySafety
    ) async throws(OpenStackError) -> HTTPAnswer {
        var refused: CachedToken?
        while true {
            var used: CachedToken?
            do throws(OpenStackError) {
                return try await identity.lookUp(path, safety: safety) { () async throws(OpenStackError) -> Secret? in
                    let token = try await token()
                    used = token
                    return token.authorization.token
                }
            } catch {
                guard error.code == .unauthorized, let used else { throw error }
                guard used.authorization.allows("GET", String(path.prefix { $0 != "?" }), of: "identity") else {
                    throw error.refusedByAccessRules
                }
                guard refused == nil else { throw error.withTokenUnchecked }
                refused = used
                let refusal = error
                do throws(OpenStackError) { _ = try await tokens.renewed(used, after: refusal) } catch {
                    guard error != refusal else { throw refusal.withTokenUnchecked }
                    return try await ending(error)
                }
            }
        }
    }
}

extension OpenStackError {
    /// The same as a refusal of what was asked for, rather than of the token.
    ///
    /// https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules
    fileprivate var refusedByAccessRules: OpenStackError {
        var refusal = self
        refusal.code = .forbidden
        refusal.message = "the application credential's access rules do not allow it"
        return refusal
    }

    /// The same as a refusal of a token that Keystone has just issued, which may pass.
    fileprivate var withTokenUnchecked: OpenStackError {
        var refusal = self
        refusal.code = .tokenUnchecked
        refusal.message = "a token that was issued just now is refused: \(message)"
        return refusal
    }
}
