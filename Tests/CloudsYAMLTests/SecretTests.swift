import TestSupport
import Testing

@testable import CloudsYAML
@testable import OpenStack
@testable import Transport

struct SecretTests {
    private static let text = "hunter2"

    private static func everyView(of value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        let children = Mirror(reflecting: value).children.map { "\($0.value) \(String(reflecting: $0.value))" }
        return [String(describing: value), String(reflecting: value), "\(value)", dumped, "\(children)", "\([value])"]
            .joined(separator: "\n")
    }

    @Test func `A secret never shows`() {
        let shown = Self.everyView(of: Secret(Self.text))
        #expect(!shown.contains(Self.text))
        #expect(shown.contains("(redacted)"))
    }

    @Test func `A secret never shows in an optional, a dictionary, a tuple or a result`() {
        let secret = Secret(Self.text)
        #expect(!Self.everyView(of: Optional(secret) as Any).contains(Self.text))
        #expect(!Self.everyView(of: ["key": secret]).contains(Self.text))
        #expect(!Self.everyView(of: [secret: 1]).contains(Self.text))
        #expect(!Self.everyView(of: (secret, 1)).contains(Self.text))
        #expect(!Self.everyView(of: Result<Secret, OpenStackError>.success(secret)).contains(Self.text))
    }

    @Test(arguments: [
        Credentials.password(user: .id("u"), password: Secret(text), scope: .project(.id("p"))),
        .applicationCredential(.id("c"), secret: Secret(text)), .token(Secret(text), scope: .unscoped),
        .federatedToken(
            Secret(text), Credentials.Federation(identityProvider: "i", protocolID: "openid"), scope: .unscoped),
    ])
    func `Credentials hide it`(credentials: Credentials) {
        #expect(!Self.everyView(of: credentials).contains(Self.text))
    }

    @Test(arguments: [
        ["OS_AUTH_URL": "http://k", "OS_USER_ID": "u", "OS_PASSWORD": text, "OS_PROJECT_ID": "p"],
        ["OS_AUTH_URL": "http://k", "OS_APPLICATION_CREDENTIAL_ID": "c", "OS_APPLICATION_CREDENTIAL_SECRET": text],
        ["OS_TOKEN": text, "OS_ENDPOINT": "http://g", "OS_PROJECT_ID": "p"],
    ])
    func `A configuration hides it`(environment: [String: String]) throws {
        let configuration = try CloudConfiguration(environment: environment)
        #expect(!Self.everyView(of: configuration).contains(Self.text))
    }

    @Test func `A profile's address is told without its password`() async throws {
        let profile = ConfigurationCase.cloud("profile: 'https://demo:\(Self.text)@cloud.test'")
        let warnings = try await ConfigurationCase.file("", profile).load { try $0.loaded().warnings }
        #expect(!Self.everyView(of: warnings).contains(Self.text), "\(warnings)")
        #expect(warnings.contains { $0.message.contains("is published at https://cloud.test,") })
    }

    @Test func `An authorization hides its token`() throws {
        let authorization = Authorization(
            token: Secret(Self.text), projectID: "p", isAdministrator: false,
            imageService: try #require(ServiceURL("http://g"))
        )
        #expect(!Self.everyView(of: authorization).contains(Self.text))
    }

    @Test(arguments: [
        ["OS_AUTH_URL": "http://demo:\(text)@k", "OS_USER_ID": "u", "OS_PASSWORD": text, "OS_PROJECT_ID": "p"],
        ["OS_PASSWORD": text], ["OS_TOKEN": text], ["OS_APPLICATION_CREDENTIAL_SECRET": text],
        ["OS_TOKEN": text, "OS_ENDPOINT": "http://demo:\(text)@g", "OS_PROJECT_ID": "p"],
        ["OS_AUTH_URL": "http://{password}", "OS_USER_ID": "u", "OS_PASSWORD": text, "OS_PROJECT_ID": "p"],
        ["OS_AUTH_URL": "k", "OS_USER_ID": "u", "OS_PASSWORD": text, "OS_IMAGE_SERVICE_NAME": "glance-{password}"],
    ])
    func `A complaint about the configuration hides it`(environment: [String: String]) {
        let error = #expect(throws: ConfigurationError.self) { try CloudConfiguration(environment: environment) }
        #expect(error.map { !Self.everyView(of: $0).contains(Self.text) } == true)
    }
}
