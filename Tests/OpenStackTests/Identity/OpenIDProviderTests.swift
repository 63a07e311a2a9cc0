import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

struct OpenIDProviderTests {
    private static let secret = "s%cret+"
    private static let granted = #"{"access_token": "access-token", "token_type": "Bearer", "expires_in": 300}"#

    private func accessToken(
        _ transport: ScriptedTransport, at endpoint: String = "https://idp.test/o/token/", discovers: Bool = false,
        kind: Credentials.OpenIDClient.TokenKind = .accessToken
    ) async throws -> Secret {
        let url = try #require(ProviderAddress(endpoint))
        let client = Credentials.OpenIDClient(
            id: "bot:1", secret: Secret(Self.secret), endpoint: discovers ? .discovery(url) : .token(url),
            tokenKind: kind)
        let exchange = TestCloud(transport, secrets: [client.secret]).exchange
        return try await OpenIDProvider(client: client, exchange: exchange, safety: .idempotent).accessToken()
    }

    private func refusal(
        _ reply: ScriptedTransport.Reply, discovers: Bool = false
    ) async throws -> OpenStackError {
        let error = await #expect(throws: OpenStackError.self) {
            try await accessToken(ScriptedTransport([reply]), discovers: discovers)
        }
        return try #require(error)
    }

    @Test func `A client asks in its own name, with a form and a password that is sent as it is`() async throws {
        let transport = ScriptedTransport([.status(200, Self.granted)])
        #expect(try await accessToken(transport) == Secret("access-token"))
        let sent = try #require(transport.sent.first)
        #expect(sent.line == "POST /o/token/")
        #expect(sent.request.authority == "idp.test")
        #expect(sent.request.field("Content-Type") == "application/x-www-form-urlencoded")
        #expect(sent.request.field("Accept") == "application/json")
        // bot:1:s%cret+
        #expect(sent.request.field("Authorization") == "Basic Ym90OjE6cyVjcmV0Kw==")
        #expect(sent.request.field("X-Auth-Token") == nil)
        #expect(sent.body == "grant_type=client_credentials&scope=openid+profile")
    }

    @Test func `A document may name the endpoint, whose last slash is kept`() async throws {
        let transport = ScriptedTransport([
            .status(200, #"{"token_endpoint": "https://other.test/a/token/"}"#), .status(200, Self.granted),
        ])
        _ = try await accessToken(
            transport, at: "https://idp.test/.well-known/openid-configuration", discovers: true)
        #expect(transport.lines == ["GET /.well-known/openid-configuration", "POST /a/token/"])
        #expect(transport.sent.first?.request.field("Authorization") == nil)
        #expect(transport.sent.last?.request.authority == "other.test")
    }

    @Test(arguments: [
        ("https://idp.test/token?p=policy&v=2.0", "POST /token?p=policy&v=2.0"),
        ("https://idp.test/token/?p=%20a", "POST /token/?p=%20a"), ("https://idp.test?p=1", "POST /?p=1"),
        ("https://idp.test/?p=1", "POST /?p=1"), ("https://idp.test/token?", "POST /token?"),
        ("https://idp.test", "POST "), ("https://idp.test/token?a=b@c", "POST /token?a=b@c"),
    ])
    func `An endpoint's query is kept`(endpoint: String, line: String) async throws {
        let transport = ScriptedTransport([.status(200, Self.granted)])
        _ = try await accessToken(transport, at: endpoint)
        #expect(transport.lines == [line])
        let document = #"{"token_endpoint": "\#(endpoint)"}"#
        let discovered = ScriptedTransport([.status(200, document), .status(200, Self.granted)])
        _ = try await accessToken(discovered, at: "https://idp.test/openid?v=1", discovers: true)
        #expect(discovered.lines == ["GET /openid?v=1", line])
    }

    @Test(arguments: [
        "https://idp.test/token#part", "https://idp.test/token?a=1#part", "https://idp.test/token?a=b c",
        "https://u:p@idp.test/token?a=1", "ftp://idp.test/token?a=1", "?a=1", "https://?a=1",
    ])
    func `A fragment, a user or a blank is no part of an endpoint`(endpoint: String) {
        #expect(ProviderAddress(endpoint) == nil)
    }

    @Test func `The token that is asked for is the one that is taken`() async throws {
        let both = #"{"access_token": "access", "id_token": "identity", "token_type": "Bearer"}"#
        let transport = ScriptedTransport { _ in .status(200, both) }
        #expect(try await accessToken(transport) == Secret("access"))
        #expect(try await accessToken(transport, kind: .idToken) == Secret("identity"))
        let without = ScriptedTransport([.status(200, Self.granted)])
        let error = await #expect(throws: OpenStackError.self) { try await accessToken(without, kind: .idToken) }
        #expect(error?.message.hasSuffix("the answer has no id_token") == true)
        #expect(error?.hint?.contains("openid_scope") == true)
    }

    @Test func `Both are asked again after what may pass`() async throws {
        let transport = ScriptedTransport([
            .status(503), .status(200, #"{"token_endpoint": "https://idp.test/token"}"#), .failure(.timedOut),
            .status(200, Self.granted),
        ])
        #expect(try await accessToken(transport, discovers: true) == Secret("access-token"))
    }

    @Test(arguments: [
        (401, #"{"error": "invalid_client", "error_description": "Invalid credentials"}"#, "check client_id and"),
        (400, #"{"error": "invalid_client"}"#, "check client_id and"),
        (400, #"{"error": "unauthorized_client", "error_description": "no"}"#, "grant client_credentials"),
        (400, #"{"error": "unsupported_grant_type"}"#, "grant client_credentials"),
        (400, #"{"error": "invalid_scope"}"#, "openid_scope"), (403, "<html>no</html>", "check client_id and"),
    ])
    func `A refusal is the provider's, in its words`(status: Int, body: String, hint: String) async throws {
        let error = try await refusal(.status(status, body))
        #expect(error.code == .unauthorized)
        #expect(error.message.hasPrefix("the identity provider at https://idp.test/o/token: "))
        #expect(!error.message.contains("{"))
        #expect(error.hint?.contains(hint) == true)
    }

    @Test func `Error and description are both told`() async throws {
        let body = #"{"error": "invalid_client", "error_description": "Invalid\n credentials"}"#
        let error = try await refusal(.status(401, body))
        #expect(
            error.message == "the identity provider at https://idp.test/o/token: invalid_client: Invalid credentials")
    }

    @Test(arguments: [404, 405, 301, 300, 400])
    func `What is not a provider's word leads to the address`(status: Int) async throws {
        let error = try await refusal(.status(status, "<html>nothing here</html>"))
        #expect(error.code == .misconfigured)
        #expect(error.hint == "check access_token_endpoint")
        #expect(try await refusal(.status(status), discovers: true).hint == "check discovery_endpoint")
    }

    @Test(arguments: ["", "{}", "<html>", #"{"access_token": ""}"#, #"{"id_token": "other-token"}"#])
    func `An answer without an access token is refused, and not quoted`(body: String) async throws {
        let error = try await refusal(.status(200, body))
        #expect(error.code == .misconfigured)
        #expect(!error.message.contains("other-token"))
    }

    @Test(arguments: ["", "{}", #"{"token_endpoint": "/token"}"#, #"{"token_endpoint": "ftp://idp.test/"}"#])
    func `A document that names no usable endpoint is refused`(body: String) async throws {
        let error = try await refusal(.status(200, body), discovers: true)
        #expect(error.code == .misconfigured)
        #expect(error.hint?.contains("discovery_endpoint") == true)
    }

    @Test func `A provider that is not reached is named, and what leads to it`() async throws {
        let error = try await refusal(.failure(.tlsFailed("expired")))
        #expect(error.message.hasPrefix("the identity provider at"))
        let transport = ScriptedTransport { _ in .failure(.notSent("refused")) }
        let unreached = await #expect(throws: OpenStackError.self) { try await accessToken(transport) }
        #expect(unreached?.hint?.contains("access_token_endpoint and the network") == true)
    }

    @Test func `The client's secret does not come back in an error, in any form`() async throws {
        let transport = ScriptedTransport { sent in
            let basic = sent.request.field("Authorization") ?? ""
            return .status(
                401, #"{"error": "invalid_client", "error_description": "\#(Self.secret) s%25cret%2B \#(basic)"}"#)
        }
        let error = await #expect(throws: OpenStackError.self) { try await accessToken(transport) }
        #expect(error?.message.hasSuffix("invalid_client: (redacted) (redacted) Basic (redacted)") == true)
    }
}
