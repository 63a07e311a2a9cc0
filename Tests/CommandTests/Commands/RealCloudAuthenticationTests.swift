import FoundationEssentials
import GlanceSandbox
import HTTPTypes
import Subprocess
import Testing

@testable import OpenStack
@testable import Pacing
@testable import Transport

/// Each way to sign in, against a real Keystone and beside the `openstack` client.
@Suite(.enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"))
struct RealCloudAuthenticationTests {
    enum Way: String, CaseIterable, Sendable {
        case password, passwordByID, tokenOfNoProject, applicationCredential, applicationCredentialByName, trust
        case federatedToken, federatedClient, federatedClientByDiscovery
    }

    private struct Issued: Decodable {
        var project_id: String
        var user_id: String
    }

    /// Our credentials, and the variables by which `openstack` is told the same.
    private func signIn(_ way: Way, _ keystone: RealKeystone) async throws -> (Credentials, [String: String]) {
        let owner = try keystone.user("owner")
        let project = Credentials.Scope.project(.id(owner.project_id))
        let named = ["OS_PROJECT_ID": owner.project_id]
        let user = [
            "OS_USERNAME": owner.name, "OS_USER_DOMAIN_ID": "default", "OS_PASSWORD": owner.password,
        ]
        switch way {
        case .password:
            let scope = Credentials.Scope.project(.name(owner.project_name, domain: .name("Default")))
            let variables = ["OS_PROJECT_NAME": owner.project_name, "OS_PROJECT_DOMAIN_NAME": "Default"]
            return (try keystone.password(of: "owner", scope: scope), user.merging(variables) { $1 })
        case .passwordByID:
            let variables = ["OS_USER_ID": owner.id, "OS_PASSWORD": owner.password].merging(named) { $1 }
            return (.password(user: .id(owner.id), password: Secret(owner.password), scope: project), variables)
        case .tokenOfNoProject:
            let token = try await keystone.unscopedToken()
            return (
                .token(Secret(token), scope: project),
                ["OS_AUTH_TYPE": "v3token", "OS_TOKEN": token].merging(named) { $1 }
            )
        case .applicationCredential, .applicationCredentialByName:
            let credential = keystone.cloud.application_credential
            var variables = [
                "OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_SECRET": credential.secret,
            ]
            guard way == .applicationCredentialByName else {
                variables["OS_APPLICATION_CREDENTIAL_ID"] = credential.id
                return (.applicationCredential(.id(credential.id), secret: Secret(credential.secret)), variables)
            }
            variables.merge([
                "OS_APPLICATION_CREDENTIAL_NAME": credential.name, "OS_USERNAME": owner.name,
                "OS_USER_DOMAIN_ID": "default",
            ]) { $1 }
            let name = Credentials.ApplicationCredential.name(
                credential.name, user: .name(owner.name, domain: .id("default")))
            return (.applicationCredential(name, secret: Secret(credential.secret)), variables)
        case .trust:
            let trust = try await keystone.trust(in: "consumer")
            let consumer = try keystone.user("consumer")
            let variables = [
                "OS_USERNAME": consumer.name, "OS_USER_DOMAIN_ID": "default", "OS_PASSWORD": consumer.password,
                "OS_TRUST_ID": trust,
            ]
            return (try keystone.password(of: "consumer", scope: .trust(trust)), variables)
        case .federatedToken, .federatedClient, .federatedClientByDiscovery:
            let (credentials, variables) = try await federated(way, keystone, scope: project)
            return (credentials, variables.merging(named) { $1 })
        }
    }

    private func federated(
        _ way: Way, _ keystone: RealKeystone, scope: Credentials.Scope
    ) async throws -> (Credentials, [String: String]) {
        let federation = try await keystone.federation()
        let provider = keystone.sandbox.directory.federation
        var variables = [
            // `openstack` writes the provider into the path as it is.
            "OS_IDENTITY_PROVIDER": PercentEncoding.pathPart(federation.identityProvider),
            "OS_PROTOCOL": federation.protocolID, "OS_AUTH_TYPE": "v3oidcaccesstoken",
            "OS_ACCESS_TOKEN": provider.accessToken,
        ]
        guard way != .federatedToken else {
            return (.federatedToken(Secret(provider.accessToken), federation, scope: scope), variables)
        }
        variables["OS_AUTH_TYPE"] = "v3oidcclientcredentials"
        variables["OS_CLIENT_ID"] = provider.clientID
        variables["OS_CLIENT_SECRET"] = provider.clientSecret
        let isDiscovered = way == .federatedClientByDiscovery
        let url = isDiscovered ? keystone.address.discoveryEndpoint : keystone.address.tokenEndpoint
        variables[isDiscovered ? "OS_DISCOVERY_ENDPOINT" : "OS_ACCESS_TOKEN_ENDPOINT"] = url
        let endpoint = try #require(ProviderAddress(url))
        let client = Credentials.OpenIDClient(
            id: provider.clientID, secret: Secret(provider.clientSecret),
            endpoint: isDiscovered ? .discovery(endpoint) : .token(endpoint)
        )
        return (.federatedClient(client, federation, scope: scope), variables)
    }

    @Test(arguments: Way.allCases)
    func `Each authentication type gets the token that openstack gets`(_ way: Way) async throws {
        try await withRealCloud { cloud, program in
            try await RealKeystone.with(cloud) { keystone in
                let (credentials, variables) = try await signIn(way, keystone)
                let identity = try keystone.identity(credentials)
                let ours = try await identity.authorize()
                #expect(ours.projectName == "demo")
                #expect(Set(ours.roles).isSuperset(of: ["member", "reader"]))
                #expect(ours.lifetime.map { $0 > .seconds(3000) } == true)
                #expect(ours.clockSkew == .zero)

                let tokens = TokenCache(clock: RunClock()) { (_) async throws(OpenStackError) in ours }
                let session = Session(exchange: keystone.exchange, tokens: tokens, access: .readOnly)
                #expect(try await session.send(.get, "/v2/images?limit=1").response.status.code == 200)

                var openstack = program
                openstack.environment = variables.merging([
                    "OS_AUTH_URL": cloud.auth_url, "OS_IDENTITY_API_VERSION": "3",
                    "PATH": program.environment["PATH"] ?? "",
                ]) { $1 }
                let result = try await Subprocess.run(
                    .name("openstack"), arguments: ["token", "issue", "-f", "json"], environment: openstack.variables,
                    output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
                )
                #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
                let theirs = try JSONDecoder().decode(Issued.self, from: Data(result.standardOutput.utf8))
                #expect(theirs.project_id == ours.projectID)
                #expect(theirs.user_id == ours.userID)
            }
        }
    }

    /// Rules that leave out everything but looking and adding are enough.
    @Test(arguments: [false, true])
    func `An application credential is enough to apply`(withAccessRules rules: Bool) async throws {
        try await withRealCloud { cloud, program in
            let credential = rules ? cloud.restricted_application_credential : cloud.application_credential
            let images = try await cloud.makeImages(2)
            var bot = program
            bot.environment = [
                "OS_AUTH_URL": cloud.auth_url, "OS_AUTH_TYPE": "v3applicationcredential",
                "OS_APPLICATION_CREDENTIAL_ID": credential.id, "OS_APPLICATION_CREDENTIAL_SECRET": credential.secret,
                "OS_REGION_NAME": cloud.region,
            ]
            let manifest = Workspace.manifest(images: images, members: Array(cloud.consumers.prefix(3)))
            let applied = try await bot.run(["apply", "-f", "-", "--format", "json"], input: manifest)
            #expect(applied.code == 0)
            #expect(try RunResult(applied.standardOutput).summary["created"] == 6)
            #expect(try await bot.run(["plan", "-f", "-", "--detailed-exitcode"], input: manifest).code == 0)
        }
    }

    @Test func `A given token is enough to apply`() async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(1)
            try await RealKeystone.with(cloud) { keystone in
                let owner = try keystone.user("owner")
                let credentials = try keystone.password(of: "owner", scope: .project(.id(owner.project_id)))
                let token = try #require(try await keystone.identity(credentials).authorize().token)
                var bot = program
                bot.environment = [
                    "OS_AUTH_TYPE": "admin_token", "OS_TOKEN": token.exposed, "OS_ENDPOINT": cloud.image_url,
                    "OS_PROJECT_ID": owner.project_id,
                ]
                let manifest = Workspace.manifest(images: images, members: [cloud.consumers[0]])
                #expect(try await bot.run(["apply", "-f", "-"], input: manifest).code == 0)
            }
        }
    }

    /// `openstack` would exchange it for a token of the user's default project, or of none.
    @Test(arguments: [false, true])
    func `A token is used as it is where no scope is named`(withAccessRules rules: Bool) async throws {
        try await withRealCloud { cloud, _ in
            try await RealKeystone.with(cloud) { keystone in
                let credential = rules ? cloud.restricted_application_credential : cloud.application_credential
                let first = try await keystone.identity(
                    .applicationCredential(.id(credential.id), secret: Secret(credential.secret))
                ).authorize()
                let token = try #require(first.token)
                let second = try await keystone.identity(.token(token, scope: .unscoped)).authorize()
                #expect(second.token == token)
                #expect(second.projectID == first.projectID)
                #expect(second.expiresAt == first.expiresAt)

                let exchange = try keystone.identity(.token(token, scope: .project(.id(try #require(first.projectID)))))
                let error = await #expect(throws: OpenStackError.self) { try await exchange.authorize() }
                #expect(error?.code == .unauthorized)
                // Of one with access rules Keystone does not even say that it knows it.
                #expect(error?.hint?.contains(rules ? "openstack token issue" : "leave the project out") == true)
            }
        }
    }

    @Test(arguments: ["", "/", "/v3", "/v3/", "//v3/", "/v3/auth/tokens", "/v2.0"])
    func `Keystone's address may be written in many ways`(_ ending: String) async throws {
        try await withRealCloud { cloud, _ in
            try await RealKeystone.with(cloud) { keystone in
                let credentials = try keystone.password(
                    of: "owner", scope: .project(.id(keystone.user("owner").project_id)))
                let root = String(cloud.auth_url.dropLast("/v3".count))
                #expect(try await keystone.identity(credentials, at: root + ending).authorize().projectName == "demo")
            }
        }
    }

    @Test(
        arguments: [(.system, "the whole system"), (.unscoped, "nothing: it is unscoped")]
            as [(Credentials.Scope, String)])
    func `A token of no project is refused`(_ scope: Credentials.Scope, _ kind: String) async throws {
        try await withRealCloud { cloud, _ in
            try await RealKeystone.with(cloud) { keystone in
                let identity = try keystone.identity(try keystone.password(of: "admin", scope: scope))
                let error = await #expect(throws: OpenStackError.self) { try await identity.authorize() }
                #expect(error?.code == .misconfigured)
                #expect(error?.message == "the token is good for \(kind), and images belong to projects")
            }
        }
    }

    @Test func `Refusals are explained`() async throws {
        try await withRealCloud { cloud, _ in
            try await RealKeystone.with(cloud) { keystone in
                let project = Credentials.Scope.project(.id(try keystone.user("owner").project_id))
                let password = Credentials.password(
                    user: .name("demo", domain: .id("default")), password: Secret("wrong"), scope: project)
                let rows: [(Credentials, String?, OpenStackError.Code, String, String)] = [
                    (password, nil, .unauthorized, "requires authentication", "check user, password"),
                    (.token(Secret("old"), scope: project), nil, .unauthorized, "Fernet", "openstack token issue"),
                    (.token(Secret("old"), scope: .unscoped), nil, .unauthorized, "requires", "openstack token issue"),
                    (
                        .applicationCredential(.id("gone"), secret: Secret("s")), nil, .unauthorized,
                        "Could not find Application Credential: gone", "deleted"
                    ),
                    (
                        .federatedToken(
                            Secret("a"), .init(identityProvider: "nobody", protocolID: "mapped"), scope: project), nil,
                        .unauthorized, "Could not find Identity Provider: nobody", "identity_provider"
                    ),
                    (password, cloud.image_url, .misconfigured, "another service answers", "auth_url"),
                    (password, cloud.auth_url + "/identity", .misconfigured, "not found", "auth_url"),
                ]
                for (credentials, address, code, message, hint) in rows {
                    let identity = try keystone.identity(credentials, at: address)
                    let error = await #expect(throws: OpenStackError.self) { try await identity.authorize() }
                    #expect(error?.code == code, "\(message)")
                    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
                    #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "")")
                }
            }
        }
    }

    @Test func `A token's life and a clock that is off are known`() async throws {
        try await withRealCloud { cloud, _ in
            try await RealKeystone.with(cloud) { keystone in
                let credentials = try keystone.password(
                    of: "owner", scope: .project(.id(keystone.user("owner").project_id)))
                let identity = try keystone.identity(credentials, at: cloud.short_auth_url) {
                    Date.now.addingTimeInterval(600)
                }
                let authorization = try await identity.authorize()
                #expect(authorization.lifetime == .seconds(4))
                let skew = try #require(authorization.clockSkew)
                #expect(abs(skew / .seconds(1) + 600) < 5)
            }
        }
    }
}
