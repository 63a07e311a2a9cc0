/// All that is said of an image's members beyond who shall be one: without any of it, members are only ever added.
package struct ImageTerms: Sendable, Equatable {
    /// The projects that must not be members, each once, and none of those that shall be.
    package var revoked: [DesiredMember] = []
    /// The place that says that the list of members is the whole truth; nil where others than those are left alone.
    package var exclusive: SourceLocation?
    /// True if it is written that the list may come out with nobody, so that an exclusive one removes everybody then.
    package var mayBeEmpty = false
    /// True if members are accepted in their projects' place, where the token may.
    package var accepts = false
    /// The terms of single members, of those that have any.
    package var members: [ProjectID: MemberTerms] = [:]
    /// The projects of which the manifests say both that they shall be members and that they must not be: nothing is done
    /// about them.
    package var undecided: Set<ProjectID> = []

    /// The reason for which nobody is removed from the image, whatever else is known of it; nil where there is none.
    package var keepsEverybody: HeldRemoval.Reason?

    /// Makes terms that say nothing.
    package init() {}

    /// True if a member of the image may have to be removed, at some time.
    package var mayRemove: Bool {
        !revoked.isEmpty || exclusive != nil || members.values.contains { $0.until != nil }
    }
}

/// All that is said of one member beyond that it shall be one.
package struct MemberTerms: Sendable, Equatable {
    /// The end of the membership; nil for one without.
    package var until: Expiry?
    /// The reason for it, as it is written: escape it before showing it.
    package var reason: String?

    /// Makes terms.
    package init(until: Expiry? = nil, reason: String? = nil) {
        self.until = until
        self.reason = reason
    }
}
