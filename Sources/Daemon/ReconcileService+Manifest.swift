import ImageSharing
import Logging
import Manifests

/// The service's dealings with the manifest.
extension ReconcileService {
    /// Reads the manifest, and puts a good one that is new in force.
    ///
    /// - Parameter isThorough: true to read it also where no file was touched.
    /// - Returns: the images whose desired members changed; nil where there is no other manifest in force than before.
    func pollManifest(isThorough: Bool = false) async -> [ImageID]? {
        // A look out of turn, before somebody is removed, puts off none that is due.
        if isThorough || clock.now >= nextManifestPoll { nextManifestPoll = clock.now + options.manifestInterval }
        // Whoever asks for a reload has seen what there was to be seen.
        let forgets = isThorough && !store.current.manifest.losses.isEmpty
        if forgets { store.update { $0.manifest.losses = [] } }
        var watcher = watcher
        let version = await watcher.poll(isThorough: isThorough)
        self.watcher = watcher
        if watcher.wait != nil {
            nextManifestPoll = clock.now + min(options.manifestInterval, Self.longestWaitingPoll)
        }
        reportWait()
        guard let version else {
            guard forgets, store.current.manifest.commit == nil, var manifest else { return nil }
            manifest.missingFiles = []
            self.manifest = manifest
            return adopt(await resolved(manifest))
        }
        hasDoneMuch = true
        reportUnsettled(version.identity)
        if let manifest = version.manifest { return await adopt(manifest, of: version) }
        store.update { $0.manifest.problems = version.problems }
        for problem in version.problems {
            var metadata = problem.metadata
            metadata["problem"] = "\(problem.message)"
            logger.error("manifest refused; the last good one stays in force", metadata: metadata)
        }
        return nil
    }

    private func adopt(_ manifest: Manifest, of version: ManifestVersion) async -> [ImageID] {
        let loadedAt = clock.date
        let (files, entries) = (store.current.manifest.files, ledger.entries)
        var manifest = manifest
        if version.identity.commit == nil {
            // No commit says whether they are gone for good.
            let earlier = files + store.current.manifest.losses.compactMap(\.file)
            manifest.missingFiles += Set(earlier).subtracting(version.identity.files).sorted()
        }
        self.manifest = manifest
        store.update { status in
            status.manifest.loadedAt = loadedAt
            status.manifest.hash = version.identity.hash
            status.manifest.commit = version.identity.commit
            status.manifest.files = version.identity.files
            status.manifest.problems = []
        }
        // A cloud that is away or refuses us is not asked once more for each edit: its probe comes anyway.
        let desired = outage == nil ? await resolved(manifest) : manifest.resolve(.unavailable(manifest.questions))
        let changed = adopt(desired)
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
        logResolution(desired)
        reportLosses(since: files, entries, asksForNothing: manifest.isEmpty)
        return changed
    }

    /// Tells of the files that are gone, and of a manifest that has come to ask for nothing, once, with what that means.
    ///
    /// Nothing is removed because of it: what no file names is nobody's business here, and `exclusive` is the word of one
    /// file about its own list.
    ///
    /// - Parameters:
    ///   - files: the files of the version before.
    ///   - entries: the images of the version before.
    ///   - asksForNothing: true if the version in force asks for nothing.
    private func reportLosses(
        since files: [String], _ entries: [ImageID: ImageLedger.Entry], asksForNothing: Bool
    ) {
        let manifest = store.current.manifest
        let lost = entries.keys.filter { !ledger.entries.keys.contains($0) }.compactMap {
            entries[$0]?.desired.source.file
        }
        let now = clock.date
        let gone = files.filter { !manifest.files.contains($0) }.map { file in
            ManifestLoss(of: file, images: lost.count { $0 == file }, since: now)
        }
        for loss in gone {
            logger.warning(
                "a file of the manifest is gone; what it gave stays shared",
                metadata: ["file": "\(loss.file ?? "")", "images": .stringConvertible(loss.images)])
        }
        if asksForNothing {
            let metadata: Logger.Metadata = lost.isEmpty ? [:] : ["images": .stringConvertible(lost.count)]
            logger.warning("the manifest asks for nothing; what is shared stays shared", metadata: metadata)
        }
        let emptied =
            asksForNothing && !lost.isEmpty ? [ManifestLoss(of: nil, images: lost.count, since: now)] : []
        let kept = manifest.losses.filter { loss in
            loss.file.map { !manifest.files.contains($0) } ?? asksForNothing
        }
        let losses = kept + gone + emptied
        guard losses != manifest.losses else { return }
        store.update { $0.manifest.losses = losses }
    }

