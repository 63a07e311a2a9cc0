import FoundationEssentials
import ImageSharing
import Subprocess
import Testing

/// Runs that look after a part of the images each, as a user starts them.
@Suite struct ShardTests {
    /// The images of a shard.
    private func images(_ workspace: Workspace, of shard: String) throws -> [String] {
        let shard = try #require(Shard(shard))
        return workspace.imageIDs.filter { ImageID($0).map(shard.contains) == true }
    }

    @Test func `The shards of a manifest do all of it, each its own images and no request for another's`() async throws
    {
        try await withWorkspace(images: 12) { workspace in
            try workspace.writeManifest(images: 12, members: 2)
            for index in 0..<3 {
                let before = try workspace.requests().count
                let result = try await workspace.program.run("apply", "--shard", "\(index)/3", "--format", "json")
                let own = try images(workspace, of: "\(index)/3")
                #expect(result.code == 0)
                let run = try RunResult(result.standardOutput)
                #expect(run.summary["images"] == own.count && run.summary["created"] == own.count * 2)
                #expect(result.standardOutput.contains(#""shard": "\#(index)/3""#))
                let asked = try workspace.requests().dropFirst(before).filter { $0.path.contains("/images/") }
                #expect(
                    asked.count > own.count
                        && asked.allSatisfy { request in own.contains { request.path.contains($0) } })
            }
            let plan = try await workspace.program.run("plan", "--detailed-exitcode")
            #expect(plan.code == 0)
            #expect(!plan.standardOutput.contains("hard"))
        }
    }

    @Test func `A limit in percent counts the members of the shard's own images`() async throws {
        try await withWorkspace(images: 12) { workspace in
            try workspace.writeManifest(images: 12, members: 2)
            #expect(try await workspace.program.run("apply").code == 0)
            let own = try images(workspace, of: "1/3")
            let manifest =
                "version: 1\nimages:\n"
                + workspace.imageIDs.map {
                    "  \($0): {members: [\(workspace.projectIDs[0])], exclusive: \($0 == own.first)}\n"
                }.joined()
            try workspace.write(manifest)
            let percent = 100 / (own.count * 2) + 1
            let refused = try await workspace.program.run(
                "apply", "--shard", "1/3", "--max-removals", "\(percent - 2)%")
            #expect(refused.code == 4)
            #expect(refused.standardOutput.contains("removes 1 member of the \(own.count * 2) that its images have"))
            #expect(try await workspace.program.run("apply", "--shard", "0/3", "--max-removals", "0").code == 0)
            #expect(
                try await workspace.program.run("apply", "--shard", "1/3", "--max-removals", "\(percent)%").code == 0)
        }
    }

    @Test func `A saved plan is carried out as the shard's that it is`() async throws {
        try await withWorkspace(images: 6) { workspace in
            try workspace.writeManifest(images: 6, members: 1)
            let own = try images(workspace, of: "0/2")
            #expect(try await workspace.program.run("plan", "--shard", "0/2", "--save", "plan.json").code == 0)
            let result = try await workspace.program.run(
                "apply", "--plan", "plan.json", "--lock", "lock", "--audit-file", "audit.jsonl", "--format", "json")
            #expect(result.code == 0)
            #expect(try RunResult(result.standardOutput).summary["created"] == own.count)
            #expect(result.standardOutput.contains(#""shard": "0/2""#))
            let lines = try workspace.read("audit.jsonl").split(separator: "\n")
            #expect(lines.count == own.count && lines.allSatisfy { $0.contains(#""shard":"0/2""#) })
            #expect(try workspace.read("lock.0-of-2").hasPrefix("process "))
        }
    }

    @Test func `A shard without images has nothing to do`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let empty = try images(workspace, of: "0/2").isEmpty ? "0/2" : "1/2"
            let result = try await workspace.program.run("apply", "--shard", empty, "--format", "json")
            #expect(result.code == 0)
            #expect(try RunResult(result.standardOutput).outcome == "no_changes")
        }
    }

    @Test func `Daemons of all shards share a lock, and keep their own images shared`() async throws {
        try await withWorkspace(images: 6) { workspace in
            try workspace.writeManifest(images: 6, members: 1)
            func daemon(_ shard: String) async throws -> Program.Result {
                try await workspace.program.run(
                    [
                        "daemon", "--shard", shard, "--lock", "lock", "--interval", "300ms", "--metrics-file",
                        "\(shard.prefix(1)).prom",
                    ]
                ) { _ in
                    try await workspace.additions(reach: 6)
                    return .terminate
                }
            }
            async let first = daemon("0/2")
            async let second = daemon("1/2")
            let results = try await [first, second]
            #expect(results.allSatisfy { $0.code == 0 })
            #expect(results.enumerated().allSatisfy { $1.standardError.contains(" shard=\($0)/2") })
            #expect(try workspace.read("1.prom").contains("\nglance_share_shard 1\n"))
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 0)
        }
    }
}
