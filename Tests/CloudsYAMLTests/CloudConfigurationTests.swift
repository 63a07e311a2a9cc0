import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

struct CloudConfigurationTests {
    private static let base = [
        "OS_AUTH_URL": "https://keystone.test/identity/v3", "OS_USERNAME": "demo", "OS_PASSWORD": "s",
        "OS_PROJECT_NAME": "web",
    ]

    private static func read(_ changes: [String: String?]) throws -> CloudConfiguration {
        var environment = base
        for (name, value) in changes { environment[name] = value }
        return try CloudConfiguration(environment: environment)
    }

    private static func issues(_ environment: [String: String]) -> [String] {
        do throws(ConfigurationError) {
            _ = try CloudConfiguration(environment: environment)
            return []
        } catch {
            return error.issues.map(\.message)
        }
    }

    @Test func `An openrc file's variables are enough`() throws {
        let configuration = try Self.read([:])
        #expect(configuration.identityService?.description == "https://keystone.test/identity")
        #expect(configuration.endpoint.interfaces == ["public"])
        #expect(configuration.endpoint.region == nil)
        #expect(configuration.endpoint.override == nil)
        #expect(configuration.trust == TrustSettings())
    }

    @Test(
        arguments: [
            ([:], .name("demo", domain: .id("default")), .name("web", domain: .id("default"))),
            (
                ["OS_USER_DOMAIN_NAME": "Users", "OS_PROJECT_DOMAIN_ID": "pd"], .name("demo", domain: .name("Users")),
                .name("web", domain: .id("pd"))
            ),
            (
                ["OS_USER_ID": "u", "OS_PROJECT_ID": "p"], .id("u"), .id("p")
            ),
            (
                ["OS_PROJECT_NAME": nil, "OS_TENANT_NAME": "old"], .name("demo", domain: .id("default")),
                .name("old", domain: .id("default"))
            ),
            (["OS_PROJECT_NAME": nil, "OS_TENANT_ID": "old"], .name("demo", domain: .id("default")), .id("old")),
            (["OS_PROJECT_ID": ""], .name("demo", domain: .id("default")), .name("web", domain: .id("default"))),
            (["OS_DEFAULT_DOMAIN": "d"], .name("demo", domain: .id("d")), .name("web", domain: .id("d"))),
        ] as [([String: String?], Credentials.User, Credentials.Project)])
    func `A user with a password, by name or by ID`(
        changes: [String: String?], user: Credentials.User, project: Credentials.Project
    ) throws {
        let configuration = try Self.read(changes)
        #expect(configuration.credentials == .password(user: user, password: Secret("s"), scope: .project(project)))
    }

    @Test(
        arguments: [
            (["OS_APPLICATION_CREDENTIAL_ID": "c"], .id("c")),
            (["OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_ID": "c"], .id("c")),
            (
                ["OS_APPLICATION_CREDENTIAL_NAME": "bot"],
                .name("bot", user: .name("demo", domain: .id("default")))
            ),
            (["OS_APPLICATION_CREDENTIAL_NAME": "bot", "OS_USER_ID": "u"], .name("bot", user: .id("u"))),
        ] as [([String: String?], Credentials.ApplicationCredential)])
    func `An application credential, by name or by ID`(
        changes: [String: String?], credential: Credentials.ApplicationCredential
    ) throws {
        let secret: [String: String?] = ["OS_APPLICATION_CREDENTIAL_SECRET": "s"]
        let configuration = try Self.read(changes.merging(secret) { old, _ in old })
        #expect(configuration.credentials == .applicationCredential(credential, secret: Secret("s")))
    }

    @Test func `A given token needs an endpoint, and no Keystone`() throws {
        let configuration = try CloudConfiguration(environment: [
            "OS_TOKEN": "t", "OS_ENDPOINT": "http://glance.test/v2", "OS_PROJECT_ID": "p",
        ])
        let endpoint = try #require(ServiceURL("http://glance.test"))
        #expect(configuration.credentials == .givenToken(Secret("t"), projectID: "p", endpoint: endpoint))
        #expect(configuration.identityService == nil)
    }

    @Test(arguments: ["public", "publicURL", "internal", "internalURL", "admin", "adminURL"])
    func `An interface is known by both of its names`(name: String) throws {
        let short = name.replacing("URL", with: "")
        #expect(try Self.read(["OS_INTERFACE": name]).endpoint.interfaces == [short])
        #expect(try Self.read(["OS_ENDPOINT_TYPE": name]).endpoint.interfaces == [short])
    }

    @Test(arguments: [
        ("1", true), ("true", true), ("True", true), ("yes", true), ("0", false), ("false", false), ("", false),
    ])
    func `Any certificate is taken only where that is said`(value: String, isInsecure: Bool) throws {
        #expect(try Self.read(["OS_INSECURE": value]).trust.isInsecure == isInsecure)
    }

    @Test func `Region, authority file and endpoint are taken over`() throws {
        let configuration = try Self.read([
            "OS_REGION_NAME": "R", "OS_CACERT": "/ca.pem", "OS_IMAGE_ENDPOINT_OVERRIDE": "http://glance.test/image/v2/",
        ])
        #expect(configuration.endpoint.region == "R")
        #expect(configuration.trust.authorityFile == "/ca.pem")
        #expect(configuration.endpoint.override == "http://glance.test/image/v2/")
    }

    @Test(
        arguments: [
            ([:], ["no OS_* variable"]), (["PATH": "/bin", "OS_CLOUD": ""], ["no OS_* variable"]),
            (["OS_REGION_NAME": "R"], ["no OS_* variable names a cloud"]),
            (["OS_INTERFACE": "public"], ["OS_USERNAME or OS_USER_ID", "OS_PASSWORD", "OS_AUTH_URL"]),
            (["OS_CLOUD": "mine"], ["OS_CLOUD is mine, but no such cloud is written down"]),
            (
                ["OS_AUTH_TYPE": "v3applicationcredential", "OS_AUTH_URL": "http://k"],
                ["OS_APPLICATION_CREDENTIAL_SECRET", "OS_APPLICATION_CREDENTIAL_ID"]
            ),
            (["OS_AUTH_TYPE": "v3oidc", "OS_AUTH_URL": "http://k"], ["v3oidc"]),
            (["OS_AUTH_TYPE": "admin_token"], ["OS_TOKEN", "OS_ENDPOINT"]),
            (["OS_TOKEN": "t"], ["OS_ENDPOINT"]),
            (base.merging(["OS_AUTH_URL": "keystone"]) { $1 }, ["OS_AUTH_URL is not an http or https URL: keystone"]),
            (base.merging(["OS_INTERFACE": "secret"]) { $1 }, ["OS_INTERFACE is secret"]),
            (base.merging(["OS_IMAGE_ENDPOINT_OVERRIDE": "x"]) { $1 }, ["OS_IMAGE_ENDPOINT_OVERRIDE"]),
        ] as [([String: String], [String])])
    func `Everything that is missing or wrong is told at once, once each`(
        environment: [String: String], expected: [String]
    ) {
        let issues = Self.issues(environment)
        #expect(issues.count == expected.count)
        for part in expected { #expect(issues.contains { $0.contains(part) }, "\(part) in \(issues)") }
    }
}
