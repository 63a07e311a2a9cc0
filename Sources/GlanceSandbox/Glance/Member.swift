import FoundationEssentials

/// A row of the members of an image.
struct Member: Sendable {
    let member: String
    let imageID: String
    var status: MembershipStatus
    let createdAt: Date
    var updatedAt: Date

    /// Returns true for the member's name, byte for byte: Swift's own `==` takes é for e + ´, a database does not.
    func isNamed(_ name: String) -> Bool {
        member.utf8.elementsEqual(name.utf8)
    }

    /// The row as the members API shows it.
    var document: JSONValue {
        [
            "member_id": .string(member), "image_id": .string(imageID), "status": .string(status.rawValue),
            "created_at": .string(Timestamp.seconds(createdAt)), "updated_at": .string(Timestamp.seconds(updatedAt)),
            "schema": "/v2/schemas/member",
        ]
    }
}

/// The consumer's answer to being a member.
enum MembershipStatus: String, Sendable {
    case pending, accepted, rejected
}

/// The members of an image, as the database keeps them: a row that was deleted is remembered, and used again.
struct MemberRows: Sendable {
    /// The rows that are there, in the order in which they came.
    private(set) var rows: [Member] = []
    /// The times at which the deleted rows were made, by the bytes of their names.
    private var deleted: [[UInt8]: Date] = [:]

    /// Returns true for a project that has a row.
    func contains(_ project: String) -> Bool {
        rows.contains { $0.isNamed(project) }
    }

    /// True if two rows are alike: the database takes them in a race, and then never lets both go at the same moment.
    var hasDuplicates: Bool {
        Set(rows.map { Array($0.member.utf8) }).count < rows.count
    }

    /// Adds a row, whose time of creation is that of a deleted one of its name.
    ///
    /// - Returns: the row as it is kept.
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
