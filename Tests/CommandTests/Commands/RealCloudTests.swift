import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The program against a real Keystone and Glance, where there is one.
@Suite(.enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"))
struct RealCloudTests {
    /// Runs the `openstack` client, and returns the lines of its output.
    private func openstack(_ program: Program, _ arguments: String...) async throws -> [Substring] {
        let result = try await Subprocess.run(
            .name("openstack"), arguments: Arguments(arguments), environment: program.variables,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return result.standardOutput.split(separator: "\n")
    }

    @Test func `Twenty images reach twenty-four projects, and a member removed by hand is put back`() async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(20)
            let manifest = Workspace.manifest(images: images, members: cloud.consumers)
            let planned = try await program.run(["plan", "-f", "-", "--format", "json"], input: manifest)
            #expect(try RunResult(planned.standardOutput).summary["add"] == 480)
            let applied = try await program.run(["apply", "-f", "-", "--format", "json"], input: manifest)
            #expect(applied.code == 0)
            #expect(try RunResult(applied.standardOutput).summary["created"] == 480)
            #expect(try await program.run(["plan", "-f", "-", "--detailed-exitcode"], input: manifest).code == 0)

            // A client that is not ours sees the same.
            let image = images[7]
            let listed = try await openstack(
                program, "image", "member", "list", image, "-f", "value", "-c", "Member ID")
            #expect(Set(listed.map(String.init)) == Set(cloud.consumers))

            // What is removed by hand is found and put back.
            _ = try await openstack(program, "image", "remove", "project", image, cloud.consumers[3])
            #expect(try await program.run(["plan", "-f", "-", "--detailed-exitcode"], input: manifest).code == 2)
            let again = try await program.run(["apply", "-f", "-", "--format", "json"], input: manifest)
            let changes = try RunResult(again.standardOutput).changes
            #expect(changes.map(\.image) == [image])
            #expect(changes.map(\.member) == [cloud.consumers[3]])
            #expect(try await program.run(["plan", "-f", "-", "--detailed-exitcode"], input: manifest).code == 0)
        }
    }

    @Test func `A full image is backed off alone, and a slot freed meanwhile is used`() async throws {
        try await withRealCloud(region: \.small_region) { cloud, program in
            let images = try await cloud.makeImages(4, region: cloud.small_region)
            let full = images[3]
            let crowd = cloud.consumers.prefix(6)
            let manifest =
                Workspace.manifest(images: Array(images.prefix(3)), members: Array(cloud.consumers.prefix(4)))
                + "  \(full):\n" + crowd.map { "    - \($0)\n" }.joined()

            let first = try await program.run(
                ["apply", "-f", "-", "--retry-for", "3s", "--format", "json"], input: manifest
            )
            #expect(first.code == 3)
            let report = try RunResult(first.standardOutput)
            #expect(report.summary["created"] == 17)
            #expect(report.summary["failed"] == 1)
            for problem in report.problems {
                #expect(problem.code == "member_limit_exceeded")
                #expect(problem.image == full)
                #expect(problem.message.contains("Attempted: 6, Maximum: 5"))
            }

            // The run waits; meanwhile a member leaves, and its place is taken.
            let leaving = try #require(report.changes.first { $0.image == full && $0.result == "created" }?.member)
            let smaller = Workspace.manifest(images: [full], members: crowd.filter { $0 != leaving })
            async let waiting = program.run(
                ["apply", "-f", "-", "--retry-for", "3m", "--format", "json"], input: smaller
            )
            _ = try await openstack(program, "image", "remove", "project", full, leaving)
            let second = try await waiting
            #expect(second.code == 0, "\(second)")
            let change = try #require(try RunResult(second.standardOutput).changes.first)
            #expect(change.result == "created")
            // The client above takes longer to start than the run takes to be refused once.
            #expect((change.attempts ?? 0) > 1)
        }
    }

    @Test(arguments: [("reader", "forbidden"), ("consumer", "image_not_found")])
    func `A token that may not share an image is refused with the reason`(_ user: String, code: String) async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(1)
            var other = program
            other.environment = cloud.variables(user: user)
            let manifest = Workspace.manifest(images: images, members: [cloud.consumers[0]])
            let result = try await other.run(["apply", "-f", "-", "--format", "json"], input: manifest)
            #expect(result.code == 3)
            let problem = try #require(try RunResult(result.standardOutput).problems.first)
            #expect(problem.code == code)
            #expect(problem.hint != nil)
        }
    }

    @Test func `A consumer's token, which sees only its own row, is refused`() async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(1)
            let consumer = try #require(cloud.users["consumer"])
            let shared = Workspace.manifest(images: images, members: [consumer.project_id, cloud.consumers[0]])
            #expect(try await program.run(["apply", "-f", "-"], input: shared).code == 0)
            var other = program
            other.environment = cloud.variables(user: "consumer")
            let more = Workspace.manifest(images: images, members: Array(cloud.consumers.prefix(3)))
            let result = try await other.run(["plan", "-f", "-", "--format", "json"], input: more)
            #expect(result.code == 3)
            let report = try RunResult(result.standardOutput)
            #expect(report.problems.map(\.code) == ["not_image_owner"])
            #expect(report.changes.isEmpty)
        }
    }

    @Test func `Tokens that live four seconds do not fail a run that lasts longer`() async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(2)
            var brief = program
            brief.environment = cloud.variables(authURL: cloud.short_auth_url)
            let manifest = Workspace.manifest(images: images, members: cloud.consumers)
            let result = try await brief.run(
                ["apply", "-f", "-", "--max-rate", "4", "--format", "json", "--log-level", "debug"], input: manifest
            )
            #expect(result.code == 0)
            #expect(result.standardError.split(separator: "\n").count { $0.contains("/auth/tokens") } >= 4)
            #expect(try RunResult(result.standardOutput).summary["created"] == 48)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `The daemon follows the manifest, and puts back a member that is removed`() async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(2)
            let file = program.folder.appending("sharing.yaml")
            let write = { @Sendable (members: Int) throws in
                let manifest = Workspace.manifest(images: images, members: Array(cloud.consumers.prefix(members)))
                try Data(manifest.utf8).write(to: URL(filePath: file.string), options: .atomic)
            }
            let isInPlace = { @Sendable () async throws in
                try await program.run("plan", "--detailed-exitcode", "-q").code == 0
            }
            try write(2)
            let pace = ["--interval", "2s", "--manifest-interval", "500ms"]
            let result = try await program.run(["daemon"] + pace) { _ in
                try await wait(until: isInPlace)
                try write(5)
                try await wait(until: isInPlace)
                _ = try await openstack(program, "image", "remove", "project", images[0], cloud.consumers[1])
                try await wait(until: isInPlace)
                return .terminate
            }
            #expect(result.code == 0)
            #expect(result.standardError.split(separator: "\n").count { $0.contains("member added") } == 11)
        }
    }
}
