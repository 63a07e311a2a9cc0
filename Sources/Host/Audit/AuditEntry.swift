package import FoundationEssentials
package import ImageSharing
import Text

/// One write to the cloud, as the audit trail remembers it.
package struct AuditEntry: Sendable, Equatable {
    /// The result of a write.
    package enum Outcome: String, Sendable, CaseIterable {
        /// The member was added.
        case created
        /// It was there.
        case alreadyMember = "already_member"
        /// The cloud refused it.
        case refused
        /// The cloud did not do it now, and may be asked again.
        case notAdded = "not_added"
        /// It may have been added: the answer got lost.
        case inDoubt = "in_doubt"
    }

    /// The time of the answer.
    package var time: Date
    /// The commit of the manifest.
    package var commit: String?
    /// The line of the manifest that asked for it.
    package var source: SourceLocation
    /// The image.
    package var image: ImageID
    /// The member.
    package var member: ProjectID
    /// The result.
    package var outcome: Outcome
    /// The HTTP status, if there was an answer and it is known.
    package var httpStatus: Int?
    /// The request's ID in the cloud's own logs.
    package var requestID: String?
    /// The user of the token.
    package var user: String?

    /// Makes an entry.
    package init(
        time: Date, commit: String?, source: SourceLocation, image: ImageID, member: ProjectID, outcome: Outcome,
        httpStatus: Int? = nil, requestID: String? = nil, user: String? = nil
    ) {
        self.time = time
        self.commit = commit
        self.source = source
        self.image = image
        self.member = member
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.user = user
    }

    /// The entry as a line of JSON, without the line break.
    package var line: String {
        var json = JSONWriter(isCompact: true)
        json.object { json in
            json.field("time", time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            json.field("commit", commit)
            json.field("file", source.file)
            json.field("line", source.line)
            json.field("image", image.description)
            json.field("member", member.description)
            json.field("outcome", outcome.rawValue)
            json.field("http_status", httpStatus)
            json.field("request_id", requestID)
            json.field("user", user)
        }
        return json.text
    }
}
