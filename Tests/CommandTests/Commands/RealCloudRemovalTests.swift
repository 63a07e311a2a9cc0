import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// Taking away on a real Keystone and Glance: each word of a manifest removes exactly whom it names.
@Suite(.enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"))
struct RealCloudRemovalTests {
    /// The words by which a manifest takes away, below an image that four projects use.
    enum Words: String, CaseIterable, CustomTestStringConvertible {
        case revoked, exclusive, expired

        var testDescription: String { rawValue }

        /// The long form of an image that keeps the first project.
        func form(_ projects: [String]) -> String {
            switch self {
            case .revoked: "    members: [\(projects[0])]\n    revoked: [\(projects[1]), \(projects[9])]\n"
            case .exclusive: "    exclusive: true\n    members: [\(projects[0])]\n"
            case .expired:
                "    members:\n      - \(projects[0])\n      - {project: \(projects[1]), until: 2026-01-31}\n"
            }
        }

        /// The places in `projects` of those that are members afterwards.
        var kept: Set<Int> {
            switch self {
            case .revoked, .expired: [0, 2, 3]
            case .exclusive: [0]
            }
        }
    }

    private func manifest(_ images: [String], _ form: String) -> String {
        "version: 1\nimages:\n" + images.map { "  \($0):\n\(form)" }.joined()
    }

    @Test(arguments: Words.allCases)
    func `Exactly those are removed whom the manifest names, and only where that is allowed`(words: Words) async throws
    {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(2)
            let shared = Workspace.manifest(images: images, members: Array(cloud.consumers.prefix(4)))
            #expect(try await program.run(["apply", "-f", "-", "-q"], input: shared).code == 0)
            let manifest = manifest(images, words.form(cloud.consumers))
            let removed = (4 - words.kept.count) * images.count
            let everybody = Set(cloud.consumers.prefix(4))

            let planned = try await program.run(["plan", "-f", "-", "--format", "json"], input: manifest)
            #expect(planned.code == 0)
            #expect(try RunResult(planned.standardOutput).summary["remove"] == removed)

            try await RealGlance.with(cloud) { glance in
                // Neither without the option, nor past its limit.
                let left = try await program.run(["apply", "-f", "-", "--format", "json"], input: manifest)
                #expect(left.code == 3)
                #expect(try RunResult(left.standardOutput).problems.map(\.code) == ["removal_not_allowed"])
                let refused = try await program.run(
                    ["apply", "-f", "-", "--max-removals", "\(removed - 1)"], input: manifest)
                #expect(refused.code == 4)
                for image in images { #expect(Set(try await glance.members(of: image)) == everybody) }

                let applied = try await program.run(
                    ["apply", "-f", "-", "--max-removals", "\(removed)", "--verify", "--format", "json"],
                    input: manifest)
                #expect(applied.code == 0, "\(applied.standardError)")
                #expect(try RunResult(applied.standardOutput).summary["removed"] == removed)
                let kept = Set(words.kept.map { cloud.consumers[$0] })
                for image in images { #expect(Set(try await glance.members(of: image)) == kept) }
                let after = try await program.run(["plan", "-f", "-", "--detailed-exitcode", "-q"], input: manifest)
                #expect(after.code == 0)
            }
        }
    }

    @Test func `Duplicate rows are removed until there is none`() async throws {
        try await withRealCloud { cloud, program in
            try await RealGlance.with(cloud) { glance in
                let image = try await glance.makeImage()
                let member = try await glance.makeDuplicate(of: image)
                let others = Set(try await glance.members(of: image)).subtracting([member])
                let form = "    members: []\n    revoked: [\(member)]\n"
                let result = try await program.run(
                    ["apply", "-f", "-", "--max-removals", "1", "--verify"], input: manifest([image], form))
                #expect(result.code == 0, "\(result.standardError)")
                #expect(Set(try await glance.members(of: image)) == others)
            }
        }
    }

    @Test func `An image of another project loses nobody, also where the token is an administrator's`() async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(1)
            let shared = Workspace.manifest(images: images, members: Array(cloud.consumers.prefix(2)))
            #expect(try await program.run(["apply", "-f", "-", "-q"], input: shared).code == 0)
            var administrator = program
            administrator.environment = cloud.variables(user: "admin")
            let result = try await administrator.run(
                ["apply", "-f", "-", "--max-removals", "100%", "--format", "json"],
                input: manifest(images, "    exclusive: true\n    members: [\(cloud.consumers[0])]\n"))
            #expect(result.code == 3)
            #expect(try RunResult(result.standardOutput).problems.map(\.code) == ["not_image_owner"])
            try await RealGlance.with(cloud) { glance in
                let members = try await glance.members(of: images[0])
                #expect(Set(members) == Set(cloud.consumers.prefix(2)))
            }
        }
    }
}
