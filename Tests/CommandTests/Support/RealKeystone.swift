import FoundationEssentials
import GlanceSandbox
import HTTPTypes
import Logging
import Testing

@testable import OpenStack
@testable import Pacing
@testable import Transport

/// The real cloud's Keystone, told of whatever a way to sign in needs; the sandbox is its identity provider.
struct RealKeystone: Sendable {
    let cloud: RealCloud
    let exchange: Exchange
    let sandbox: Sandbox
    let address: SandboxAddress

    /// Runs `body` with a connection to the real Keystone, and a sandbox beside it.
    static func with(_ cloud: RealCloud, _ body: (RealKeystone) async throws -> Void) async throws {
        try await AsyncHTTPTransport.with(trust: .init(), connections: 2) { transport in
            let clock = RunClock()
            let backOff = BackOff(retryFor: .seconds(10), clock: clock)
            let exchange = Exchange(
                transport: transport, throttle: Throttle(concurrency: 2, backOff: backOff), backOff: backOff,
                timeout: .seconds(30), userAgent: "tests",
                logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
            )
            try await withSandbox { sandbox, address in
                try await body(RealKeystone(cloud: cloud, exchange: exchange, sandbox: sandbox, address: address))
            }
        }
    }

    func user(_ name: String) throws -> RealCloud.User { try #require(cloud.users[name]) }

    /// Somebody's name and password.
    func password(of name: String, scope: Credentials.Scope) throws -> Credentials {
        let user = try user(name)
        return .password(
            user: .name(user.name, domain: .id("default")), password: Secret(user.password), scope: scope)
    }

    /// A client of a Keystone, at its usual address unless told otherwise.
    func identity(
        _ credentials: Credentials, at authURL: String? = nil, now: @escaping @Sendable () -> Date = { Date.now }
    ) throws -> IdentityClient {
        IdentityClient(
            configuration: CloudConfiguration(
                identityService: ServiceURL(authURL ?? cloud.auth_url), credentials: credentials,
                endpoint: EndpointChoice(region: cloud.region)
            ),
            exchange: exchange, now: now
        )
    }

    /// A token of the owner's that is good for nothing yet.
    func unscopedToken() async throws -> String {
        let user = try user("owner")
        let answer = try await exchange.perform(
            .post, try #require(ServiceURL(cloud.auth_url)), "/auth/tokens",
            body: Array(
                """
                {"auth": {"scope": "unscoped", "identity": {"methods": ["password"], "password": {"user":
                {"id": "\(user.id)", "password": "\(user.password)"}}}}}
                """.utf8), safety: .idempotent
        )
        return try #require(answer.response.headerFields[.subjectToken])
    }

    /// Lets somebody else act for the owner, and says by which trust.
    func trust(in trustee: String) async throws -> String {
        struct Made: Decodable {
            struct Trust: Decodable {
                var id: String
            }
            var trust: Trust
        }
        let owner = try user("owner")
        let document = """
            {"trust": {"trustor_user_id": "\(owner.id)", "trustee_user_id": "\(try user(trustee).id)",
            "project_id": "\(owner.project_id)", "impersonation": true, "roles": [{"name": "member"}]}}
            """
        let answer = try await administer(.post, "/OS-TRUST/trusts", as: "owner", document)
        return try answer.decode(Made.self, expecting: "a trust").trust.id
    }

    /// Makes an application credential of the owner's that may ask the image service for what these rules allow.
    ///
    /// - Returns: the variables of whoever uses it.
    /// - Throws: why it could not be made.
    func applicationCredential(rules: [(method: String, path: String)]) async throws -> [String: String] {
        let list = rules.map { #"{"service": "image", "method": "\#($0.method)", "path": "\#($0.path)"}"# }
        return try await applicationCredential(accessRules: "[\(list.joined(separator: ", "))]")
    }

    /// Makes an application credential with these access rules.
    ///
    /// - Parameters:
    ///   - rules: the rules as JSON.
    ///   - name: the user's name in the testbed.
    ///   - role: the role that it has.
    /// - Returns: the variables of whoever uses it.
    /// - Throws: why it could not be made.
    func applicationCredential(
        accessRules rules: String, of name: String = "owner", role: String = "member"
    ) async throws -> [String: String] {
        struct Made: Decodable {
            var application_credential: RealCloud.ApplicationCredential
        }
        let document = """
            {"application_credential": {"name": "bot \(UUID().uuidString)", "roles": [{"name": "\(role)"}],
            "access_rules": \(rules)}}
            """
        let answer = try await administer(
            .post, "/users/\(try user(name).id)/application_credentials", as: name, document)
        let made = try answer.decode(Made.self, expecting: "an application credential").application_credential
        return [
            "OS_AUTH_URL": cloud.auth_url, "OS_AUTH_TYPE": "v3applicationcredential",
            "OS_APPLICATION_CREDENTIAL_ID": made.id, "OS_APPLICATION_CREDENTIAL_SECRET": made.secret,
            "OS_REGION_NAME": cloud.region,
        ]
    }

    /// Makes Keystone trust the sandbox's identity provider, whose client is the owner.
    ///
    /// No web server looks into access tokens before this Keystone; the mapping reads the header field itself.
    func federation() async throws -> Credentials.Federation {
        let name = "ci \(UUID().uuidString)"
        let path = PercentEncoding.pathPart(name)
        let owner = try user("owner")
        _ = try await administer(
            .put, "/OS-FEDERATION/identity_providers/\(path)",
            #"{"identity_provider": {"enabled": true, "domain_id": "default"}}"#)
        _ = try await administer(
            .put, "/OS-FEDERATION/mappings/\(path)",
            """
            {"mapping": {"rules": [{"local": [{"user": {"name": "\(owner.name)", "domain": {"id": "default"},
            "type": "local"}}], "remote": [{"type": "HTTP_AUTHORIZATION",
            "any_one_of": ["Bearer \(sandbox.directory.federation.accessToken)"]}]}]}}
            """
        )
        _ = try await administer(
            .put, "/OS-FEDERATION/identity_providers/\(path)/protocols/mapped",
            #"{"protocol": {"mapping_id": "\#(name)"}}"#)
        return Credentials.Federation(identityProvider: name, protocolID: "mapped")
    }

    /// Makes a project for the owner, in which nobody else makes images.
    ///
    /// - Returns: its ID.
    func makeProject() async throws -> String {
        struct Made: Decodable {
            struct Project: Decodable {
                var id: String
            }
            var project: Project
        }
        struct Roles: Decodable {
            struct Role: Decodable {
                var id: String
            }
            var roles: [Role]
        }
        let name = #"{"project": {"name": "project \#(UUID().uuidString)"}}"#
        let made = try await administer(.post, "/projects", name).decode(Made.self, expecting: "a project")
        let roles = try await administer(.get, "/roles?name=member").decode(Roles.self, expecting: "roles").roles
        let role = try #require(roles.first).id
        _ = try await administer(.put, "/projects/\(made.project.id)/users/\(try user("owner_admin").id)/roles/\(role)")
        return made.project.id
    }

    /// Removes a project that was made.
    func removeProject(_ id: String) async throws { _ = try await administer(.delete, "/projects/\(id)") }

    private func administer(
        _ method: HTTPRequest.Method, _ path: String, as name: String = "admin", _ body: String? = nil
    ) async throws -> HTTPAnswer {
        let credentials = try password(of: name, scope: .project(.id(try user(name).project_id)))
        let token = try #require(try await identity(credentials).authorize().token)
        // Keystone 30 keeps the caller's token where all threads of a worker see it: beside a request with the token of an
        // application credential, ours may be taken for that one, which may make neither trusts nor credentials.
        for _ in 0..<10 {
            do {
                return try await exchange.perform(
                    method, try #require(ServiceURL(cloud.auth_url)), path, fields: [.authToken: token.exposed],
                    body: body.map { Array($0.utf8) }, safety: .idempotent
                )
            } catch let error as OpenStackError
                where error.code == .forbidden || error.message.contains("unassigned role")
            {
                continue
            }
        }
        throw OpenStackError(.forbidden, message: "\(method) \(path) is forbidden")
    }
}
