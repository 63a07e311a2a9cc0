import ImageSharing
import Logging

/// The service's dealings with the manifest.
extension ReconcileService {
    /// Reads the manifest, and puts a good one that is new in force.
    ///
    /// - Parameter isThorough: whether to read it also where no file was touched.
    /// - Returns: the images whose desired members changed.
    func pollManifest(isThorough: Bool = false) async -> [ImageID] {
        nextManifestPoll = clock.now + options.manifestInterval
        var watcher = watcher
        let version = await watcher.poll(isThorough: isThorough)
        self.watcher = watcher
        guard let version else { return [] }
        if let desired = version.desired { return adopt(desired, of: version) }
        store.update { $0.manifest.problems = version.problems }
        for problem in version.problems {
            var metadata = problem.metadata
            metadata["problem"] = "\(problem.message)"
            logger.error("manifest refused; the last good one stays in force", metadata: metadata)
        }
        return []
    }

    private func adopt(_ desired: DesiredState, of version: ManifestVersion) -> [ImageID] {
        let changed = ledger.adopt(desired)
        let before = Set(order)
        order = desired.images.map(\.id)
        let gone = before.subtracting(order)
        schedule.update(without: gone, with: order.filter { !before.contains($0) })
        logEnd(of: problemLog.forget(gone))
        warningLog.forget(gone)
        publishNextTick()
        let loadedAt = clock.date
        store.update { status in
            status.manifest.loadedAt = loadedAt
            status.manifest.hash = version.identity.hash
            status.manifest.commit = version.identity.commit
            status.manifest.files = version.identity.files
            status.manifest.problems = []
        }
        publishAllImages()
        logger.notice(
            "manifest in force",
            metadata: [
                "images": .stringConvertible(desired.images.count),
                "members": .stringConvertible(desired.memberCount),
                "images.changed": .stringConvertible(changed.count),
                "manifest.hash": "\(version.identity.hash.prefix(12))",
                "commit": "\(version.identity.commit ?? "none")",
            ]
        )
        if desired.memberCount == 0 { logger.warning("the manifest asks for nothing; what is shared stays shared") }
        return changed
    }
}
