import FoundationEssentials
import Host
import ImageSharing
import SystemPackage
import TestSupport
import Testing

/// The audit trail, read back.
@Suite struct AuditRecordTests {
    private func line(_ number: Int, image: ImageID = .numbered(1), member: ProjectID = .numbered(1)) -> String {
        """
        {"time":"2026-03-01T12:00:\(number)Z","file":"m.yaml","line":\(number),"image":"\(image)","member":"\(member)",\
        "outcome":"created","http_status":200,"request_id":null,"user":"demo"}
        """
    }

    /// Looks for the pair of both first numbers in a file of its own.
    private func search(_ text: String) throws -> AuditSearch {
        let path = FilePath(FileManager.default.temporaryDirectory.path).appending("audit-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: path.string) }
        try Data(text.utf8).write(to: URL(filePath: path.string))
        return try AuditSearch(about: .numbered(1), .numbered(1), in: path)
    }

    @Test func `The lines about a pair come in their order, and what cannot be read is counted`() throws {
        let others = (0..<9000).map { line($0, member: .numbered(2)) }
        let text =
            ([line(10)] + others + [line(11, image: .numbered(2)), "{\"image\":\"\(ImageID.numbered(1))", line(12)])
            .joined(separator: "\n")
        #expect(text.utf8.count > 1 << 20)
        let trail = try search(text)
        #expect(trail.records.map(\.line) == [10, 12])
        #expect(trail.records.first?.outcome == "created" && trail.records.first?.action == nil)
        #expect(trail.unreadableCount == 1 && trail.isTrail)
    }

    @Test(
        arguments: [
            ("", 0, 0, true), ("\n\n", 0, 0, true), ("LINE\n", 1, 0, true), ("LINE\nCUT", 1, 0, true),
            ("CUT", 0, 0, true), ("CUT\nLINE\n", 1, 1, true), ("{\"ti", 0, 0, true), ("LINE\nnonsense", 1, 1, true),
            ("Nov 26 host glance-share: LINE\n", 0, 1, false), ("version: 1\nimages: {}\n", 0, 2, false),
            ("nonsense", 0, 1, false), ("OTHER\n", 0, 0, true), ("OTHER\n# LINE\n", 0, 1, true),
        ] as [(String, Int, Int, Bool)])
    func `A line that is none of a trail counts, but for a last one that is cut off`(
        _ pattern: String, _ found: Int, _ unreadable: Int, _ isTrail: Bool
    ) throws {
        let text = pattern.replacing("LINE", with: line(10)).replacing("CUT", with: String(line(11).dropLast(20)))
            .replacing("OTHER", with: line(12, image: .numbered(2)))
        let trail = try search(text)
        #expect(trail.records.count == found && trail.unreadableCount == unreadable && trail.isTrail == isTrail)
    }

    @Test func `A trail that is not there is no trail without lines`() {
        #expect(throws: FileReader.Failure.self) {
            try AuditSearch(about: .numbered(1), .numbered(1), in: "/nowhere/at/all")
        }
    }
}
