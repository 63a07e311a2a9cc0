import HTTPTypes
import Transport

extension IdentityClient {
    /// Looks something up, which concerns nobody else.
    ///
    /// - Parameters:
    ///   - path: the path below Keystone's own, percent-encoded.
    ///   - safety: the safety with which the request may be sent again.
    ///   - token: gives the token, once the request may be sent.
    /// - Returns: a 2xx answer.
    /// - Throws: any other answer, by its status, or why there is none.
    func lookUp(
        _ path: String, safety: Exchange.RetrySafety, token: @escaping () async throws(OpenStackError) -> Secret?
    ) async throws(OpenStackError) -> HTTPAnswer {
        guard let service else {
            throw OpenStackError(
                .forbidden, message: "there is no Keystone to ask: the token was given with an address")
        }
        return try await exchange.perform(.get, service, path, safety: safety, isLookup: true, token: token)
    }

    /// Says whose words an error of a lookup has.
    func attributed(_ error: OpenStackError) -> OpenStackError {
        guard let service, !error.concernsToken else { return error }
        return error.attributed(to: "Keystone at \(service)", setting: "auth_url (OS_AUTH_URL)")
    }
}
