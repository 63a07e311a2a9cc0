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

    @Test func `The lines about a pair come in their order, and whatever else is there is passed over`() throws {
        let path = FilePath(FileManager.default.temporaryDirectory.path).appending("audit-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: path.string) }
        let others = (0..<9000).map { line($0, member: .numbered(2)) }
        let text =
            ([line(10)] + others + [line(11, image: .numbered(2)), "{\"image\":\"\(ImageID.numbered(1))", line(12)])
            .joined(separator: "\n")
        #expect(text.utf8.count > 1 << 20)
        try Data(text.utf8).write(to: URL(filePath: path.string))
        let records = try AuditRecord.all(about: .numbered(1), .numbered(1), in: path)
        #expect(records.map(\.line) == [10, 12])
        #expect(records.first?.outcome == "created" && records.first?.action == nil)
    }

    @Test func `A trail that is not there is no trail without lines`() {
        #expect(throws: FileReader.Failure.self) {
            try AuditRecord.all(about: .numbered(1), .numbered(1), in: "/nowhere/at/all")
        }
    }
}
