package import ImageSharing

extension Manifest {
    /// The kinds of change that it may lead to, now or later.
    package var actions: Set<Change.Action> { isOfTrust ? [.accept] : [.add] }
}
