/// A number that two lists of members share if they have the same rows, whatever their order and the members' answers.
package struct MemberFingerprint: Hashable, Sendable {
    /// The number.
    package private(set) var value: UInt64

    /// Takes a number that was written down.
    package init(value: UInt64) {
        self.value = value
    }

    /// The fingerprint of a list, duplicate rows included.
    package init(_ members: [ImageMember] = []) {
        value = 0
        for member in members { insert(member.project) }
    }

    /// Counts a row in.
    package mutating func insert(_ project: ProjectID, rows: Int = 1) {
        value &+= project.fingerprint &* UInt64(clamping: rows)
    }

    /// Counts rows out.
    package mutating func remove(_ project: ProjectID, rows: Int = 1) {
        value &-= project.fingerprint &* UInt64(clamping: rows)
    }
}
