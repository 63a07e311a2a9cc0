/// A project's answer to the offer of an image.
///
/// It belongs to the project: another answer than `pending` is never overruled.
package struct MemberStatus: RawRepresentable, Hashable, Sendable {
    /// The status as the API spells it: `pending`, `accepted` or `rejected`.
    package let rawValue: String

    /// Takes a status as a cloud reports it.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Offered, not yet answered; the image is usable by its ID but not listed.
    package static let pending = MemberStatus(rawValue: "pending")
    /// Accepted: the image is in the project's list.
    package static let accepted = MemberStatus(rawValue: "accepted")
    /// Declined: the image is usable by its ID all the same.
    package static let rejected = MemberStatus(rawValue: "rejected")

    /// The answers that the API knows, each with its place as its number.
    static let usual = [pending, accepted, rejected]
}
