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
        /// The member was removed.
        case removed
        /// It was not there.
        case alreadyRemoved = "already_removed"
        /// The image was accepted in the member's place.
        case accepted
        /// The cloud refused it.
        case refused
        /// The cloud did not add the member now, and may be asked again.
        case notAdded = "not_added"
        /// The cloud did not remove it now, and may be asked again.
        case notRemoved = "not_removed"
        /// The image was not accepted now, and the cloud may be asked again.
        case notAccepted = "not_accepted"
        /// It may have been done: the answer got lost.
        case inDoubt = "in_doubt"
    }

    /// The time of the answer.
    package var time: Date
    /// The commit of the manifest.
    package var commit: String?
    /// The part of the images that the run is about; nil for all.
    package var shard: Shard?
    /// The image.
    package var image: ImageID
    /// The change to its members: of a removal, with the member's own answer to the offer before it.
    package var change: Change
    /// The manifest's reason for what it says of the member, as it is written.
    package var reason: String?
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
        time: Date, commit: String?, shard: Shard? = nil, image: ImageID, change: Change, reason: String? = nil,
        outcome: Outcome,
        httpStatus: Int? = nil, requestID: String? = nil, user: String? = nil
    ) {
        self.time = time
        self.commit = commit
        self.shard = shard
        self.image = image
        self.change = change
        self.reason = reason
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.user = user
    }

    /// The entry as a line of JSON, without the line break.
    package var line: String {
        var json = JSONWriter(isCompact: true)
        json.object { json in
            json.field("time", time.formatted(Date.ISO8601FormatStyle.inRecords))
            json.field("commit", commit)
            if let shard { json.field("shard", shard.description) }
            json.field("file", change.member.source.file)
            json.field("line", change.member.source.line)
            json.field("action", change.action.rawValue)
            json.field("image", image.description)
            json.field("member", change.member.project.description)
            if let removal = change.removal {
                json.field("status", removal.status.rawValue)
                json.field("cause", removal.cause.name)
            }
            if let reason { json.field("reason", reason) }
            json.field("outcome", outcome.rawValue)
            json.field("http_status", httpStatus)
            json.field("request_id", requestID)
            json.field("user", user)
        }
        return json.text
    }
}
