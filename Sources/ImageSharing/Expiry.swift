package import FoundationEssentials

/// The end of a membership, as a manifest has it (`until`).
package struct Expiry: Hashable, Sendable {
    /// The time before its end within which a membership is told of, where nobody says another.
    package static let usualNotice = Duration.seconds(14 * 86_400)

    /// The first moment at which the project shall be no member any more.
    package let moment: Date
    /// The day or time as the manifest has it, like `2027-01-31`.
    package let text: String

    /// Makes an expiry.
    package init(moment: Date, text: String) {
        self.moment = moment
        self.text = text
    }

    /// Returns true if it is over at a moment.
    package func isPast(at now: Date) -> Bool { moment <= now }
}

extension Expiry: Comparable {
    /// By time.
    package static func < (one: Expiry, other: Expiry) -> Bool { (one.moment, one.text) < (other.moment, other.text) }
}

/// A membership that will end.
package struct MemberExpiry: Sendable, Equatable {
    /// The project, and the line that asks for it.
    package let member: DesiredMember
    /// The end.
    package let expiry: Expiry
}
