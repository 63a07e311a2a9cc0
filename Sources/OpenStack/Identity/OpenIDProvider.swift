import FoundationEssentials
import HTTPTypes
import Transport

/// An identity provider, where a client of its gets an access token in its own name.
///
/// RFC 6749, 4.4; OpenID Connect Discovery 1.0, 4.
struct OpenIDProvider: Sendable {
    private struct Tokens: Decodable {
        var access_token: String?
        var id_token: String?
    }

    private struct Discovery: Decodable {
        var token_endpoint: String
    }

    /// RFC 6749, 5.2.
    private struct Refusal: Decodable {
        var error: String
        var error_description: String?
    }

    let client: Credentials.OpenIDClient
    let exchange: Exchange
    let safety: Exchange.RetrySafety

    /// Gets a new access token.
    ///
    /// - Throws: why there is none, as the provider's and not Keystone's word.
    func accessToken() async throws(OpenStackError) -> Secret {
        let endpoint = try await tokenEndpoint()
        // RFC 6749 wants both parts form-encoded (2.3.1). keystoneauth sends them as they are, and so a client that
        // works with `openstack` works here; only a secret with characters like % or + makes a difference.
        let basic = Data("\(client.id):\(client.secret.exposed)".utf8).base64EncodedString()
        let form = PercentEncoding.form(["grant_type": "client_credentials", "scope": client.scope])
        let answer = try await ask(
            .post, endpoint,
            fields: [.authorization: "Basic \(basic)", .contentType: "application/x-www-form-urlencoded"],
            body: Array(form.utf8), setting: "access_token_endpoint"
        )
        // RFC 6749, 5.1; OpenID Connect Core 1.0, 3.1.3.3.
        let tokens = try? JSONDecoder().decode(Tokens.self, from: Data(answer.body))
        guard let token = client.tokenKind == .idToken ? tokens?.id_token : tokens?.access_token, !token.isEmpty else {
            // Not quoted: it may have a token by another name.
            throw OpenStackError(
                .misconfigured, status: answer.response.status.code,
                message: "the identity provider at \(endpoint): the answer has no \(client.tokenKind.rawValue)",
                hint: client.tokenKind == .idToken
                    ? "ask for the scope openid (openid_scope), or leave access_token_type out"
                    : "check access_token_endpoint"
            )
        }
        return Secret(token)
    }

    private func tokenEndpoint() async throws(OpenStackError) -> ProviderAddress {
        switch client.endpoint {
        case .token(let endpoint): return endpoint
        case .discovery(let address):
            let answer = try await ask(.get, address, setting: "discovery_endpoint")
            guard let document = try? JSONDecoder().decode(Discovery.self, from: Data(answer.body)),
                let endpoint = ProviderAddress(document.token_endpoint)
            else {
                throw OpenStackError(
                    .misconfigured, status: answer.response.status.code,
                    message: "the identity provider at \(address): no document that names a usable token_endpoint",
                    hint: "check discovery_endpoint: it ends in /.well-known/openid-configuration; "
                        + "or set access_token_endpoint"
                )
            }
            return endpoint
        }
    }

    private func ask(
        _ method: HTTPRequest.Method, _ endpoint: ProviderAddress, fields: HTTPFields = [:], body: [UInt8]? = nil,
        setting: String
    ) async throws(OpenStackError) -> HTTPAnswer {
        do throws(OpenStackError) {
            return try await exchange.perform(
                method, endpoint.service, endpoint.path, fields: fields, body: body, safety: safety,
                refusal: { Self.error($0, setting: setting) }
            )
        } catch {
            throw error.attributed(to: "the identity provider at \(endpoint)", setting: setting)
        }
    }

    private static func error(_ answer: HTTPAnswer, setting: String) -> OpenStackError {
        var error = OpenStackError(answer)
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body))
        if let refusal {
            let sentence = [refusal.error, refusal.error_description].compactMap(\.self).joined(separator: ": ")
            error.message = ErrorText.sentence(in: sentence, hiding: answer.redaction)
        }
        switch (error.code, refusal?.error) {
        case (.badRequest, "unauthorized_client"), (.badRequest, "unsupported_grant_type"):
            error.code = .unauthorized
            error.hint = "allow this client the grant client_credentials at the identity provider"
        case (.badRequest, "invalid_scope"):
            error.code = .unauthorized
            error.hint = "check openid_scope: the scopes that this client may ask for"
        case (.unauthorized, _), (.forbidden, _), (.badRequest, .some):
            error.code = .unauthorized
            error.hint = "check client_id and client_secret"
        case (.notFound, _), (.unexpected, _), (.badRequest, nil), (.conflict, _):
            error.code = .misconfigured
            error.hint = "check \(setting)"
        case (.tooLarge, _), (.throttled, _), (.serverTrouble, _), (.notSent, _), (.unanswered, _), (.timedOut, _),
            (.tlsFailed, _), (.misconfigured, _), (.noEndpoint, _), (.interrupted, _), (.readOnly, _),
            (.tokenUnchecked, _), (.notAsked, _), (.ruledOut, _):
            break
        }
        return error
    }
}
