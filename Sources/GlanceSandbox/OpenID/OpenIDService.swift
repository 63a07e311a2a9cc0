import FoundationEssentials

/// The identity provider: a token endpoint, and the document by which it is found.
///
/// RFC 6749, 4.4 and 5; OpenID Connect Discovery 1.0, 4.
struct OpenIDService: Sendable {
    let federation: SandboxFederation

    /// Answers a request below `/openid`, whose path is given without that prefix.
    func answer(_ request: ServiceRequest, path: String) -> ServiceResponse {
        let issuer = request.origin + "/openid"
        switch (path, request.method) {
        case ("/.well-known/openid-configuration", "GET"):
            return ServiceResponse(
                status: 200,
                json: [
                    "issuer": .string(issuer), "token_endpoint": .string(issuer + "/token/"),
                    "grant_types_supported": ["client_credentials"],
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                ]
            )
        case ("/token/", "POST"): return token(request)
        default: return ServiceResponse(status: 404, contentType: "text/plain", text: "Not Found")
        }
    }

    private func token(_ request: ServiceRequest) -> ServiceResponse {
        let form = PercentEncoding.queryItems(String(decoding: request.body, as: UTF8.self))
        func value(_ name: String) -> String? { form.first { $0.name == name }?.value }
        let credentials = Data("\(federation.clientID):\(federation.clientSecret)".utf8).base64EncodedString()
        guard request.header("content-type") == "application/x-www-form-urlencoded" else {
            return refusal(400, "invalid_request", "the content is not a form")
        }
        guard request.header("authorization") == "Basic " + credentials else {
            return refusal(401, "invalid_client", "Invalid client or Invalid client credentials")
                .adding("WWW-Authenticate", "Basic realm=\"demo\"")
        }
        guard value("grant_type") == "client_credentials" else {
            return refusal(400, "unsupported_grant_type", "only client_credentials")
        }
        guard value("scope")?.split(separator: " ").contains("openid") == true else {
            return refusal(400, "invalid_scope", "the scope openid is missing")
        }
        return ServiceResponse(
            status: 200,
            json: ["access_token": .string(federation.accessToken), "token_type": "Bearer", "expires_in": 300]
        ).adding("Cache-Control", "no-store")
    }

    private func refusal(_ status: Int, _ error: String, _ description: String) -> ServiceResponse {
        ServiceResponse(
            status: status, json: ["error": .string(error), "error_description": .string(description)])
    }
}
