import FoundationEssentials
import GlanceSandbox
import SystemPackage
import Testing

/// `plan --save` and `apply --plan`, as a user runs them.
@Suite struct SavedPlanTests {
    /// Saves the plan of a manifest that shares all images with the first projects.
    private func save(_ workspace: Workspace, members: Int, _ options: String...) async throws -> Program.Result {
        try workspace.writeManifest(images: workspace.imageIDs.count, members: members)
        return try await workspace.program.run(["plan", "--save", "plan.json"] + options)
    }

    private func apply(_ workspace: Workspace, _ options: String...) async throws -> (Int32?, RunResult) {
        let result = try await workspace.program.run(
            ["apply", "--plan", "plan.json", "--format", "json"] + options)
        return (result.code, try RunResult(result.standardOutput))
    }

    @Test func `A saved plan is carried out without its manifest, and once more without harm`() async throws {
        try await withWorkspace(images: 3) { workspace in
            let plan = try await save(workspace, members: 2, "--detailed-exitcode")
            #expect(plan.code == 2)
            #expect(
                plan.standardError
                    == "the plan was saved in plan.json: glance-share apply --plan plan.json does exactly this\n")
            try workspace.write("this is no manifest")
            let (first, applied) = try await apply(workspace)
            #expect(first == 0)
            #expect(applied.outcome == "applied")
            #expect(applied.summary["created"] == 6)
            let (second, again) = try await apply(workspace)
            #expect(second == 0)
            #expect(again.outcome == "no_changes")
            #expect(try workspace.requests().count(where: \.isAddition) == 6)
        }
    }

    @Test func `Beside a manifest it is carried out only where it was made from that`() async throws {
        try await withWorkspace(images: 1) { workspace in
            _ = try await save(workspace, members: 2)
            #expect(try await apply(workspace, "-f", "sharing.yaml", "--dry-run").0 == 0)
            try workspace.writeManifest(images: 1, members: 3)
            let (status, refused) = try await apply(workspace, "-f", "sharing.yaml")
            #expect(status == 1)
            #expect(refused.problems.map(\.code) == ["plan_invalid"])
            let overwriting = try await workspace.program.run(
                "apply", "--plan", "plan.json", "-f", "sharing.yaml", "--output", "sharing.yaml")
            #expect(overwriting.code == 1)
            #expect(overwriting.standardError.contains("sharing.yaml"), "\(overwriting)")
            #expect(try workspace.requests().count(where: \.isAddition) == 0)
            #expect(try await apply(workspace).0 == 0)
        }
    }

    @Test func `One with nothing to change is carried out, with nothing to do`() async throws {
        try await withWorkspace(images: 1) { workspace in
            _ = try await save(workspace, members: 2)
            #expect(try await apply(workspace).0 == 0)
            _ = try await save(workspace, members: 2)
            let (status, result) = try await apply(workspace)
            #expect(status == 0)
            #expect(result.outcome == "no_changes")
        }
    }

    @Test func `What somebody else has changed is left, the others are done, and the status is 5`() async throws {
        try await withWorkspace(images: 3) { workspace in
            _ = try await save(workspace, members: 2)
            let stranger = workspace.projectIDs[3]
            try workspace.write(Workspace.manifest(images: [workspace.imageIDs[1]], members: [stranger]), to: "o.yaml")
            #expect(try await workspace.program.run("apply", "-f", "o.yaml").code == 0)
            let (status, result) = try await apply(workspace)
            #expect(status == 5)
            #expect(result.outcome == "partial")
            #expect(result.problems.map(\.code) == ["plan_stale"])
            #expect(result.problems.map(\.image) == [workspace.imageIDs[1]])
            #expect(result.summary["created"] == 4)
            let plan = try await workspace.program.run("plan", "--format", "json")
            #expect(try Set(RunResult(plan.standardOutput).changes.map(\.image)) == [workspace.imageIDs[1]])
        }
    }

    @Test func `Removals of a saved plan need their limit here, too, and are those that were reviewed`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 2, members: 3)
            #expect(try await workspace.program.run("apply").code == 0)
            let (kept, gone) = (workspace.projectIDs[0], workspace.projectIDs[1])
            let image = workspace.imageIDs[0]
            try workspace.write(
                "version: 1\nimages:\n  \(image):\n    members: [\(kept)]\n    revoked: [\(gone)]\n")
            #expect(try await workspace.program.run("plan", "--save", "plan.json").code == 0)
            #expect(try await apply(workspace).0 == 3)
            #expect(try await apply(workspace, "--max-removals", "0").0 == 4)
            #expect(try await workspace.program.run("apply", "--plan", "plan.json", "--max-removals", "34%").code == 0)
            let (again, result) = try await apply(workspace)
            #expect(again == 0)
            #expect(result.outcome == "no_changes")
        }
    }

    @Test func `A plan for another project is refused, and nothing is read or written`() async throws {
        try await withWorkspace { workspace in
            _ = try await save(workspace, members: 1)
            let before = try workspace.requests().count { $0.path.contains("/image/") }
            var program = workspace.program
            let other = workspace.sandbox.directory.consumerProjects[1]
            program.environment["OS_USERNAME"] = other.name
            (program.environment["OS_PROJECT_ID"], program.environment["OS_PROJECT_NAME"]) = (other.id, nil)
            let result = try await program.run("apply", "--plan", "plan.json", "--format", "json")
            #expect(result.code == 1)
            let problem = try #require(try RunResult(result.standardOutput).problems.first)
            #expect(try workspace.requests().count { $0.path.contains("/image/") } == before)
            #expect(problem.code == "plan_invalid")
            #expect(problem.message.contains("the token is for project “\(other.name)” (ID \(other.id))"))
        }
    }

    @Test func `A plan for another cloud is refused, and both are named`() async throws {
        try await withWorkspace { workspace in
            _ = try await save(workspace, members: 1)
            let plan = try workspace.read("plan.json")
            try await withWorkspace { other in
                try other.write(plan, to: "plan.json")
                let result = try await other.program.run("apply", "--plan", "plan.json")
                #expect(result.code == 1)
                #expect(result.standardError.contains("plan_invalid: the saved plan is for project “demo”"))
                #expect(
                    result.standardError.contains("\(workspace.address.authURL)".replacing("/identity", with: "/image"))
                )
                #expect(
                    result.standardError.contains("\(other.address.authURL)".replacing("/identity", with: "/image")))
                #expect(try !other.requests().contains { $0.path.contains("/members") })
            }
        }
    }

    @Test func `A plan that misses an image is saved without it, and says so twice`() async throws {
        try await withWorkspace { workspace in
            let images = workspace.imageIDs + ["00000000-0000-4000-8000-000000000000"]
            try workspace.write(Workspace.manifest(images: images, members: [workspace.projectIDs[0]]))
            let plan = try await workspace.program.run("plan", "--save", "plan.json", "-q")
            #expect(plan.code == 3)
            #expect(
                plan.standardError == "the plan was saved in plan.json without what its 1 problem is about\n")
            let result = try await workspace.program.run("apply", "--plan", "plan.json")
            #expect(result.code == 0)
            #expect(result.standardError.contains("the saved plan has no changes of what its 1 problem concerned"))
        }
    }

    @Test func `Where there is no plan, none is saved`() async throws {
        try await withWorkspace { workspace in
            try workspace.write("version: 1\nimages: [\n")
            let result = try await workspace.program.run("plan", "--save", "plan.json")
            #expect(result.code == 1)
            #expect(result.standardError.contains("no plan was saved in plan.json: there is none"))
            #expect(throws: (any Error).self) { try workspace.read("plan.json") }
        }
    }

    @Test func `The same plan is the same file, apart from its time`() async throws {
        try await withWorkspace(images: 4) { workspace in
            var texts: [String] = []
            for _ in 0..<2 {
                #expect(try await save(workspace, members: 3).code == 0)
                texts.append(try workspace.read("plan.json"))
            }
            let time = #/"made_at": "[^"]*"|"sha256:[^"]*"/#
            #expect(texts[0].replacing(time, with: "") == texts[1].replacing(time, with: ""))
        }
    }

    @Test(arguments: [
        ["plan", "--save", "-"], ["plan", "--save", ""], ["plan", "--save", "x", "--output", "x"],
        ["apply", "--plan", "-"], ["apply", "--plan", ""],
        ["apply", "--save", "x"],
    ])
    func `Wrong usage is status 64`(_ arguments: [String]) async throws {
        #expect(try await Program(folder: "/").run(arguments).code == 64)
    }

    @Test func `A plan replaces an older plan, and nothing else`() async throws {
        try await withWorkspace { workspace in
            _ = try await save(workspace, members: 1)
            #expect(try await save(workspace, members: 2).code == 0)
            #expect(try await apply(workspace).1.summary["created"] == 4)
            try workspace.write("something dear\n", to: "notes.txt")
            for file in ["notes.txt", "sharing.yaml"] {
                let before = try workspace.read(file)
                let result = try await workspace.program.run("plan", "--save", file)
                #expect(result.code == 74)
                #expect(try workspace.read(file) == before)
            }
        }
    }

    @Test(arguments: [
        (".", "it is a directory"), ("no/such/plan.json", "no writable directory no/such"),
        ("sharing.yaml", "it holds something else"),
    ])
    func `A refusal names the option and the file`(_ file: String, _ reason: String) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let result = try await workspace.program.run("plan", "--save", file)
            #expect(result.code == 74)
            #expect(result.standardError.contains("Error: --save: cannot write \(file): \(reason)"), "\(result)")
            #expect((try? workspace.requests())?.isEmpty != false)
        }
    }

    @Test func `A plan that could not be written after all is told with its option`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let result = try await workspace.program.run("plan", "--save", "/dev/full")
            #expect(result.code == 74, "\(result)")
            #expect(result.standardError.contains("Error: --save: cannot write /dev/full: "), "\(result)")
        }
    }

    @Test func `The commit and the places of the manifest are in the audit trail`() async throws {
        try await withWorkspace(images: 1) { workspace in
            _ = try await save(workspace, members: 1)
            _ = try await apply(workspace, "--audit-file", "audit.jsonl")
            let line = try workspace.read("audit.jsonl")
            #expect(line.contains(#""file":"sharing.yaml","line":4"#))
        }
    }
}
