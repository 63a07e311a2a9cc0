import FoundationEssentials
import SystemPackage
import Testing

/// The exit statuses that scripts depend on.
@Suite struct ExitStatusTests {
    @Test func `A plan with changes is status 0, and status 2 where that is asked for`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 1)
            #expect(try await workspace.program.run("plan").code == 0)
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 2)
            #expect(try await workspace.program.run("apply").code == 0)
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 0)
        }
    }

    @Test(arguments: ["plan", "apply", "validate"])
    func `A bad manifest is status 1, and the cloud is not asked`(_ command: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write("version: 1\nimages: [\n")
            let result = try await workspace.program.run(command)
            #expect(result.code == 1)
            #expect(result.standardError.contains("sharing.yaml:"))
            #expect(try workspace.requests().isEmpty)
        }
    }

    @Test(arguments: ["plan", "apply"])
    func `Refused credentials are status 1`(_ command: String) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 2, members: 1)
            var program = workspace.program
            program.environment["OS_PASSWORD"] = "not-this-one"
            let result = try await program.run(command, "--format", "json")
            #expect(result.code == 1)
            #expect(try RunResult(result.standardOutput).problems.map(\.code) == ["authentication_failed"])
        }
    }

    @Test func `A missing configuration is status 1, and all that is missing is named`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment = ["OS_AUTH_URL": "http://127.0.0.1:1/v3"]
            let result = try await program.run("plan")
            #expect(result.code == 1)
            for name in ["OS_USERNAME", "OS_PASSWORD"] {
                #expect(result.standardError.contains(name))
            }
        }
    }

    @Test(arguments: ["plan", "apply"])
    func `An image that does not exist is status 3, and the rest is done`(_ command: String) async throws {
        try await withWorkspace(images: 2) { workspace in
            let missing = "00000000-0000-4000-8000-000000000000"
            let project = workspace.projectIDs[0]
            try workspace.write(
                Workspace.manifest(images: workspace.imageIDs + [missing], members: [project])
            )
            let result = try await workspace.program.run(command, "--format", "json")
            #expect(result.code == 3)
            let report = try RunResult(result.standardOutput)
            #expect(report.outcome == "partial")
            #expect(report.changes.count == 2)
            #expect(report.problems.map(\.code) == ["image_not_found"])
            #expect(report.problems.map(\.image) == [missing])
        }
    }

    @Test func `More additions than are allowed are status 4, and nothing is written`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 2, members: 3)
            let result = try await workspace.program.run("apply", "--max-additions", "5", "--format", "json")
            #expect(result.code == 4)
            #expect(try RunResult(result.standardOutput).outcome == "refused")
            #expect(try !workspace.requests().contains(where: \.isAddition))
            #expect(try await workspace.program.run("apply", "--max-additions", "6").code == 0)
        }
    }

    @Test func `A plan that apply would refuse says so with the statuses of any other plan`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 2, members: 3)
            let program = workspace.program
            for command in [["plan"], ["apply", "--dry-run"]] {
                let result = try await program.run(command + ["--max-additions", "5"])
                #expect(result.code == 0)
                #expect(result.standardOutput.contains("! apply would refuse this plan: the plan adds 6 members"))
                #expect(result.standardOutput.contains("with --max-additions 6 or more"))
            }
            let plan = try await program.run("plan", "--max-additions", "5", "--detailed-exitcode")
            #expect(plan.code == 2)
            let fine = try await program.run("plan", "--max-additions", "6")
            #expect(!fine.standardOutput.contains("refuse"))
        }
    }

    @Test(arguments: [
        ["plan", "--max-additions", "-1"], ["apply", "--concurrency", "0"], ["plan", "--nonsense"],
        ["plan", "--retry-for", "soon"], ["plan", "-q", "-v"],
        ["nonsense"], ["sandbox", "--fault", "status=99"], ["apply", "--max-additions", "-1"],
        ["plan", "--max-removals", "101%"], ["apply", "--expiry-notice", "soon"],
        ["daemon", "--accept", "--max-removals", "5"],
    ])
    func `Wrong usage is status 64`(_ arguments: [String]) async throws {
        let program = Program(folder: "/")
        let result = try await program.run(arguments)
        #expect(result.code == 64)
        #expect(!result.standardError.isEmpty)
    }

    @Test(arguments: ["plan", "apply"])
    func `A cloud that cannot be reached is status 75`(_ command: String) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment["OS_AUTH_URL"] = "http://127.0.0.1:1/v3"
            let result = try await program.run(command, "--retry-for", "100ms")
            #expect(result.code == 75)
        }
    }

    @Test(
        arguments: [
            ["plan"], ["apply", "--dry-run"], ["validate"], ["doctor"], ["export"], ["access-rules"], ["schema"],
        ])
    func `A result that cannot be written is status 74 of what only reads, before the cloud is asked`(
        _ command: [String]
    ) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let result = try await workspace.program.run(command + ["--output", "no/such/folder/result.txt"])
            #expect(result.code == 74, "\(result)")
            #expect(result.standardError.hasPrefix("Error: --output: cannot write no/such/folder/result.txt"))
            #expect((try? workspace.requests())?.isEmpty != false)
        }
    }

    @Test func `A result that cannot be written is status 1 of what writes, before the cloud is asked`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let result = try await workspace.program.run("apply", "--output", "no/such/folder/result.txt")
            #expect(result.code == 1)
            #expect(result.standardError.contains("--output"))
            #expect(try workspace.requests().isEmpty)
        }
    }
}
