import ImageSharing
import TestSupport
import Testing

@testable import Diagnosis
@testable import ImageAPI
@testable import OpenStack

/// The findings of an image and its members, made of values.
struct ImageFindingsTests {
    private static let id = ImageID.numbered(1)
    private static let plain = "2d1521a5a0c94a45bd0ad9ffcb0d5d72"
    private static let dashed = "2d1521a5-a0c9-4a45-bd0a-d9ffcb0d5d72"
    private static let other = "f6a818c3d4aa458798ed86892e7150c0"
    private static let shared = Image(owner: "owner", visibility: "shared", name: "debian", status: "active")

    private func findings(
        listed: [String] = [], wanted: [String] = [], image: Image? = shared, project: String? = "owner",
        isAdministrator: Bool = false
    ) throws -> [Finding] {
        let members = wanted.enumerated().map { index, project in
            DesiredMember(
                project: ProjectID(reported: project),
                source: SourceLocation(file: "sharing.yaml", line: 10 + index, column: 7))
        }
        let source = SourceLocation(file: "sharing.yaml", line: 3, column: 3)
        return ImageFindings(
            desired: DesiredImage(id: Self.id, source: source, members: members),
            listed: listed.map { ImageMember(project: ProjectID(reported: $0), status: .pending) }, image: image,
            authorization: try .of(project: project, isAdministrator: isAdministrator)
        ).all
    }

    @Test(
        arguments: [
            ([plain], [plain], shared, "(debian): shared with 1, 0 missing"),
            ([plain], [plain, other], shared, "(debian): shared with 1, 1 missing"),
            (
                [], [], Image(owner: "owner", visibility: "shared", name: nil, status: "active"),
                ": shared with 0, 0 missing"
            ),
            ([other], [plain], nil, ": shared with 1, 1 missing"),
        ] as [([String], [String], Image?, String)])
    func `An image with nothing odd is summed up`(
        listed: [String], wanted: [String], image: Image?, end: String
    ) throws {
        let found = try findings(listed: listed, wanted: wanted, image: image)
        #expect(found.map(\.outline) == ["ok image"])
        #expect(found.first?.message.hasPrefix("image \(Self.id)") == true)
        #expect(found.first?.message.hasSuffix(end) == true, "\(found)")
    }

    @Test(
        arguments: [
            (["web", plain], [], "its member “web” does not look like a project's ID", "MEMBER"),
            ([plain], ["web"], "its member “web” does not look like a project's ID", "MEMBER"),
            ([plain, dashed], [], "project \(dashed) is there with dashes and without", dashed),
            ([plain, plain], [plain], "project \(plain) is a member 2 times", "run once"),
        ] as [([String], [String], String, String)])
    func `An oddity of the members wants attention, at the image's line`(
        listed: [String], wanted: [String], words: String, hint: String
    ) throws {
        let found = try findings(listed: listed, wanted: wanted)
        #expect(found.map(\.outline) == ["warning image"])
        #expect(found.first?.message.hasPrefix("image \(Self.id) (sharing.yaml:3:3): ") == true)
        #expect(found.first?.message.contains(words) == true, "\(found)")
        #expect(found.first?.hint?.contains(hint) == true, "\(found)")
    }

    @Test func `A project that is there without the dashes it is asked for with is told at its own line`() throws {
        let found = try findings(listed: [Self.plain], wanted: [Self.other, Self.dashed])
        #expect(found.map(\.outline) == ["warning image"])
        #expect(
            found.first?.message
                == "image \(Self.id) (sharing.yaml:11:7): project \(Self.dashed) is there without dashes already")
        #expect(found.first?.hint?.hasPrefix("write it as \(Self.plain),") == true)
    }

    @Test(
        arguments: [
            ("owner", "public", "active", "owner", "it has no members"),
            ("other", "public", "active", "owner", "only its owner, project other,"),
            ("other", "community", "active", "owner", "only its owner, project other,"),
            ("other", "shared", "active", "owner", "belongs to project other"),
            ("other", "private", "active", "owner", "belongs to project other"),
            (nil, "shared", "active", "owner", "belongs to no project"),
            ("owner", "shared", "deleted", "owner", "stuck in status deleted"),
            ("owner", "shared", "pending_delete", "owner", "being deleted"),
        ] as [(String?, String, String, String?, String)])
    func `An image that cannot be shared by this token is wrong`(
        owner: String?, visibility: String, status: String, project: String?, words: String
    ) throws {
        let image = Image(owner: owner, visibility: visibility, name: nil, status: status)
        let found = try findings(listed: [Self.plain], image: image, project: project)
        #expect(found.map(\.outline) == ["wrong image"])
        let said = found.map { $0.message + " " + ($0.hint ?? "") }
        #expect(said.first?.contains(words) == true, "\(said)")
    }

    @Test(
        arguments: [
            ("owner", "shared", "active", "owner", false), ("owner", "private", "active", "owner", false),
            ("owner", "shared", "queued", "owner", false), ("owner", "shared", "deactivated", "owner", false),
            ("other", "shared", "active", nil, false), ("other", "shared", "active", "owner", true),
        ] as [(String, String, String, String?, Bool)])
    func `An image that is not active yet, one's own or an administrator's can be shared`(
        owner: String, visibility: String, status: String, project: String?, isAdministrator: Bool
    ) throws {
        let image = Image(owner: owner, visibility: visibility, name: nil, status: status)
        let found = try findings(
            listed: [Self.plain], image: image, project: project, isAdministrator: isAdministrator)
        #expect(found.map(\.outline) == ["ok image"])
    }

    @Test func `What keeps an image from being shared comes before the oddities, and there is no summary then`() throws
    {
        let image = Image(owner: "other", visibility: "shared", name: nil, status: "active")
        let found = try findings(
            listed: ["web", "aaa", Self.plain, Self.dashed, Self.other, Self.other], wanted: [Self.dashed], image: image
        )
        #expect(found.map(\.state) == [.failed, .warning, .warning, .warning, .warning])
        let order = ["belongs to project other", "“aaa”", "“web”", Self.dashed, "is a member 2 times"]
        for (finding, words) in zip(found, order) { #expect(finding.message.contains(words), "\(words)") }
    }
}
