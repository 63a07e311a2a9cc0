import FoundationEssentials
import GlanceSandbox
import Subprocess
import Testing

/// `export`, from the cloud to the manifest.
@Suite(.timeLimit(.minutes(2))) struct ExportTests {
    /// Shares the first images of a workspace with the first projects, then runs the program.
    private func share(_ workspace: Workspace, images: Int, members: Int) async throws {
        try workspace.writeManifest(images: images, members: members)
        #expect(try await workspace.program.run("apply").code == 0)
    }

    @Test(arguments: [[], ["--group-by", "members"]])
    func `What is exported is planned with nothing to change, and twice the same`(_ options: [String]) async throws {
        try await withWorkspace(images: 5) { workspace in
            try await share(workspace, images: 3, members: 4)
            let run = try await workspace.program.run(["export"] + options)
            #expect(run.code == 0, "\(run)")
            #expect(run.standardError.contains("notice exported images=3 members=12"), "\(run)")
            #expect(run.standardOutput.hasSuffix("\n# 2 images without members: left out.\n"), "\(run)")
            #expect(run.standardOutput.contains("project demo, ID "), "\(run)")
            let again = try await workspace.program.run(["export", "--output", "all.yaml", "-q"] + options)
            #expect(again.code == 0 && again.standardOutput.isEmpty && again.standardError.isEmpty, "\(again)")
            #expect(try workspace.read("all.yaml") == run.standardOutput)
            let plan = try await workspace.program.run(
                ["plan", "-f", "-", "--detailed-exitcode"], input: run.standardOutput)
            #expect(plan.code == 0, "\(plan)")
            #expect(plan.standardOutput.contains("0 to add, 12 in place (3 images)"), "\(plan)")
        }
    }

    /// An image without members costs no look of its own: the list has shown whose it is.
    @Test func `One token, two lists of images, one list of members an image, and nothing is written`() async throws {
        try await withWorkspace(images: 4) { workspace in
            try await share(workspace, images: 3, members: 2)
            let before = try workspace.requests().count
            #expect(try await workspace.program.run("export").code == 0)
            let requests = try workspace.requests().dropFirst(before)
            #expect(requests.allSatisfy { $0.method == "GET" || $0.isTokenRequest })
            #expect(requests.count(where: \.isTokenRequest) == 1)
            #expect(requests.count(where: \.isList) == 4)
            #expect(requests.count == 7, "\(requests)")
        }
    }

    @Test func `An older cloud shares its private images`() async throws {
        try await withWorkspace(images: 2, dialect: .document) { workspace in
            try await share(workspace, images: 1, members: 1)
            let run = try await workspace.program.run("export")
            #expect(run.code == 0, "\(run)")
            #expect(run.standardOutput.contains("  \(workspace.imageIDs[0]):  # debian-12-20260101\n"), "\(run)")
        }
    }

    @Test func `An image that cannot be read is left out, and said to be`() async throws {
        let hidden = SandboxConfiguration(generatedImages: 2).generatedImageIDs[1]
        try await withWorkspace(images: 3, faults: ["method=GET,path=\(hidden)/members,status=404"]) { workspace in
            let others = workspace.imageIDs.filter { $0 != hidden }
            let members = Array(workspace.projectIDs.prefix(2))
            try workspace.write(Workspace.manifest(images: others, members: members))
            #expect(try await workspace.program.run("apply").code == 0)
            let run = try await workspace.program.run("export")
            #expect(run.code == 3, "\(run)")
            let comment = "  # \(hidden) debian-13-20260101 is left out: its members could not be read ("
            #expect(run.standardOutput.contains(comment), "\(run)")
            #expect(run.standardError.contains(" error "), "\(run)")
            #expect(run.standardError.contains("image.id=\(hidden)"), "\(run)")
            let plan = try await workspace.program.run("plan", "-f", "-", input: run.standardOutput)
            #expect(plan.standardOutput.contains("0 to add, 4 in place (2 images)"), "\(plan)")
        }
    }

    @Test(
        arguments: [
            (["OS_PASSWORD": "wrong"], [], 1), (["OS_AUTH_URL": "http://127.0.0.1:1"], [], 75),
            (["OS_CLOUD": "nowhere"], [], 1), ([:], ["path=/v2/images,status=403"], 1),
            ([:], ["path=/v2/images,status=503"], 75), ([:], ["path=/members,status=503"], 75),
        ] as [([String: String], [String], Int32)])
    func `Where there is no manifest, a file stays as it was`(
        _ changes: [String: String], _ faults: [String], _ status: Int32
    ) async throws {
        try await withWorkspace(faults: faults) { workspace in
            try workspace.write("as it was\n", to: "all.yaml")
            var program = workspace.program
            for (name, value) in changes { program.environment[name] = value }
            let run = try await program.run("export", "--output", "all.yaml", "--retry-for", "100ms")
            #expect(run.code == status, "\(run)")
            #expect(run.standardError.contains(" error "), "\(run)")
            #expect(try workspace.read("all.yaml") == "as it was\n")
        }
    }

    @Test(arguments: [(Signal.interrupt, 130), (Signal.terminate, 143)] as [(Signal, Int32)])
    func `A signal ends it, and nothing is written`(_ signal: Signal, _ status: Int32) async throws {
        try await withWorkspace(images: 8, faults: ["method=GET,path=/members,delay=20s"]) { workspace in
            let run = try await workspace.program.run(["export"], sending: signal) {
                try await wait { try workspace.requests().contains { $0.path.contains("/v2/images") } }
            }
            #expect(run.code == status, "\(run)")
            #expect(run.standardOutput.isEmpty)
        }
    }

    @Test func `Odd members come back, and what no manifest can name is told`() async throws {
        try await withWorkspace(images: 2) { workspace in
            let image = workspace.imageIDs[0]
            try workspace.write(
                """
                version: 1
                project_ids: any
                images:
                  \(image): [web, "null", "two words", "a: b #c", "2d1521a5-a0c9-4a45-bd0a-d9ffcb0d5d72"]
                """)
            #expect(try await workspace.program.run("apply").code == 0)
            let run = try await workspace.program.run("export")
            #expect(run.code == 0, "\(run)")
            #expect(run.standardOutput.contains("\nproject_ids: any\n"))
            let plan = try await workspace.program.run(
                "plan", "-f", "-", "--detailed-exitcode", input: run.standardOutput)
            #expect(plan.code == 0, "\(plan)")
            #expect(plan.standardOutput.contains("0 to add, 5 in place (1 image)"), "\(plan)")
        }
    }
}
