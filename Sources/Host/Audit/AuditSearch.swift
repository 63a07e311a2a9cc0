import FoundationEssentials
package import ImageSharing
package import SystemPackage

/// The lines of an audit trail that are about one member of one image, and the number of those that nobody can read.
package struct AuditSearch: Sendable, Equatable {
    /// The lines about the member, in their order.
    package let records: [AuditRecord]
    /// The number of lines that are none of an audit trail; a last one that was cut off does not count: it is being
    /// written, or its run came to a sudden end.
    package let unreadableCount: Int
    /// True unless there are lines, and none of them is one of an audit trail.
    package let isTrail: Bool

    /// The first characters of each line.
    static let beginning = Array("{\"time\":\"".utf8)

    /// Reads an audit trail.
    ///
    /// - Parameters:
    ///   - image: the image.
    ///   - member: the member.
    ///   - path: the audit trail.
    /// - Throws: why it cannot be read.
    package init(
        about image: ImageID, _ member: ProjectID, in path: FilePath
    ) throws(FileReader.Failure) {
        let mark = Array(image.description.utf8)
        var (readable, unreadable) = (0, 0)
        var isCutOff = false
        records = try FileReader.lines(of: path) { line in
            isCutOff = false
            guard let last = line.last else { return nil }
            // Most lines of a long trail are about others, and need not be decoded.
            let isWhole = line.starts(with: Self.beginning) && last == UInt8(ascii: "}")
            if isWhole && line.firstRange(of: mark) == nil {
                readable += 1
                return nil
            }
            guard let record = try? JSONDecoder().decode(AuditRecord.self, from: Data(line)) else {
                unreadable += 1
                isCutOff = Self.beginning.starts(with: line.prefix(Self.beginning.count))
                return nil
            }
            readable += 1
            return record.image == image.description && record.member == member.description ? record : nil
        }
        // What ends without a line break comes last.
        if isCutOff { unreadable -= 1 }
        unreadableCount = unreadable
        isTrail = readable > 0 || unreadable == 0
    }
}
