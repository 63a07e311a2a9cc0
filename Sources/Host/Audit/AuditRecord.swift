import FoundationEssentials
package import ImageSharing
package import SystemPackage

/// A line of an audit trail, as it is read back.
package struct AuditRecord: Decodable, Sendable, Equatable {
    /// The time of the answer, as it stands there.
    package let time: String
    /// The file and the line of the manifest that asked for the write.
    package let file: String?
    package let line: Int?
    /// The kind of change; lines of before there were several have none, and are additions.
    package let action: String?
    /// The image and the member.
    package let image: String
    package let member: String
    /// The member's answer to the offer, and the words of the manifest that took it away; of a removal only.
    package let status: String?
    package let cause: String?
    /// The result.
    package let outcome: String
    /// The HTTP status, where there was an answer.
    package let http_status: Int?
    /// The request's ID in the cloud's own logs.
    package let request_id: String?
    /// The user of the token.
    package let user: String?

    /// Reads the lines about one member of one image; what is no line of an audit trail is passed over.
    ///
    /// - Parameters:
    ///   - image: the image.
    ///   - member: the member.
    ///   - path: the audit trail.
    /// - Returns: the lines in their order.
    /// - Throws: why it cannot be read.
    package static func all(
        about image: ImageID, _ member: ProjectID, in path: FilePath
    ) throws(FileReader.Failure) -> [AuditRecord] {
        // Most lines of a long trail are about others, and need not be decoded.
        let mark = Array(image.description.utf8)
        return try FileReader.lines(of: path) { line in
            guard line.firstRange(of: mark) != nil,
                let record = try? JSONDecoder().decode(AuditRecord.self, from: Data(line)),
                record.image == image.description, record.member == member.description
            else { return nil }
            return record
        }
    }
}
