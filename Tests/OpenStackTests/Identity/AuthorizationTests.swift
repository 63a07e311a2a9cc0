import FoundationEssentials
import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

/// Each type of credentials: what is sent for it, and what is known afterwards.
struct AuthorizationTests {
    private static let federation = Credentials.Federation(identityProvider: "ci/cd", protocolID: "open id")
    private static let project = Credentials.Scope.project(.id("p"))
    private func authorize(
        _ credentials: Credentials, _ transport: ScriptedTransport, now: Date = Date(timeIntervalSince1970: 0)
    ) async throws -> Authorization {
        let configuration = CloudConfiguration(
            identityService: ServiceURL("http://k/identity/v2.0"), credentials: credentials)
        let exchange = TestCloud(transport, secrets: credentials.secrets).exchange
        return try await IdentityClient(configuration: configuration, exchange: exchange, now: { now }).authorize()
    }

    @Test func `Everything that Keystone says of a token is kept`() async throws {
        var answer = HTTPAnswer.token("t")
        answer.body = Array(Self.wholeToken.utf8)
        let transport = ScriptedTransport([.answer(answer)])
        let now = try Date("2026-01-01T12:05:00Z", strategy: .iso8601)
        let authorization = try await authorize(
            .password(user: .id("u"), password: Secret("s"), scope: Self.project), transport, now: now)
        #expect(transport.lines == ["POST /identity/v3/auth/tokens"])
        #expect(authorization.projectID == "p")
        #expect(authorization.projectName == "demo")
        #expect(authorization.projectDomainName == "Default")
        #expect(authorization.projectDomainID == "default")
        #expect(authorization.userID == "u")
        #expect(authorization.userName == "bot")
        #expect(authorization.user == "bot (u)")
        #expect(authorization.roles == ["member", "reader"])
        #expect(authorization.methods == ["password", "token"])
        #expect(authorization.scope == "project demo (p) in domain Default")
        #expect(authorization.issuedAt == (try Date("2026-01-01T12:00:00Z", strategy: .iso8601)))
        #expect(authorization.expiresAt == (try Date("2026-01-01T13:00:00Z", strategy: .iso8601)))
        #expect(authorization.lifetime == .seconds(3600))
        #expect(authorization.clockSkew == .seconds(-299))
    }

    private static let wholeToken = """
        {"token": {"methods": ["password", "token"], "user": {"id": "u", "name": "bot", "domain": {"id": "default"}},
        "project": {"id": "p", "name": "demo", "domain": {"id": "default", "name": "Default"}}, "is_domain": false,
        "issued_at": "2026-01-01T12:00:00.000000Z", "expires_at": "2026-01-01T13:00:00.000000Z",
        "roles": [{"id": "1", "name": "member"}, {"id": "2", "name": "reader"}], "catalog": [{"type": "image",
        "endpoints": [{"interface": "public", "url": "http://g"}]}]}}
        """

    @Test func `A token is exchanged for one with the scope that is named`() async throws {
        let transport = ScriptedTransport([.answer(.token("t2"))])
        let authorization = try await authorize(.token(Secret("unscoped"), scope: Self.project), transport)
        #expect(authorization.token == Secret("t2"))
        #expect(transport.sent.first?.request.field("X-Auth-Token") == nil)
    }

    @Test func `A token without a scope is used as it is, after a look at it`() async throws {
        let transport = ScriptedTransport([.answer(.token("repeated"))])
        let authorization = try await authorize(.token(Secret("mine"), scope: .unscoped), transport)
        #expect(authorization.token == Secret("mine"))
        #expect(authorization.projectID == "owner")
        #expect(transport.lines == ["GET /identity/v3/auth/tokens"])
        let request = try #require(transport.sent.first?.request)
        #expect(request.field("X-Auth-Token") == "mine")
        #expect(request.field("X-Subject-Token") == "mine")
        #expect(request.field("OpenStack-Identity-Access-Rules") == "1")
    }

