import Pacing
import ImageSharing
import Logging

/// What the service does with a manifest.
extension ReconcileService {
    /// Reads the manifest, and takes in a good one that is new.
    ///
    /// - Parameter isThorough: whether to read it also where no file was touched.
    /// - Returns: the images whose desired members changed.
    func lookAtManifest(isThorough: Bool = false) async -> [ImageID] {
        nextManifestLook = clock.now() + pace.manifestInterval
        var source = source
        let version = await source.look(isThorough: isThorough)
        self.source = source
        guard let version else { return [] }
        if let desired = version.desired { return adopt(desired, of: version) }
        board.update { $0.manifest.problems = version.problems }
        for problem in version.problems {
            var facts = Self.facts(problem)
            facts["reason"] = "\(problem.message)"
            logger.error("manifest refused; the last good one stays in force", metadata: facts)
        }
        return []
    }

    private func adopt(_ desired: DesiredState, of version: ManifestVersion) -> [ImageID] {
        let changed = ledger.adopt(desired)
        let before = Set(order)
        order = desired.images.map(\.id)
        let gone = before.subtracting(order)
        schedule.update(without: gone, with: order.filter { !before.contains($0) })
        tellEnd(of: problemLog.forget(gone))
        warningLog.forget(gone)
        publishNextTick()
        let loadedAt = wallClock()
        board.update { status in
            status.manifest.loadedAt = loadedAt
            status.manifest.hash = version.identity.hash
            status.manifest.commit = version.identity.commit
            status.manifest.files = version.identity.files
            status.manifest.problems = []
        }
        showAllImages()
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
