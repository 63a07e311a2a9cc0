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
}
