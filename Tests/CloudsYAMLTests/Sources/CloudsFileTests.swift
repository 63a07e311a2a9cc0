import SystemPackage
import TestSupport
import Testing
import Transport

@testable import CloudsYAML

struct CloudsFileTests {
    @Test(arguments: [
        ("password", true), ("user_password", true), ("v3-totp-passcode", true), ("token", true), ("auth_token", true),
        ("Access-Token", true), ("client_secret", true), ("cert_passphrase", true), ("my_api_token_2", true),
        ("access_token_endpoint", false), ("access_token_type", false), ("username", false), ("auth_url", false),
        ("application_credential_id", false), ("region_name", false),
    ])
    func `A key that may be a secret's is one`(key: String, isSecret: Bool) {
        #expect(CloudsFile.isSecret(key) == isSecret)
    }

    @Test(arguments: ["password: !Secret9", "password: *Secret9", "password: \"Secret9\\q\"", "Secret9: 1, Secret9: 2"])
    func `A mistake in a file of clouds is reported without quoting the file`(_ setting: String) throws {
        let folder = try ScratchDirectory()
        let file = try folder.write("clouds.yaml", "clouds: {prod: {auth: {\(setting)}}}\n")
        let error = #expect(throws: CloudsFile.Failure.self) { try CloudsFile(FilePath(file)) }
        guard case .invalid(let issue) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(issue.message.hasPrefix("\(file):1:") && issue.hint != nil, "\(issue)")
        #expect(!"\(issue)".contains("ecret9"), "\(issue)")
    }
}
