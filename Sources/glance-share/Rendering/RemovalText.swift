import ImageSharing
import Text

/// The sentences about what a manifest takes away, that every form of a result shares; nothing in them is escaped yet.
extension Removal {
    /// The consumer's answer, since when, and the number of its rows where there are several: "accepted since 2026-10-02".
    var answer: String {
        ResultText.answer(status, since: since) + (rows > 1 ? ", \(rows) rows" : "")
    }
}

extension Removal.Cause {
    /// The words of the manifest that take a member away.
    var sentence: String {
        switch self {
        case .revoked: "revoked"
        case .expired(let expiry): "until \(expiry.text) is past"
        case .notListed: "not in the exclusive list"
        }
    }
}

extension HeldRemoval.Reason {
    /// The reason for which a member is left alone.
    var sentence: String {
        switch self {
        case .wishesNotWhole: "not all that is wished for the image is known"
        case .fileMissing: "a file of the manifest is gone, or in change"
        case .namedOtherwise: "the list names it in another spelling"
        case .onlyProbed: "the cloud was away, and was only asked whether it is back"
        case .nobodyWanted: "the exclusive list came out with nobody"
        case .ownersRow: "the project owns the image"
        case .notOurs: "the image is not this project's own"
        case .ownerNotKnown: "whose image it is, is not known"
        }
    }
}

extension MemberTerms {
    /// The end of a membership and the reason for it, each where there is one.
    var sentence: String? {
        let parts = [until.map { "until \($0.text)" }, reason.map { "“\($0.onOneLine())”" }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension ImagePlan {
    /// True if the manifest says more of its members than who shall be one.
    var hasTerms: Bool {
        terms.mayRemove || terms.accepts || !terms.members.isEmpty || !terms.undecided.isEmpty
    }

    /// Wanted members that have declined the image; of an image of which nothing more is said than who shall have it, that
    /// is the consumers' own business.
    var declined: [ImageMember] { hasTerms ? rejected : [] }
}