    /// Looks up once more what the manifest names: images and projects come and go without a change to it.
    ///
    /// - Returns: the images that are new, or whose desired members changed.
    func resolveAgain() async -> [ImageID] {
        guard let manifest, !manifest.questions.isEmpty else { return [] }
        let desired = await resolved(manifest)
        // Whoever was told to stop has not been told anything by the cloud.
        guard !Task.isCancelled else { return [] }
        let before = self.desired
        let changed = adopt(desired)
        logResolution(desired, since: before)
        return changed
    }

    private func resolved(_ manifest: Manifest) async -> DesiredState {
        manifest.questions.isEmpty ? manifest.resolve(CloudAnswers()) : await cloud.resolve(manifest)
    }

    /// Puts a desired state in force.
    ///
    /// - Returns: the images that are new, or whose desired members changed.
    private func adopt(_ desired: DesiredState) -> [ImageID] {
        self.desired = desired
        let changed = ledger.adopt(desired)
        let before = Set(order)
        order = ledger.entries.keys.sorted()
        let gone = before.subtracting(order)
        schedule.update(without: gone, with: order.filter { !before.contains($0) })
        logEnd(of: problemLog.forget(gone))
        warningLog.forget(gone)
        removalLog.forget(gone)
        publishNextTick()
        let now = clock.date
        store.update { $0.record(resolved: desired, at: now) }
        publishAllImages()
        return changed
    }

    /// Logs what the names and sets of the manifest came to: each set that finds other images than before, and each lookup
    /// that has begun or ceased to be in vain.
    ///
    /// - Parameters:
    ///   - desired: what they came to.
    ///   - before: what they came to before; nil for a manifest that has just come into force.
    private func logResolution(_ desired: DesiredState, since before: DesiredState? = nil) {
        for set in desired.sets {
            let known = before?.sets.first { $0.name == set.name }
            guard known != set else { continue }
            var metadata: Logger.Metadata = set.fields.mapValues { .string($0) }
            if let images = set.images, let known = known?.images {
                metadata["images.new"] = Self.shown(Set(images).subtracting(known))
                metadata["images.gone"] = Self.shown(Set(known).subtracting(images))
            }
            logger.notice("\(set.logMessage)", metadata: metadata)
        }
        logOffers(desired.untrusted)
        let (new, ended) = lookupLog.record(desired.problems)
        for problem in new { logger.warning("\(problem.message)", metadata: problem.metadata) }
        for problem in ended { logger.notice("no more: \(problem.message)", metadata: problem.metadata) }
    }

    private static func shown(_ images: Set<ImageID>) -> Logger.MetadataValue? {
        images.isEmpty ? nil : "\(ProblemLine.names(of: images.sorted(), most: 5))"
    }
}

extension CloudAnswers {
    /// No answers, because the cloud is away.
    fileprivate static func unavailable(_ questions: CloudQuestions) -> CloudAnswers {
        let problem = Problem(code: .cloudUnavailable, message: "not looked up: the cloud is away")
        return CloudAnswers(
            images: questions.images.map { _ in .failure(problem) },
            projects: Dictionary(questions.projects.map { ($0, .failure(problem)) }) { first, _ in first },
            offers: questions.offers ? .failure(problem) : nil)
    }
}
