import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The daemon as a process.
@Suite(.serialized, .timeLimit(.minutes(3))) struct DaemonCommandTests {
    private let pace = ["--interval", "300ms", "--manifest-interval", "50ms"]

    @Test func `A daemon adds missing members, follows the manifest, and leaves with status 0`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 1, members: 2)
            let result = try await workspace.program.run(["daemon"] + pace) { _ in
                try await workspace.additions(reach: 2)
                try workspace.writeManifest(images: 2, members: 3)
                try await workspace.additions(reach: 6)
                return .terminate
            }
            #expect(result.code == 0)
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 0)
            #expect(result.standardError.contains("images.changed=2"))
        }
    }

    @Test func `A bad manifest is refused while the daemon runs, and the good one stays in force`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let result = try await workspace.program.run(["daemon"] + pace) { _ in
                try await workspace.additions(reach: 1)
                try workspace.write("version: 1\nimages: [\n")
                let lists = try workspace.requests().count(where: \.isList)
                try await wait { try workspace.requests().count(where: \.isList) > lists + 2 }
                try workspace.writeManifest(images: 2, members: 1)
                try await workspace.additions(reach: 2)
                return .terminate
            }
            #expect(result.code == 0)
            #expect(result.standardError.contains("manifest refused"))
        }
    }

    /// A full image has a schedule of its own: what else changes does not wait for it.
    @Test func `A full image holds up no other`() async throws {
        try await withWorkspace(images: 2, memberLimit: 2) { workspace in
            let (images, projects) = (workspace.imageIDs, workspace.projectIDs)
            let full = Workspace.manifest(images: [images[0]], members: Array(projects.prefix(3)))
            try workspace.write(full)
            let result = try await workspace.program.run(["daemon"] + pace) { _ in
                try await workspace.additions(reach: 3)
                try workspace.write(full + "  \(images[1]):\n    - \(projects[0])\n")
                try await workspace.additions(reach: 4)
                return .terminate
            }
            // Whoever waited for room in the one image would have tried it again before the other.
            let additions = try workspace.requests().filter(\.isAddition).map { $0.path.contains(images[0]) }
            #expect(additions == [true, true, true, false])
            #expect(result.code == 0)
            #expect(result.standardError.contains("code=member_limit_exceeded"))
        }
    }

    @Test(arguments: [[], ["--max-removals", "1"]])
    func `A removal that is held or refused is told with the restart that would allow it`(_ limit: [String])
        async throws
    {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 2)
            #expect(try await workspace.program.run("apply").code == 0)
            let projects = workspace.projectIDs.prefix(2).joined(separator: ", ")
            try workspace.write("version: 1\nimages:\n  \(workspace.imageIDs[0]): {revoked: [\(projects)]}\n")
            let lists = try workspace.requests().count(where: \.isList)
            let result = try await workspace.program.run(["daemon"] + limit + pace) { _ in
                try await wait { try workspace.requests().count(where: \.isList) > lists + 1 }
                return .terminate
            }
            #expect(result.standardError.contains("restart the daemon with --max-removals 2 or more"), "\(result)")
            #expect(!result.standardError.contains("run apply"))
        }
    }

    @Test func `A bad manifest at the start is status 1`() async throws {
        try await withWorkspace { workspace in
            try workspace.write("version: 1\n")
            let result = try await workspace.program.run("daemon")
            #expect(result.code == 1)
            #expect(result.standardError.contains("`images` is missing"))
        }
    }

    @Test(arguments: [true, false])
    func `Standard input cannot be watched, and is wrong usage`(byOption: Bool) async throws {
        var program = Program(folder: "/")
        if !byOption { program.environment["GLANCE_SHARE_FILE"] = "-" }
        let result = try await program.run(byOption ? ["daemon", "-f", "-"] : ["daemon"], input: "version: 1\n")
        #expect(result.code == 64)
        #expect(result.standardError.contains("use a file"))
    }

    /// A Keystone that refuses is asked once a look, and not once more for what the status shows.
    @Test func `A refused password is sent once a tick`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment["OS_PASSWORD"] = "wrong"
            let result = try await program.run(["daemon"] + pace) { _ in
                try await wait { try workspace.requests().count(where: \.isTokenRequest) >= 4 }
                return .terminate
            }
            let ticks = result.standardError.split(separator: "\n").count { $0.contains(" tick ") }
            #expect(try (ticks...ticks + 1).contains(workspace.requests().count(where: \.isTokenRequest)))
        }
    }

    @Test func `A JSON log has numbers, and the IDs by which the cloud's logs know a request`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 2)
            let json = ["daemon", "--log-format", "json"] + pace
            let result = try await workspace.program.run(json) { _ in
                try await wait { try workspace.requests().count(where: \.isList) > 2 }
                return .terminate
            }
            let lines = result.standardError.split(separator: "\n")
            let added = lines.filter { $0.contains("\"message\":\"member added\"") }
            #expect(added.count == 2)
            #expect(added.allSatisfy { $0.contains("\"request.id\":\"req-") && $0.contains("\"commit\":\"none\"") })
            let tick = try #require(lines.first { $0.contains("\"message\":\"tick\"") })
            for fact in ["\"added\":2", "\"images\":1", "\"problems\":0", "\"commit\":\"none\""] {
                #expect(tick.contains(fact))
            }
        }
    }

    @Test func `A second run that finds the lock taken is status 75, and names the holder`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let first = try await workspace.program.run(["daemon", "--lock", "lock"] + pace) { id in
                try await workspace.additions(reach: 1)
                let second = try await workspace.program.run("apply", "--lock", "lock")
                #expect(second.code == 75)
                #expect(second.standardError.contains("\(id)"))
                return .terminate
            }
            #expect(first.code == 0)
            #expect(try await workspace.program.run("apply", "--lock", "lock").code == 0)
        }
    }

    @Test func `Two runs at once end in the same state, and create each member once`() async throws {
        try await withWorkspace(images: 4) { workspace in
            try workspace.writeManifest(images: 4, members: 12)
            async let one = workspace.program.run("apply", "--format", "json")
            async let other = workspace.program.run("apply", "--format", "json")
            let results = try await [one, other]
            #expect(results.allSatisfy { $0.code == 0 })
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 0)
            let created = try results.reduce(0) { try $0 + (RunResult($1.standardOutput).summary["created"] ?? 0) }
            #expect(created == 48)
        }
    }

    @Test func `Every write has a line in the audit file`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 2, members: 3)
            #expect(try await workspace.program.run("apply", "--audit-file", "audit.jsonl").code == 0)
            let lines = try workspace.read("audit.jsonl").split(separator: "\n")
            #expect(lines.count == 6)
            #expect(lines.allSatisfy { $0.contains("\"outcome\":\"created\"") && $0.contains("\"request_id\":\"req-") })
            #expect(lines.allSatisfy { $0.contains("\"http_status\":200") })
            #expect(lines.allSatisfy { $0.contains("\"user\":\"demo (") && $0.contains("\"file\":\"sharing.yaml\"") })
        }
    }

    @Test func `A write that cannot be audited is the last one`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 2, members: 3)
            let result = try await workspace.program.run(
                "apply", "--audit-file", "/dev/full", "--concurrency", "1", "--format", "json"
            )
            #expect(result.code != 0)
            #expect(try workspace.requests().count(where: \.isAddition) <= 1)
        }
    }

    /// Five hundred ticks at full speed: neither memory nor open files may grow.
    @Test func `Five hundred ticks leave neither memory nor open files behind`() async throws {
        try await withWorkspace(images: 3) { workspace in
            try workspace.writeManifest(images: 3, members: 5)
            let fast = ["daemon", "-q", "--interval", "1ms", "--manifest-interval", "1s"]
            _ = try await workspace.program.run(fast) { id in
                try await wait { try workspace.requests().count(where: \.isList) >= 3 * 100 }
                let (memory, files) = (try Self.residentKilobytes(of: id), try Self.openFiles(of: id))
                try await wait { try workspace.requests().count(where: \.isList) >= 3 * 600 }
                let growth = try Self.residentKilobytes(of: id) - memory
                #expect(growth < 5 * 1024, "\(growth) kB more after 500 ticks")
                #expect(try Self.openFiles(of: id) <= files + 1)
                return .terminate
            }
        }
    }

    private static func residentKilobytes(of id: Int32) throws -> Int {
        let status = String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(id)/status")), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.filter(\.isNumber)))
    }

    private static func openFiles(of id: Int32) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count
    }
}
