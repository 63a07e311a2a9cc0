import FoundationEssentials
import GlanceSandbox
import Host
import Subprocess
import SystemPackage
import Testing

/// No password, secret or token is in anything that the program writes, however much it tells, and whatever goes wrong.
@Suite(.timeLimit(.minutes(5))) struct SecretTests {
    /// With characters that JSON, HTML and URLs write in other ways.
    private static let wrongPassword = #"hun/ter"2\<&é%+ wrong"#

    /// The words of a text that look like tokens of either cloud.
    private static func tokens(in text: String) -> [String] {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "_-=".contains($0))) }.map(String.init)
            .filter { $0.hasPrefix("gAAAA") && $0.count > 30 }
    }

    private func expectNoSecret(of secrets: [String], in texts: [String], _ what: String) {
        for text in texts {
            for secret in secrets where !secret.isEmpty {
                #expect(!text.contains(secret), "\(what) shows a secret")
            }
            #expect(Self.tokens(in: text).isEmpty, "\(what) shows a token")
        }
    }

    /// Runs every command with everything logged, and searches all that is written.
    private func expectNoSecret(
        _ program: Program, secrets: [String], _ what: String, reaches: Bool, requestLog: () throws -> String = { "" }
    ) async throws {
        let verbose = ["--log-level", "trace"]
        let cloud = verbose + ["--retry-for", "1s", "--request-timeout", "5s"]
        let commands: [[String]] = [
            ["validate"], ["plan", "-v"] + cloud, ["plan", "--format", "json"] + cloud,
            ["plan", "--format", "markdown"] + cloud,
            ["apply", "-v", "--log-format", "json", "--audit-file", "audit.jsonl", "--metrics-file", "metrics.prom"]
                + cloud,
            ["apply"] + cloud, ["doctor", "-v", "-f", "sharing.yaml"] + cloud,
            ["doctor", "-v", "--format", "json"] + cloud, ["doctor", "--offline", "-v"] + verbose,
            ["export"] + cloud,
        ]
        for command in commands {
            let run = try await program.run(command)
            expectNoSecret(
                of: secrets, in: [run.standardOutput, run.standardError], "\(what): \(command.joined(separator: " "))")
            if reaches, command[0] != "validate", command.contains("--log-format") {
                #expect(run.standardError.contains("http.method"), "nothing was logged: \(run.standardError)")
            }
        }
        let metrics = "daemon.prom"
        let daemonCommand =
            ["daemon", "--interval", "100ms", "--manifest-interval", "50ms", "--metrics-file", metrics] + cloud
        // One that has no cloud to talk to ends by itself; any other has come round once when its metrics are there.
        let daemon =
            reaches
            ? try await program.run(daemonCommand, sending: .terminate) {
                let file = program.folder.appending(metrics).string
                try await wait { FileManager.default.fileExists(atPath: file) }
            } : try await program.run(daemonCommand)
        expectNoSecret(of: secrets, in: [daemon.standardOutput, daemon.standardError], "\(what): daemon")
        let written = ["audit.jsonl", "metrics.prom", metrics].map { name in
            (try? Data(contentsOf: URL(filePath: program.folder.appending(name).string))).map {
                String(decoding: $0, as: UTF8.self)
            } ?? ""
        }
        expectNoSecret(of: secrets, in: written + [try requestLog()], "\(what): a file")
    }

    @Test(arguments: [
        [], ["status=500"], ["status=401"], ["path=members,status=503"], ["expire-token,first=3"],
        ["reset=after,first=3"],
        ["path=tokens,status=500"], ["truncate,path=tokens"],
    ])
    func `The sandbox's secrets are nowhere, whatever goes wrong`(faults: [String]) async throws {
        try await withWorkspace(images: 2, faults: faults) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            try await expectNoSecret(
                workspace.program, secrets: [workspace.sandbox.configuration.password], "\(faults)", reaches: true
            ) { try workspace.read("requests.jsonl") }
        }
    }

    @Test func `A wrong password with odd characters is nowhere`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment["OS_PASSWORD"] = Self.wrongPassword
            try await expectNoSecret(
                program, secrets: [Self.wrongPassword, "hun/ter", "hun\\/ter"], "wrong", reaches: true)
        }
    }

    @Test func `Secrets of clouds.yaml are nowhere, in errors of the file either`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment = ["HOME": workspace.folder.path]
            for text in [
                "clouds: {prod: {auth: {auth_url: 'http://127.0.0.1:1', username: u, password: hunter2, project_id: p}}}\n",
                "clouds: {prod: {auth: {auth_url: 'http://u:hunter2@k', username: u, password: hunter2}}}\n",
                "clouds: {prod: {auth: {password: hunter2, password: hunter2}}}\n",
                "clouds: {prod: {auth: {password: !secret hunter2}}}\n", "clouds:\n\tprod: hunter2\n",
                "clouds: {prod: {auth: {password: \"hunter2\\q\"}}}\n",
                "clouds: {prod: {auth: {password: !hunter2}}}\n", "clouds: {prod: {auth: {password: *hunter2}}}\n",
                "clouds: {prod: {auth: {password: &hunter2 [*hunter2]}}}\n",
                "clouds: {prod: {auth_type: v3applicationcredential, auth: {application_credential_secret: hunter2}}}\n",
                "clouds: {prod: {auth_type: token, auth: {token: hunter2}, interface: [hunter]}}\n",
            ] {
                try workspace.write(text, to: "clouds.yaml")
                // The first one is a whole cloud, whose address nobody is at.
                try await expectNoSecret(program, secrets: ["hunter2"], text, reaches: text.contains("127.0.0.1"))
            }
        }
    }

    @Test(.enabled(if: RealCloud.description != nil, "needs Tests/Testbed/run"), arguments: [true, false])
    func `A real cloud's secrets are nowhere`(succeeds: Bool) async throws {
        try await withRealCloud { cloud, program in
            let image = try await cloud.makeImages(1)[0]
            let manifest = Workspace.manifest(images: [image], members: Array(cloud.consumers.prefix(2)))
            try Data(manifest.utf8).write(to: URL(filePath: program.folder.appending("sharing.yaml").string))
            var program = program
            if !succeeds { program.environment["OS_PASSWORD"] = Self.wrongPassword }
            let secrets = cloud.users.values.map(\.password) + [Self.wrongPassword, "hun/ter", "hun\\/ter"]
            try await expectNoSecret(program, secrets: secrets, "succeeds: \(succeeds)", reaches: true)
            let credential = cloud.application_credential
            var application = program
            application.environment = [
                "OS_AUTH_URL": cloud.auth_url, "OS_AUTH_TYPE": "v3applicationcredential",
                "OS_APPLICATION_CREDENTIAL_ID": credential.id,
                "OS_APPLICATION_CREDENTIAL_SECRET": succeeds ? credential.secret : Self.wrongPassword,
                "OS_REGION_NAME": cloud.region,
            ]
            try await expectNoSecret(
                application, secrets: secrets + [credential.secret], "application credential", reaches: true)
        }
    }
}
