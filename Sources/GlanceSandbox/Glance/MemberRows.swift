import FoundationEssentials

/// The members of an image, as the database keeps them: a row that was deleted is remembered, and used again.
struct MemberRows: Sendable {
    /// The rows that are there, in the order in which they came.
    private(set) var rows: [Member] = []
    /// When the deleted rows were made, by the bytes of their names.
    private var deleted: [[UInt8]: Date] = [:]

    /// Whether a project has a row.
    func contains(_ project: String) -> Bool {
        rows.contains { $0.isNamed(project) }
    }

    /// Whether two rows are alike: the database takes them in a race, and then never lets both go at the same moment.
    var hasDuplicates: Bool {
        Set(rows.map { Array($0.member.utf8) }).count < rows.count
    }

    /// Adds a row, whose time of creation is that of a deleted one of its name.
    ///
    /// - Returns: The row as it is kept.
    @discardableResult
    mutating func add(_ row: Member) -> Member {
        let row = Member(
            member: row.member, imageID: row.imageID, status: row.status,
            createdAt: deleted.removeValue(forKey: Array(row.member.utf8)) ?? row.createdAt, updatedAt: row.updatedAt
        )
        rows.append(row)
        return row
    }

    /// Adds a row for which its adder has looked at an earlier state of the image.
    ///
    /// Where there was a deleted row then, all who looked use that one; otherwise each makes a row of its own.
    mutating func add(_ row: Member, asSeenIn earlier: MemberRows) {
        let name = Array(row.member.utf8)
        if earlier.deleted[name] != nil, let index = rows.firstIndex(where: { $0.isNamed(row.member) }) {
            rows[index].updatedAt = row.updatedAt
        } else {
            add(row)
        }
    }

    /// Sets the status of a row.
    mutating func setStatus(_ status: MembershipStatus, at index: Int, now: Date) {
        rows[index].status = status
        rows[index].updatedAt = now
    }

    /// Deletes a row.
    mutating func remove(at index: Int) {
        let row = rows.remove(at: index)
        deleted[Array(row.member.utf8)] = row.createdAt
    }
}
