import Diagnosis
import ImageSharing
import OpenStack
import TestSupport
import Testing
import Transport

/// Images, members and projects that a manifest names, as a cloud shows them.
struct ManifestCheckTests {
    private static func members(_ image: Int, _ members: [Int]) -> (String, ScriptedTransport.Reply) {
        let listed = FakeCloud.members(of: .numbered(image), members.map { ProjectID.numbered($0).description })
        return ("GET /image/v2/images/\(ImageID.numbered(image))/members", .status(200, listed))
    }

    private static func image(_ image: Int) -> (String, ScriptedTransport.Reply) {
        ("GET /image/v2/images/\(ImageID.numbered(image))", .status(200, FakeCloud.image(.numbered(image))))
    }

    private static func project(_ number: Int, _ reply: ScriptedTransport.Reply) -> (String, ScriptedTransport.Reply) {
        ("GET /identity/v3/projects/\(ProjectID.numbered(number))", reply)
    }

    private func check(
        _ images: [DesiredImage], _ replies: [(String, ScriptedTransport.Reply)], accessRules: [AccessRule]? = nil
    ) async throws -> (findings: [Finding], lines: [String]) {
        let cloud = try FakeCloud(Dictionary(uniqueKeysWithValues: replies))
        let findings = Findings()
        await ManifestCheck(
            client: cloud.client, identity: cloud.identity, authorization: try .of(accessRules: accessRules),
            concurrency: cloud.concurrency, report: findings.add
        ).perform(DesiredState(images: images))
        return (findings.all, cloud.transport.lines)
    }

    @Test func `Images come first, sorted by ID, then the projects of the manifest and of the lists`() async throws {
        let (found, lines) = try await check(
            [.numbered(3, members: [1]), .numbered(1, members: [2]), .numbered(2, members: [1])],
            [
                Self.members(1, [5, 6]), Self.image(1), Self.members(3, [1, 6]), Self.image(3),
                ("GET /image/v2/images/\(ImageID.numbered(2))/members", .glance(404, "Image \(ImageID.numbered(2))")),
                Self.project(1, .status(200, FakeCloud.project("web"))),
                Self.project(2, .keystone(404, "Could not find project: \(ProjectID.numbered(2)).")),
                Self.project(5, .status(200, FakeCloud.project("old", isEnabled: false))),
                Self.project(6, .status(200, FakeCloud.project("ci"))),
            ])
        #expect(
            found.map(\.outline) == [
                "ok image", "wrong image", "ok image", "wrong project", "warning project", "ok project",
            ], "\(found)")
        let words = [
            "image \(ImageID.numbered(1)) (debian): shared with 2, 1 missing",
            "image \(ImageID.numbered(2)) (sharing.yaml:1:3): the image does not exist",
            "image \(ImageID.numbered(3)) (debian): shared with 2, 0 missing",
            "project \(ProjectID.numbered(2)) (sharing.yaml:3:5) does not exist",
            "project \(ProjectID.numbered(5)) (old), a member that the manifest does not name, is disabled",
            "2 of 4 projects exist and are enabled",
        ]
        for (finding, words) in zip(found, words) { #expect(finding.message.hasPrefix(words), "\(finding)") }
        #expect(lines.allSatisfy { $0.hasPrefix("GET ") || $0 == "POST /identity/v3/auth/tokens" })
    }

    @Test func `Where access rules forbid a look at an image, its members are still looked through`() async throws {
        let (found, lines) = try await check(
            [.numbered(1, members: [1])],
            [
                Self.members(1, [5, 6]), Self.project(1, .keystone(403, "no")), Self.project(5, .keystone(403, "no")),
                Self.project(6, .keystone(403, "no")),
            ], accessRules: [.image("GET /v2/images/*/members")])
        #expect(found.map(\.outline) == ["ok image", "unknown project"])
        #expect(found.first?.message == "image \(ImageID.numbered(1)): shared with 2, 1 missing")
        #expect(!lines.contains("GET /image/v2/images/\(ImageID.numbered(1))"))
    }

    @Test func `An image that cannot be had says nothing of its own, and its projects are asked about`() async throws {
        let (found, _) = try await check(
            [.numbered(1, members: [1])],
            [
                Self.members(1, [5, 6]),
                ("GET /image/v2/images/\(ImageID.numbered(1))", .status(503)),
                Self.project(1, .status(200, FakeCloud.project("web"))),
                Self.project(5, .status(200, FakeCloud.project("web"))),
                Self.project(6, .status(200, FakeCloud.project("web"))),
            ])
        #expect(found.map(\.outline) == ["ok image", "ok project"])
    }

    @Test func `A cloud that cannot say is unknown for now`() async throws {
        let (found, _) = try await check(
            [.numbered(1, members: [1])],
            [
                ("GET /image/v2/images/\(ImageID.numbered(1))/members", .status(503)),
                Self.project(1, .status(503)),
            ])
        #expect(found.map(\.outline) == ["unknown image", "unknown project"])
        #expect(found.map(\.isTransient) == [true, true])
    }
}
