/// A finding about a member that wants somebody's attention and keeps nobody from sharing: it is no failure of a run.
package struct Warning: Hashable, Sendable {
    /// The kinds of warning, by the names that scripts know.
    package enum Code: String, CaseIterable, Sendable {
        /// A member has several rows in Glance's list.
        case duplicateRows = "duplicate_rows"
    }

    /// The kind of warning.
    package let code: Code
    /// The image.
    package let image: ImageID
    /// The member.
    package let member: ProjectID
    /// The number of the member's rows.
    package let rows: Int
    /// A sentence that says what was seen; it may quote a cloud: escape it before showing it.
    package let message: String
    /// A sentence that says how to mend it.
    package let hint: String

    /// Warns of a member's duplicate rows, which parallel writers leave behind.
    ///
    /// Glance deletes an image by marking its rows as deleted, all at one time, and two rows of one member cannot both
    /// be marked with the same time: the deletion fails halfway, and the image stays in status `deleted` for ever.
    ///
    /// - Parameters:
    ///   - duplicate: the member and its rows.
    ///   - image: the image.
    package init(_ duplicate: ImageAudit.Duplicate, of image: ImageID) {
        code = .duplicateRows
        self.image = image
        member = duplicate.project
        rows = duplicate.rows
        message =
            "project \(duplicate.project) is a member \(duplicate.rows) times: deleting an image with duplicate rows fails "
            + "(HTTP 500), and leaves it in status deleted for ever"
        let times = duplicate.rows == 2 ? "once" : "\(duplicate.rows - 1) times"
        hint =
            "run \(times): openstack image remove project \(image) \(duplicate.project); each takes one row away, and where "
            + "the project had accepted the image, it may have to accept it again"
    }
}

extension Warning: Comparable {
    /// By image, then member.
    package static func < (one: Warning, other: Warning) -> Bool {
        (one.image, one.member) < (other.image, other.member)
    }
}
