import ImageSharing

/// A row of an image's members, as Glance writes it.
struct MemberRow: Decodable, Equatable {
    var image_id: String
    var member_id: String
    var status: String
    var updated_at: String?

    /// The row as the report has it.
    var member: ImageMember {
        ImageMember(
            project: ProjectID(reported: member_id), status: MemberStatus(rawValue: status), since: updated_at)
    }

    /// Returns true if it is that of a member of an image.
    func isOf(_ member: ProjectID, _ image: ImageID) -> Bool {
        image_id == image.description && member_id == member.description
    }
}
