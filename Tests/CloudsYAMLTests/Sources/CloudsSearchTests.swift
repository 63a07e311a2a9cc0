import CloudsYAML
import Testing
import Transport

@testable import OpenStack

/// Which file counts: the first that is there, or none.
struct CloudsSearchTests {
    @Test(
        arguments: [
            ("work/clouds.yaml/x", "", "clouds.yaml cannot be read: "),
            ("work/clouds.yaml", "->nowhere", "clouds.yaml is a link that leads nowhere"),
            ("work/clouds.yml", "->clouds.yml", "clouds.yml cannot be read: "),
            ("home/.config/openstack/secure.yaml/x", "", "secure.yaml cannot be read: "),
            ("home/.config/openstack/secure.yaml", "->/nowhere/x", "secure.yaml is a link that leads nowhere"),
        ])
    func `A file that is there and cannot be read is named, and no other is taken for it`(
        path: String, text: String, message: String
    ) async throws {
        var testCase = ConfigurationCase.file("", ConfigurationCase.cloud())
        testCase.files[path] = text
        let issues = try await testCase.issues()
        #expect(issues.count == 1)
        #expect(issues.first?.message.contains(message) == true, "\(issues)")
        #expect(issues.first?.hint?.contains("/dev/null for none") == true, "\(issues)")
        // Variables that make a cloud of their own need no file.
        testCase.environment = ConfigurationCase.variables("", [:]).environment
        let loaded = try await testCase.load { try $0.loaded() }
        #expect(loaded.configuration.name == "envvars")
        #expect(loaded.warnings.contains { $0.message.contains(message) }, "\(loaded.warnings)")
    }

    @Test func `A secret file of the site is passed over where it cannot be read, and told`() async throws {
        var testCase = ConfigurationCase.file("", ConfigurationCase.cloud())
        testCase.files["site/openstack/secure.yaml"] = "->nowhere"
        testCase.environment["XDG_CONFIG_DIRS"] = "@/site"
        let loaded = try await testCase.load { try $0.loaded() }
        #expect(loaded.configuration.name == "prod")
        #expect(loaded.warnings.contains { $0.message.hasSuffix("secure.yaml is a link that leads nowhere") })
    }

    @Test func `A profile's file that cannot be read is an error where the profile is asked for`() async throws {
        var testCase = ConfigurationCase.file("", ConfigurationCase.cloud("profile: ours"))
        testCase.files["work/clouds-public.yaml"] = "->nowhere"
        #expect(
            try await testCase.issues().first?.message.hasSuffix("clouds-public.yaml is a link that leads nowhere")
                == true)
        testCase.files["home/.config/openstack/clouds.yaml"] = ConfigurationCase.cloud()
        #expect(try await testCase.issues().isEmpty)
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "~\n"])
    func `An empty file has nothing in it`(text: String) async throws {
        let openrc = ConfigurationCase.variables("", [:]).environment
        let loaded = try await ConfigurationCase.file("", text, secure: text, openrc).load { try $0.loaded() }
        #expect(loaded.configuration.name == "envvars")
        #expect(loaded.warnings.isEmpty)
        #expect(try await ConfigurationCase.file("", ConfigurationCase.cloud(), secure: text).issues().isEmpty)
    }
}
