import SystemPackage
import Testing

@testable import CloudsYAML
@testable import OpenStack
@testable import Transport

/// What is told about files, beside the cloud that they lead to: errors with their place, warnings, and origins.
struct LoadedCloudTests {
    private static func cloud(auth: String = "", _ more: String = "") -> String {
        ConfigurationCase.cloud(auth: auth, more)
    }

    @Test(
        arguments: [
            (.file("", "clouds: [\n"), "clouds.yaml:1:10: the file ends in the middle of a list", nil),
            (.file("", "clouds:\n  a: {}\n  a: {}\n"), "clouds.yaml:3:3: the key appears twice", nil),
            (.file("", "- a\n"), "clouds.yaml:1:1: this is not a mapping", nil),
            (.file("", ""), "clouds.yaml has none: there is no cloud to talk to", nil),
            (.file("", "clouds:\n  prod: text\n"), "clouds.yaml:2:9: cloud prod is not a mapping", nil),
            (.file("", "clouds:\n  prod:\n    auth: text\n"), "clouds.yaml:3:11: auth is not a mapping", "auth_url"),
            (
                .file("", ConfigurationCase.cloud("regions: [A, B]"), flags: CloudFlags(region: "C")),
                "--os-region-name is C, which is no region of cloud prod", "A, B"
            ),
            (.file("", ConfigurationCase.cloud("regions: [{}]")), "clouds.yaml:4:15: this is no region", "values"),
            (
                .file("", ConfigurationCase.cloud("interface: secret")), "clouds.yaml:4:16: interface is secret",
                "public"
            ),
            (.file("", ConfigurationCase.cloud("verify: perhaps")), "clouds.yaml:4:13: verify is perhaps", "true"),
            (.file("", ConfigurationCase.cloud("verify: /ca.pem")), "verify is /ca.pem", "cacert names"),
            (
                .file("", ConfigurationCase.cloud("regions: [{name: A, value: {}}]")),
                "clouds.yaml:4:15: this is no region", "nothing else"
            ),
            (
                .file("", ConfigurationCase.cloud("api_timeout: soon")), "clouds.yaml:4:18: api_timeout is soon",
                "number"
            ),
            (.file("", ConfigurationCase.cloud("api_timeout: 0")), "api_timeout is 0", "up to a day"),
            (.file("", ConfigurationCase.cloud("rate_limit: 5")), "clouds.yaml:4:17: rate_limit is not", "image: 4"),
            (.file("", ConfigurationCase.cloud("rate_limit: {image: x}")), "rate_limit.image is x", "0 or more"),
            (.file("", ConfigurationCase.cloud("connect_retries: -1")), "connect_retries is -1", "0 or more"),
            (.file("", ConfigurationCase.cloud("cacert: [a]")), "clouds.yaml:4:13: cacert is not a text", nil),
            (
                .file("", ConfigurationCase.cloud("image_endpoint_override: glance")),
                "clouds.yaml:4:30: image_endpoint_override is not an http or https URL: glance", nil
            ),
            (
                .file("", ConfigurationCase.cloud(auth: "system_scope: all")),
                "the token cannot be good for a project and the system at once", "images belong to projects"
            ),
            (
                .file("", "clouds:\n  prod: {auth: {auth_url: http://k, username: u}}\n"),
                "clouds.yaml:2:9: cloud prod has no password", "OS_PASSWORD"
            ),
            (.file("", ConfigurationCase.cloud(), ["OS_CLOUD": "x"]), "OS_CLOUD is x, but", "clouds.yaml has prod"),
            (.file("", "clouds: {a: {}, b: {}}"), "there are 2 clouds in", "--os-cloud or OS_CLOUD: a, b"),
            (
                .variables("", ["OS_CLIENT_CONFIG_FILE": "@/gone.yaml"]),
                "OS_CLIENT_CONFIG_FILE is", "mend the variable"
            ),
            (
                ConfigurationCase(
                    description: "", files: ["work/clouds.yaml/x": ""],
                    environment: ["OS_CLIENT_CONFIG_FILE": "clouds.yaml"]),
                "which cannot be read: it is not a regular file", nil
            ),
        ] as [(ConfigurationCase, String, String?)])
    func `What is wrong is told with its place and what to do`(
        testCase: ConfigurationCase, message: String, hint: String?
    ) async throws {
        let issues = try await testCase.issues()
        #expect(issues.count == 1, "\(issues)")
        #expect(issues.first?.message.contains(message) == true, "\(issues)")
        if let hint { #expect(issues.first?.hint?.contains(hint) == true, "\(issues)") }
    }

    @Test func `Everything that is wrong with a cloud is told at once`() async throws {
        let issues = try await ConfigurationCase.file(
            "", "clouds: {prod: {auth: {auth_url: k}, interface: x, verify: maybe, api_timeout: z}}"
        ).issues()
        #expect(issues.count == 6, "\(issues)")
    }

    @Test(
        arguments: [
            (.file("", ConfigurationCase.cloud()), "everybody on this machine may read it", "chmod 600"),
            (
                .file("", "cloud: {}\n", ["OS_AUTH_TYPE": "none", "OS_ENDPOINT": "http://g"]), "has no clouds in it",
                "clouds:"
            ),
            (
                .file("", ConfigurationCase.cloud("profile: vexxhost")), "published at https://vexxhost.com",
                "clouds-public"
            ),
            (
                .file("", ConfigurationCase.cloud("profile: https://c.test")), "published at https://c.test",
                "clouds-public"
            ),
            (.file("", ConfigurationCase.cloud("profile: nobody")), "nothing is known of a profile nobody", nil),
        ] as [(ConfigurationCase, String, String?)])
    func `What is odd is told, and is in nobody's way`(
        testCase: ConfigurationCase, message: String, hint: String?
    ) async throws {
        let warnings = try await testCase.load { try $0.loaded().warnings }
        let warning = try #require(warnings.first { $0.message.contains(message) }, "\(warnings)")
        if let hint { #expect(warning.hint?.contains(hint) == true) }
    }

    @Test(
        arguments: [
            (.file("", cloud("auth-url: http://b\nauth_url: http://c")), "auth_url", "http://c", [":5:", ":4:"]),
            (.file("", cloud("auth_url: http://b\nauth-url: http://c")), "auth_url", "http://c", [":5:", ":4:"]),
            (
                .file("", cloud(auth: "project-name: last")), "project_name", "last",
                [": project-name", ": project_name"]
            ),
            (
                .file("", cloud(auth: "project-name: first"), secure: "clouds: {prod: {auth: {project_name: last}}}\n"),
                "project_name", "last", ["secure.yaml:1:", "clouds.yaml:3:"]
            ),
            (
                .file("", cloud(), secure: "clouds: {prod: {auth: {auth-url: http://last}}}\n"),
                "auth_url", "http://last", ["secure.yaml:1:", "clouds.yaml:3:"]
            ),
            (
                .variables("", ["OS_Username": "a", "OS_username": "b"]), "username", "demo",
                ["OS_USERNAME counts", "OS_Username is", "OS_username is"]
            ),
            (
                .variables("", ["OS_AUTH-URL": "http://a"]), "auth_url", "https://keystone.test/v3",
                ["OS_AUTH_URL counts"]
            ),
            (
                .variables("", ["OS_USERNAME": nil, "OS_Username": "a", "OS_username": "b"]), "username", "a",
                ["OS_Username counts", "OS_username is"]
            ),
        ] as [(ConfigurationCase, String, String, [String])])
    func `A key in two spellings counts where it is written last, and both are told`(
        testCase: ConfigurationCase, key: String, value: String, parts: [String]
    ) async throws {
        try await testCase.load { place in
            let loaded = try place.loaded()
            #expect(loaded.usedSettings.first { $0.name == key }?.value == value)
            let messages = loaded.warnings.map(\.message).filter { $0.contains("is the same setting") }
            for part in parts { #expect("\(messages)".contains(part), "\(messages)") }
        }
    }

    @Test(
        arguments: [
            .file("", cloud(), secure: "clouds: {prod: {auth: {password: apart, username: other}}}\n"),
            .file("", cloud("project_name: outer")), .variables("", ["OS_TENANT_NAME": "older"]),
        ] as [ConfigurationCase])
    func `What is only replaced is no second spelling`(testCase: ConfigurationCase) async throws {
        let warnings = try await testCase.load { try $0.loaded().warnings }
        #expect(!warnings.contains { $0.message.contains("same setting") }, "\(warnings)")
    }

    @Test(
        arguments: [
            ("profile: ovh, ", "published at https://ovhcloud.com"), ("profile: nobody, ", "nothing is known of"),
            ("auth-url: http://k, auth_url: [], ", "is the same setting"),
        ])
    func `What is odd comes with the error that it may explain`(more: String, message: String) async throws {
        let text = "clouds: {prod: {\(more)auth: {username: u, password: p}}}\n"
        try await ConfigurationCase.file("", text).load { place in
            let error = #expect(throws: ConfigurationError.self) { try place.loaded() }
            #expect(error?.issues.isEmpty == false)
            #expect(error?.warnings.contains { $0.message.contains(message) } == true, "\(String(describing: error))")
        }
    }

    @Test(arguments: [("access_token", Credentials.OpenIDClient.TokenKind.accessToken), ("id_token", .idToken)])
    func `Which token proves who asks is for the configuration to say`(
        name: String, kind: Credentials.OpenIDClient.TokenKind
    ) throws {
        var variables = [
            "OS_AUTH_TYPE": "v3oidcclientcredentials", "OS_AUTH_URL": "http://k", "OS_IDENTITY_PROVIDER": "i",
            "OS_PROTOCOL": "openid", "OS_CLIENT_ID": "c", "OS_CLIENT_SECRET": "s", "OS_PROJECT_ID": "p",
            "OS_ACCESS_TOKEN_ENDPOINT": "http://i/token?key=hidden", "OS_ACCESS_TOKEN_TYPE": name,
        ]
        let loaded = try LoadedCloud(environment: variables, directory: "/nowhere")
        guard case .federatedClient(let client, _, _) = loaded.configuration.credentials else {
            Issue.record("\(loaded.configuration.credentials)")
            return
        }
        #expect(client.tokenKind == kind)
        #expect(!"\(loaded.usedSettings)".contains("hidden"))
        variables["OS_ACCESS_TOKEN_TYPE"] = "refresh_token"
        variables["OS_ACCESS_TOKEN_ENDPOINT"] = "http://i/token?key=hidden#x"
        let error = #expect(throws: ConfigurationError.self) {
            try LoadedCloud(environment: variables, directory: "/nowhere")
        }
        let issues = "\(error?.issues ?? [])"
        #expect(issues.contains("OS_ACCESS_TOKEN_TYPE is refresh_token"))
        #expect(issues.contains("use access_token or id_token"))
        #expect(issues.contains("leave out what begins at the ? or #"))
        #expect(!issues.contains("hidden"))
    }

    @Test func `A file without a secret may be read by everybody`() async throws {
        let clouds = "clouds: {prod: {auth_type: none, auth: {endpoint: http://g}}}\n"
        #expect(try await ConfigurationCase.file("", clouds).load { try $0.loaded().warnings }.isEmpty)
    }

    @Test func `Each setting knows where it was written, and a secret stays one`() async throws {
        let testCase = ConfigurationCase.file(
            "", ConfigurationCase.cloud("region_name: R"), secure: "clouds: {prod: {auth: {password: apart}}}\n",
            ["OS_CLOUD": "prod", "OS_USERNAME": "other"], flags: CloudFlags(interface: "internal")
        )
        try await testCase.load { place in
            let loaded = try place.loaded()
            let facts = Dictionary(uniqueKeysWithValues: loaded.usedSettings.map { ($0.name, $0) })
            #expect(facts["username"]?.origin == "OS_USERNAME")
            #expect(facts["interface"]?.origin == "--os-interface")
            #expect(facts["region_name"]?.origin.hasSuffix("clouds.yaml:4:18") == true)
            #expect(facts["password"]?.origin.hasSuffix("secure.yaml:1:34") == true)
            #expect(facts["password"]?.value == "(redacted)")
            #expect(!"\(loaded)".contains("apart"))
            #expect(loaded.reason == "OS_CLOUD is prod")
            #expect(loaded.files.count == 2)
        }
    }

    @Test(arguments: [
        ("a{b}", "a1"), ("{b}{b}", "11"), ("{{b}}", "{b}"), ("a{c}", nil), ("a{", nil), ("}", nil), ("{b", nil),
        ("", ""),
    ])
    func `Keys in braces are filled in`(template: String, expected: String?) throws {
        var warnings: [ConfigurationError.Issue] = []
        var files = try CloudsFiles(environment: [:], directory: "/nowhere", &warnings)
        let variables = CloudVariables(environment: ["OS_B": "1"])
        let selection = try CloudSelection(flags: CloudFlags(), variables: variables, files: files, &warnings)
        let settings = try LayeredSettings(
            selection, flags: CloudFlags(), variables: variables, files: &files, warnings: &warnings)
        #expect(settings.expand(template) == expected)
    }
}
