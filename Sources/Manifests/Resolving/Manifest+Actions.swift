package import ImageSharing

extension Manifest {
    /// The kinds of change that it may lead to, now or later.
    package var actions: Set<Change.Action> {
        if isOfTrust { return [.accept] }
        var actions: Set<Change.Action> = [.add]
        for sharing in images.map(\.sharing) + sets.map(\.sharing) {
            if sharing.accepts { actions.insert(.accept) }
            if sharing.mayRemove { actions.insert(.remove) }
        }
        return actions
    }
}

extension Sharing {
    /// True if a member may have to be removed, at some time.
    fileprivate var mayRemove: Bool {
        terms.mayRemove || !revoked.names.isEmpty || members.nameTerms.values.contains { $0.until != nil }
    }
}
