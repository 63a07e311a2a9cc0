import FoundationEssentials
import GlanceSandbox
import Subprocess
import SystemPackage
import Testing

@testable import glance_share

/// The places that results, errors and progress go to.
@Suite struct OutputTests {
    @Test func `The result goes to standard output, and nothing else does`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            let result = try await workspace.program.run(
                "apply", "--format", "json", "--log-level", "trace", "--log-format", "json")
            #expect(try RunResult(result.standardOutput).outcome == "applied")
            let lines = result.standardError.split(separator: "\n")
            #expect(lines.count > 6)
            #expect(lines.allSatisfy { $0.hasPrefix("{\"time\":") && $0.hasSuffix("}") })
        }
    }

    @Test func `A pipe sees no progress and no colour`() async throws {
        try await withWorkspace(images: 4, faults: ["path=members,delay=300ms"]) { workspace in
            try workspace.writeManifest(images: 4, members: 3)
            let result = try await workspace.program.run("apply", "--concurrency", "1")
            #expect(result.standardError.isEmpty)
            #expect(!result.standardOutput.contains("\u{1B}"))
        }
    }

    @Test func `A terminal sees progress and colour`() async throws {
        try await withWorkspace(images: 4, faults: ["path=members,delay=300ms"]) { workspace in
            try workspace.writeManifest(images: 4, members: 3)
            let shown = try await onTerminal("apply --concurrency 1", in: workspace)
            #expect(shown.contains("reading "))
            #expect(shown.contains("adding 0 of 12\r\u{1B}[K"))
            #expect(shown.contains(" left\r\u{1B}[K"))
            #expect(shown.contains("\u{1B}[32m+"))
        }
    }

    @Test(arguments: [
        ("path=auth/tokens", "asking for a token"), ("method=GET,path=members", "reading 0 of 4"),
        ("method=POST,path=members", "adding 0 of 4"),
    ])
    func `A terminal sees the step that a run waits for`(_ requests: String, line: String) async throws {
        try await withWorkspace(images: 4, faults: ["\(requests),delay=1500ms"]) { workspace in
            try workspace.writeManifest(images: 4, members: 1)
            #expect(try await onTerminal("apply", in: workspace).contains("\(line)\r\u{1B}[K"))
        }
    }

    /// All that a person sees of a run.
    private func onTerminal(_ arguments: String, in workspace: Workspace) async throws -> String {
        try await Subprocess.run(
            .path("/usr/bin/script"), arguments: ["-qec", "\(Program.path) \(arguments)", "/dev/null"],
            environment: workspace.program.variables, workingDirectory: workspace.program.folder,
            output: .string(limit: 1 << 20)
        ).standardOutput
    }

    @Test(arguments: ["text", "json", "markdown"])
    func `A file gets the result instead of standard output`(_ format: String) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            let shown = try await workspace.program.run("plan", "--format", format)
            let written = try await workspace.program.run("plan", "--format", format, "--output", "result")
            #expect(written.standardOutput.isEmpty)
            #expect(try workspace.read("result") == shown.standardOutput)
        }
    }

    /// Scraping files asks the same questions as scraping a daemon.
    @Test func `The metrics of a run say as much as a daemon's`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            #expect(try await workspace.program.run("apply", "--metrics-file", "run.prom").code == 0)
            let text = try workspace.read("run.prom")
            let samples = [
                "requests_total{method=\"POST\",status=\"200\"} 4", "requests_total{method=\"POST\",status=\"201\"} 1",
                "requests_total{method=\"GET\",status=\"200\"} ", "request_duration_seconds_count ",
                "token_expiry_timestamp_seconds ", "changes_total{result=\"created\"} 4",
            ]
            #expect(samples.filter { !text.contains("\nglance_share_" + $0) } == [])
            #expect(!text.contains("hash=\"\"") && !text.contains("request_duration_seconds_count 0"))
        }
    }

    @Test func `A link is written through, and a file keeps its permissions`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            try workspace.write("old", to: "real")
            let (manager, link) = (FileManager.default, workspace.folder.appending(path: "link").path)
            let file = workspace.folder.appending(path: "real").path
            try manager.createSymbolicLink(atPath: link, withDestinationPath: "real")
            try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            for output in ["link", "real"] {
                #expect(try await workspace.program.run("plan", "--output", output).code == 0)
                #expect(try workspace.read("real").hasPrefix(workspace.imageIDs[0]))
                #expect(try manager.destinationOfSymbolicLink(atPath: link) == "real")
                #expect(try manager.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test func `A manifest can come from standard input`() async throws {
        try await withWorkspace { workspace in
            let manifest = Workspace.manifest(images: workspace.imageIDs, members: workspace.projectIDs)
            let result = try await workspace.program.run(["validate", "-f", "-"], input: manifest)
            #expect(result.code == 0)
            #expect(result.standardOutput == "-: valid, 2 images, \(2 * workspace.projectIDs.count) members.\n")
        }
    }

    /// Everything that a run says, at the most talkative, when it succeeds, when it is refused, and when the cloud fails.
    @Test(arguments: [[], ["status=500,rate=0.3,seed=3"], ["path=members,status=401"]])
    func `No password and no token is ever shown`(_ faults: [String]) async throws {
        try await withWorkspace(faults: faults) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            var refused = workspace.program
            refused.environment["OS_PASSWORD"] = "wrong-but-secret"
            for command in ["validate", "plan", "apply"] {
                let talkative =
                    command == "validate" ? [command] : [command, "-v", "--log-level", "trace", "--retry-for", "1s"]
                for program in [workspace.program, refused] {
                    let result = try await program.run(talkative)
                    let said = try result.standardOutput + result.standardError + workspace.read("requests.jsonl")
                    #expect(!said.contains(workspace.sandbox.configuration.password))
                    #expect(!said.contains("wrong-but-secret"))
                    #expect(!said.contains("gAAAA"))
                }
            }
        }
    }

    @Test(arguments: [["--output", "result"], ["--format", "json"], ["--format", "markdown", "--output", "result"]])
    func `What goes wrong is said on standard error too where the result is not a person's`(
        _ options: [String]
    ) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 1)
            var program = workspace.program
            program.environment["OS_PASSWORD"] = "wrong"
            let refused = try await program.run(["plan", "-q"] + options)
            #expect(refused.code == 1)
            #expect(refused.standardError.contains(" error "), "\(refused)")
            #expect(refused.standardError.contains("code=authentication_failed"))
            #expect(refused.standardError.contains("hint="))
            let result = try options.contains("--output") ? workspace.read("result") : refused.standardOutput
            #expect(result.contains("authentication_failed"))
            #expect(try await workspace.program.run(["plan"] + options).standardError.isEmpty)
        }
    }

    @Test func `A log that is JSON stays JSON when the run fails`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 1)
            var program = workspace.program
            program.environment["OS_PASSWORD"] = "wrong"
            let refused = try await program.run("plan", "--output", "result", "--log-format", "json")
            #expect(refused.standardError.hasPrefix("{\"time\":"), "\(refused)")
        }
    }

    @Test func `Thirty images with one cause are one line of the log`() async throws {
        try await withWorkspace(images: 30, faults: ["path=members,status=404"]) { workspace in
            try workspace.writeManifest(images: 30, members: 1)
            let run = try await workspace.program.run("plan", "--format", "json")
            #expect(run.code == 3)
            #expect(run.standardError.split(separator: "\n").count == 1, "\(run.standardError)")
            #expect(run.standardError.contains("images=30"))
        }
    }

    @Test(arguments: [([], false), (["-q"], true), (["-q", "--log-level", "info"], false)] as [([String], Bool)])
    func `A quiet run logs warnings and worse, unless a level is asked for`(
        _ options: [String], isSilent: Bool
    ) async throws {
        try await withWorkspace(images: 2, memberLimit: 1) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            let run = try await workspace.program.run(["apply", "--retry-for", "2s"] + options)
            #expect(run.code == 3)
            #expect(run.standardError.isEmpty == isSilent, "\(run.standardError)")
            #expect(run.standardOutput.contains("member_limit_exceeded"))
            let notices = run.standardError.split(separator: "\n").filter { $0.contains(" notice ") }
            #expect(notices.count <= 2, "\(run.standardError)")
        }
    }

    @Test func `All five outputs name cloud, region and project`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let program = workspace.program
            let project = try #require(
                RunResult(try await program.run("plan", "--format", "json").standardOutput).project_id)
            let text = try await program.run("apply", "--log-level", "info", "--metrics-file", "run.prom")
            let markdown = try await program.run("plan", "--format", "markdown")
            let outputs = [
                (text.standardOutput, "\nCloud envvars, region RegionOne, project demo, ID \(project).\n"),
                (markdown.standardOutput, "\nCloud `envvars`, region `RegionOne`, project `demo`, ID `\(project)`.\n"),
                (
                    text.standardError,
                    "cloud=envvars in_place=0 outcome=applied problems=0 project.id=\(project) project.name=demo region=RegionOne"
                ),
                (
                    try workspace.read("run.prom"),
                    "cloud_info{cloud=\"envvars\",region=\"RegionOne\",project_id=\"\(project)\",project_name=\"demo\"} 1"
                ),
            ]
            for (output, sentence) in outputs { #expect(output.contains(sentence), "\(sentence) in \(output)") }
            var wrong = program
            wrong.environment["OS_PASSWORD"] = "wrong"
            let refused = try RunResult(try await wrong.run("plan", "--format", "json").standardOutput)
            #expect(refused.cloud == "envvars" && refused.project_id == project, "as far as it is known")
        }
    }

    @Test func `The version and the completion scripts are printed`() async throws {
        let program = Program(folder: "/")
        let version = try await program.run("--version").standardOutput
        #expect(version.hasPrefix("glance-share "))
        #expect(version.hasSuffix(" (development build)\nmanifest version 1, result format version 1\n"))
        for shell in ["bash", "zsh", "fish"] {
            let script = try await program.run("--generate-completion-script", shell)
            #expect(script.code == 0)
            #expect(script.standardOutput.contains("glance-share"))
        }
    }
}
