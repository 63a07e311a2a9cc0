import FoundationEssentials
import Testing

/// Certificates and proxies that the environment names: whether they can be used shows before anything is sent.
struct ConnectionSettingsTests {
    @Test(arguments: [
        (["OS_CACERT": "/nowhere/ca.pem"], "/nowhere/ca.pem, the file of cacert (OS_CACERT), does not exist"),
        (["OS_CERT": "/nowhere/client.pem"], "/nowhere/client.pem, the file of cert (OS_CERT), does not exist"),
        (["HTTP_PROXY": "socks5://demo:hunter2@127.0.0.1:1"], "HTTP_PROXY names a proxy of a kind"),
        (["http_proxy": "http://demo:hunter2@:port"], "http_proxy is not the URL of a proxy"),
    ])
    func `A certificate or proxy that cannot be used is a mistake of the configuration, and nothing is sent`(
        environment: [String: String], message: String
    ) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment.merge(environment) { $1 }
            let result = try await program.run("apply", "--format", "json", "--log-level", "trace")
            #expect(result.code == 1)
            let problem = try #require(try RunResult(result.standardOutput).problems.first)
            #expect(problem.code == "configuration_invalid")
            #expect(problem.message.contains(message))
            #expect(problem.hint != nil)
            let daemon = try await program.run("daemon", "--log-level", "trace")
            #expect(daemon.code == 1)
            #expect(daemon.standardError.contains(message))
            #expect(!(result.standardOutput + result.standardError + daemon.standardError).contains("hunter2"))
            #expect(try workspace.requests().isEmpty)
        }
    }

    @Test(arguments: [["plan", "-q"], ["apply", "--format", "json"], ["daemon"], ["doctor"]])
    func `Oddities of the configuration are reported together with its mistakes`(arguments: [String]) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            try workspace.write(
                "clouds: {prod: {profile: ovh, auth: {username: demo, password: hunter2}}}\n", to: "clouds.yaml")
            var program = workspace.program
            program.environment = ["HOME": workspace.folder.path, "OS_CLOUD": "prod"]
            let result = try await program.run(arguments)
            #expect(result.code == 1)
            let output = result.standardOutput + result.standardError
            #expect(output.contains("cloud prod has no auth_url"))
            #expect(output.contains("the profile ovh is published at https://ovhcloud.com, and is not fetched"))
            #expect(!output.contains("hunter2"))
        }
    }

    @Test func `An override that nobody answers at is named wherever the failure is told`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 1)
            var program = workspace.program
            program.environment["OS_IMAGE_ENDPOINT_OVERRIDE"] = "http://127.0.0.1:1/image"
            let result = try await program.run("plan", "--retry-for", "100ms", "--format", "json")
            #expect(result.code == 75)
            let problems = try RunResult(result.standardOutput).problems
            #expect(problems.contains { $0.image == nil }, "\(problems)")
            for problem in problems where !problem.message.hasPrefix("not asked") {
                #expect(problem.hint?.contains("is an override, not the catalog's") == true, "\(problem)")
            }
        }
    }

    @Test func `A proxy that is down is named without its password`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment["http_proxy"] = "http://demo:hunter2@127.0.0.1:1"
            let result = try await program.run("apply", "--retry-for", "1s", "--log-level", "trace")
            #expect(result.code == 75)
            #expect(result.standardError.contains("connection to the proxy http://127.0.0.1:1 (http_proxy) refused"))
            #expect(!(result.standardOutput + result.standardError).contains("hunter2"))
            #expect(!(result.standardOutput + result.standardError).contains("ZGVtbzpodW50ZXIy"))

            program.environment["no_proxy"] = "127.0.0.1"
            #expect(try await program.run("apply").code == 0)
        }
    }
}
