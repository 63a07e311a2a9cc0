import ImageSharing
import TestSupport
import Testing

struct ImageAuditTests {
    private static let plain = "2d1521a5a0c94a45bd0ad9ffcb0d5d72"
    private static let dashed = "2d1521a5-a0c9-4a45-bd0a-d9ffcb0d5d72"
    private static let other = "f6a818c3d4aa458798ed86892e7150c0"

    private static func audit(listed: [String], wanted: [String] = []) -> ImageAudit {
        ImageAudit(
            listed: listed.map { ImageMember(project: ProjectID(reported: $0), status: .pending) },
            wanted: wanted.map { ProjectID(reported: $0) }
        )
    }

    @Test(
        arguments: [
            ([plain, other], [], [], [], []),
            (["web", plain, "Web 2"], [], ["Web 2", "web"], [], []),
            ([plain], ["web"], ["web"], [], []),
            ([plain, dashed], [], [], [dashed], []),
            ([plain], [dashed], [], [], []), ([dashed], [plain], [], [], []),
            ([plain, dashed], [dashed], [], [dashed], []),
            ([dashed], [], [], [], []),
            ([plain, other, plain, plain], [], [], [], [plain]),
            (["web", "web"], ["web"], ["web"], [], ["web"]),
            ([], [], [], [], []),
        ] as [([String], [String], [String], [String], [String])])
    func `Malformed members, dashed duplicates and duplicate rows are found`(
        listed: [String], wanted: [String], malformed: [String], dashed: [String], duplicates: [String]
    ) {
        let audit = Self.audit(listed: listed, wanted: wanted)
        #expect(audit.malformedMembers.map(\.description) == malformed)
        #expect(audit.dashedDuplicates.map(\.description) == dashed)
        #expect(audit.duplicates.map(\.project.description) == duplicates)
    }

    @Test func `A project that is wanted with dashes and there without is no duplicate yet`() {
        #expect(
            Self.audit(listed: [Self.plain], wanted: [Self.dashed]).dashedRequests.map(\.description) == [Self.dashed])
        #expect(Self.audit(listed: [Self.plain, Self.dashed], wanted: [Self.dashed]).dashedRequests.isEmpty)
        #expect(Self.audit(listed: [Self.other], wanted: [Self.dashed]).dashedRequests.isEmpty)
    }

    @Test func `Duplicate rows are counted`() {
        let audit = Self.audit(listed: [Self.plain, Self.plain, Self.plain])
        #expect(audit.duplicates.map(\.rows) == [3])
    }
}
