internal import ImageSharing

/// The word of a consumer that it wants the images that an owner offers.
struct TrustRule: Sendable, Equatable {
    /// The images that a rule is about.
    struct Subject: Hashable {
        /// The project that owns them.
        let owner: ProjectID
        /// The pattern of their names; nil for any name, or none.
        let name: NamePattern?
    }

    let subject: Subject
    /// The place of the rule.
    let source: SourceLocation

    /// Returns true if an image is one of those that the rule is about.
    func covers(_ image: FoundImage) -> Bool {
        guard image.owner.map(ProjectID.init(reported:)) == subject.owner else { return false }
        guard let name = subject.name else { return true }
        return image.name.map(name.matches) ?? false
    }
}
