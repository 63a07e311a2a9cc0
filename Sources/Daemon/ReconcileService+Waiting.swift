import ImageSharing
import Logging
import Text

/// The service's patience with a manifest that is being changed: nobody is removed by one that may just have been overtaken.
extension ReconcileService {
    /// The longest time between two readings of a manifest that is being changed.
    static let longestWaitingPoll = Duration.seconds(1)

    /// Looks at the manifest right before images are reconciled from which somebody may be removed.
    ///
    /// A membership that was prolonged a second ago must not end: the offer would have to be accepted anew. So what is new
    /// is taken in first, and while something new is on its way, or Git is at work, these images are left for later.
    ///
    /// - Parameter images: the images that are to be reconciled.
    /// - Returns: those that may be reconciled now, and those that the new manifest has changed.
    func upToDate(_ images: [ImageID]) async -> [ImageID] {
        guard images.contains(where: mayRemove) else { return images }
        let changed = await pollManifest() ?? []
        let all = images + Set(changed).subtracting(images).sorted()
        guard watcher.wait != nil else {
            deferred.subtract(all)
            return all
        }
        deferred.formUnion(all.filter(mayRemove))
        reportWait(holdsRemovals: true)
        return all.filter { !deferred.contains($0) }
    }

    /// Reconciles the images that were left for later, once the manifest has settled.
    func reconcileDeferred() async {
        guard outage == nil, watcher.wait == nil, !deferred.isEmpty else { return }
        let images = order.filter(deferred.contains)
        deferred = []
        if !images.isEmpty { await reconcile(images, because: .change) }
    }

    private func mayRemove(_ image: ImageID) -> Bool { ledger.entries[image]?.desired.terms.mayRemove == true }

    /// Tells once of a wait for Git that keeps something from being done, and puts it into the status.
    ///
    /// - Parameter holdsRemovals: true if somebody was to be removed, whether or not there is something new.
    func reportWait(holdsRemovals: Bool = false) {
        guard case .git(let lock, let hasNews)? = watcher.wait else {
            if store.current.manifest.waitsForGit != nil { store.update { $0.manifest.waitsForGit = nil } }
            return
        }
        guard hasNews || holdsRemovals, store.current.manifest.waitsForGit == nil else { return }
        let wait = GitWait(lock: lock, since: clock.date)
        store.update { $0.manifest.waitsForGit = wait }
        var metadata: Logger.Metadata = ["at_most": "\(ManifestWatcher.longestChange.shortText)"]
        metadata["lock"] = lock.map { "\($0)" }
        logger.notice("waiting for Git, which is changing the work tree of the manifest", metadata: metadata)
    }

    /// Warns of a manifest that was taken although Git is at work: it has been for so long that it must have been killed.
    func reportUnsettled(_ identity: ManifestIdentity) {
        guard identity.isInChange else { return }
        var metadata: Logger.Metadata = ["commit": "\(identity.commit ?? "none")"]
        metadata["lock"] = identity.lock.map { "\($0)" }
        logger.warning(
            """
            Git is still changing the work tree of the manifest; it is read as it is now, which may be no commit's: \
            where no git is running any more, remove its lock
            """, metadata: metadata)
    }
}
