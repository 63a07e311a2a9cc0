import FoundationEssentials
import HTTPTypes
import Subprocess
import SystemPackage
import Testing

@testable import OpenStack

/// Images of a real Glance that are not as they seem.
@Suite(.enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"))
struct RealCloudImagesTests {
    private func result(_ program: Program, _ command: String..., of manifest: String) async throws -> (
        code: Int32?, RunResult
    ) {
        let run = try await program.run(command + ["-f", "-", "--format", "json"], input: manifest)
        return (run.code, try RunResult(run.standardOutput))
    }

    @Test func `Duplicate rows are warned of, and the command that the hint names mends them`() async throws {
        try await withRealCloud { cloud, program in
            try await RealGlance.with(cloud) { glance in
                let image = try await glance.makeImage()
                let member = try await glance.makeDuplicate(of: image)
                let manifest = Workspace.manifest(images: [image], members: [member])
                let (code, plan) = try await result(program, "plan", "--detailed-exitcode", of: manifest)
                #expect(code == 0)
                #expect(plan.problems.isEmpty)
                let warning = try #require(plan.warnings?.first { $0.member == member })
                #expect(warning.code == "duplicate_rows" && warning.image == image && warning.rows > 1)
                #expect(warning.hint.contains("openstack image remove project \(image) \(member)"))
                for _ in 1..<warning.rows {
                    let removed = try await Subprocess.run(
                        .name("openstack"), arguments: ["image", "remove", "project", image, member],
                        environment: program.variables, output: .discarded, error: .string(limit: 1 << 20))
                    #expect(removed.terminationStatus.isSuccess, "\(removed.standardError)")
                }
                let mended = try await result(program, "plan", "--detailed-exitcode", of: manifest)
                #expect(mended.code == 0)
                #expect(mended.1.warnings?.contains { $0.member == member } == false)
            }
        }
    }

    /// The warning is true: the deletion fails, and cannot be repeated.
    @Test func `An image whose deletion failed because of duplicate rows is told of, and not written to`() async throws
    {
        try await withRealCloud { cloud, program in
            try await RealGlance.with(cloud) { glance in
                let image = try await glance.makeImage()
                _ = try await glance.makeDuplicate(of: image)
                #expect(try await glance.ask(.delete, "/v2/images/\(image)").status == 500)
                #expect(try await glance.ask(.delete, "/v2/images/\(image)").status == 400)
                let manifest = Workspace.manifest(images: [image], members: cloud.consumers)
                let (code, applied) = try await result(program, "apply", of: manifest)
                #expect(code == 3)
                #expect(applied.problems.map(\.code) == ["image_not_shareable"])
                #expect(applied.problems.first?.message.contains("stuck in status deleted") == true)
                #expect(applied.changes.isEmpty)
            }
        }
    }

    @Test func `An image without an owner is noticed while planning, by everybody but an administrator`() async throws {
        try await withRealCloud { cloud, program in
            try await RealGlance.with(cloud) { glance in
                let image = try await glance.makeImage(as: "admin", #", "owner": null"#)
                for member in cloud.consumers.prefix(2) {
                    #expect(try await glance.add(member, to: image, as: "admin") == 200)
                }
                let manifest = Workspace.manifest(images: [image], members: Array(cloud.consumers.prefix(2)))
                let (code, plan) = try await result(program, "plan", of: manifest)
                #expect(code == 3)
                #expect(plan.problems.map(\.code) == ["not_image_owner"])
                #expect(plan.problems.first?.message.contains("belongs to no project") == true)
                #expect(plan.summary["add"] == 0)
                var administrator = program
                administrator.environment = cloud.variables(user: "admin")
                #expect(try await result(administrator, "plan", "--detailed-exitcode", of: manifest).code == 0)
            }
        }
    }

    @Test func `Two hosts that apply at once leave duplicates, which the next look or --verify tells of`() async throws
    {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(3)
            let manifest = Workspace.manifest(images: images, members: cloud.consumers)
            async let one = result(program, "apply", "--verify", of: manifest)
            async let other = result(program, "apply", "--verify", of: manifest)
            let runs = try await [one, other]
            #expect(runs.allSatisfy { $0.code == 0 && $0.1.problems.isEmpty })
            // The one that ended last has seen what there is now.
            let plan = try await result(program, "plan", "--detailed-exitcode", of: manifest)
            #expect(plan.code == 0)
            let there = Set((plan.1.warnings ?? []).map { $0.image + $0.member })
            let warned = Set(runs.flatMap { $0.1.warnings ?? [] }.map { $0.image + $0.member })
            #expect(there == warned)
        }
    }

    @Test func `A credential that may list and add members, and nothing else, is enough to the doctor`() async throws {
        try await withRealCloud { cloud, program in
            try await RealKeystone.with(cloud) { keystone in
                let bot = try await keystone.applicationCredential(
                    rules: [("GET", "/v2/images/*/members"), ("POST", "/v2/images/*/members")])
                var restricted = program
                restricted.environment = bot
                let image = try await cloud.makeImages(1)[0]
                let manifest = Workspace.manifest(images: [image], members: [cloud.consumers[0]])
                let (code, applied) = try await result(restricted, "apply", of: manifest)
                #expect(code == 0 && applied.summary["created"] == 1)
                let file = restricted.folder.appending("sharing.yaml")
                try Data(manifest.utf8).write(to: URL(filePath: file.string))
                let doctor = try await restricted.run("doctor", "-f", "sharing.yaml")
                #expect(doctor.code == 0, "\(doctor)")
                for part in [
                    "may list members, by the application credential's access rules", "may add members",
                    "a rule for GET /v2/images/* of service image", "shared with 1, 0 missing",
                ] { #expect(doctor.standardOutput.contains(part), "\(part) in \(doctor.standardOutput)") }
            }
        }
    }

    @Test func `A credential that may only list members is told that it cannot add any`() async throws {
        try await withRealCloud { cloud, program in
            try await RealKeystone.with(cloud) { keystone in
                var restricted = program
                restricted.environment = try await keystone.applicationCredential(
                    rules: [("GET", "/v2/images/*/members")])
                let doctor = try await restricted.run("doctor")
                #expect(doctor.code == 1, "\(doctor)")
                #expect(doctor.standardOutput.contains("do not let it add members"), "\(doctor.standardOutput)")
            }
        }
    }
}
