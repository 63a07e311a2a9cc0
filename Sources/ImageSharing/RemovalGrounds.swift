/// All that decides whether a removal follows from what is known of an image.
struct RemovalGrounds {
    private let image: DesiredImage
    private let ownership: Ownership?
    /// True if the list wants anybody but the owner, who has the image whoever is a member.
    private let wantsSomebody: Bool
    private let spellings: Set<String>

    /// Gathers the grounds.
    ///
    /// - Parameters:
    ///   - image: all that is asked for the image.
    ///   - ownership: the owner; nil where nobody had to know.
    ///   - wanted: the members that it shall have now.
    init(_ image: DesiredImage, _ ownership: Ownership?, wanted: [DesiredMember]) {
        self.image = image
        self.ownership = ownership
        wantsSomebody = wanted.contains { $0.project != ownership?.owner }
        spellings = Set(wanted.lazy.map(\.project.spelling))
    }

    /// The reason for which a removal does not follow; nil where it does.
    func objection(to removal: Removal) -> HeldRemoval.Reason? {
        guard image.isWhole else { return .wishesNotWhole }
        if let reason = image.terms.keepsEverybody { return reason }
        switch ownership {
        case .own(removal.member.project): return .ownersRow
        case .own where spellings.contains(removal.member.project.spelling): return .namedOtherwise
        case .own where removal.cause == .notListed && !wantsSomebody && !image.terms.mayBeEmpty:
            return .nobodyWanted
        case .own: return nil
        case .others: return .notOurs
        case .unknown, nil: return .ownerNotKnown
        }
    }
}