    @Test func `An access token is shown to Keystone, and what comes of it is exchanged`() async throws {
        let transport = ScriptedTransport([.answer(.token("unscoped")), .answer(.token("t"))])
        let authorization = try await authorize(
            .federatedToken(Secret("access"), Self.federation, scope: Self.project), transport)
        #expect(authorization.token == Secret("t"))
        #expect(
            transport.lines == [
                "POST /identity/v3/OS-FEDERATION/identity_providers/ci%2Fcd/protocols/open%20id/auth",
                "POST /identity/v3/auth/tokens",
            ])
        #expect(transport.sent.first?.request.field("Authorization") == "Bearer access")
        #expect(transport.sent.first?.body == nil)
        #expect(transport.sent.last?.request.field("Authorization") == nil)
        let exchange = try #require(transport.sent.last?.body)
        #expect(exchange.contains(#""token":{"id":"unscoped"}"#))
        #expect(exchange.contains(#""scope":{"project":{"id":"p"}}"#))
    }

    @Test func `A given token asks nobody, and its project may be unknown`() async throws {
        let glance = try #require(ServiceURL("http://g"))
        let authorization = try await authorize(
            .givenToken(Secret("t"), projectID: nil, endpoint: glance), ScriptedTransport([]))
        #expect(authorization.projectID == nil)
        #expect(authorization.token == Secret("t"))
        #expect(!authorization.isAdministrator)
        #expect(authorization.lifetime == nil)
    }

    @Test func `No credentials are no token, and everything may be done`() async throws {
        let glance = try #require(ServiceURL("http://g"))
        let authorization = try await authorize(.none(endpoint: glance), ScriptedTransport([]))
        #expect(authorization.token == nil)
        #expect(authorization.projectID == nil)
        #expect(authorization.isAdministrator)
    }

    @Test(arguments: [
        (
            #""domain": {"id": "d", "name": "Default"}, "roles": [{"name": "admin"}]"#, "domain Default",
            "the domain out"
        ),
        (#""system": {"all": true}, "roles": [{"name": "admin"}]"#, "the whole system", "the system out"),
        (#""user": {"id": "u"}"#, "nothing: it is unscoped", "OS_PROJECT_NAME or OS_PROJECT_ID"),
    ])
    func `A token of no project is refused, an administrator's too, and said what it is good for`(
        token: String, scope: String, hint: String
    ) async throws {
        var answer = HTTPAnswer.token("t")
        answer.body = Array("{\"token\": {\(token)}}".utf8)
        let transport = ScriptedTransport([.answer(answer)])
        let error = await #expect(throws: OpenStackError.self) {
            try await authorize(.password(user: .id("u"), password: Secret("s"), scope: .system), transport)
        }
        #expect(error?.code == .misconfigured)
        #expect(error?.message == "the token is good for \(scope), and images belong to projects")
        #expect(error?.hint?.contains(hint) == true)
    }

    /// Each step is refused in turn by a service that repeats what it was sent, and the exchange was told of no secret.
    @Test(arguments: 1...2)
    func `No secret on the way comes back in an error`(failing: Int) async throws {
        let transport = ScriptedTransport { sent in
            if sent.number < failing { return .answer(.token("unscoped-token")) }
            let fields = sent.request.headerFields.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
            return .status(401, "\(sent.body ?? "") \(fields)")
        }
        let cloud = TestCloud(transport)
        let configuration = CloudConfiguration(
            identityService: ServiceURL("http://k"),
            credentials: .federatedToken(Secret("access-token"), Self.federation, scope: Self.project))
        let identity = IdentityClient(configuration: configuration, exchange: cloud.exchange)
        let error = await #expect(throws: OpenStackError.self) { try await identity.authorize() }
        let text = "\(try #require(error)) \(cloud.log.lines)"
        #expect(text.contains("(redacted)"))
        #expect(!text.contains("access-token"))
        #expect(!text.contains("unscoped-token"))
    }
}
