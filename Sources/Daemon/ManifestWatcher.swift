import Pacing

/// Watches the manifest by its content, and keeps the last good one in force.
///
/// Editors rename, `git checkout` rewrites, Kubernetes swaps a symlink, and a file can be read while it is half written.
/// So a new content counts once it was read twice in the same form, and not while Git changes the work tree: the commit is
/// the old one until the last. Nothing is opened where no file was touched, and only what is new is decoded.
struct ManifestWatcher: Sendable {
    /// The time for which a new content has to stay as it is.
    static let settling = Duration.milliseconds(250)
    /// The most readings at the start until the content has settled: somebody waits for the start.
    static let mostFirstReadings = 40
    /// The longest wait for Git; one that was killed leaves its lock behind.
    static let longestChange = Duration.seconds(120)

    private let manifest: any ManifestReading
    private let clock: RunClock
    private var last: ManifestIdentity?
    /// The stamp under which `last` was read.
    private var stamp: String?
    /// The moment since which Git has been at work.
    private var changeBegan: Duration?
    /// The reason why the files may say something else than what is in force; nil where they do not.
    private(set) var wait: Wait?

    /// A reason why the files may say something else than what is in force.
    enum Wait: Sendable, Equatable {
        /// Git is at work, as a lock shows where one is known; something new is there already, or may come any moment.
        case git(lock: String?, hasNews: Bool)
        /// Something new was seen, and may not be whole.
        case settling
    }

    init(_ manifest: any ManifestReading, clock: RunClock) {
        self.manifest = manifest
        self.clock = clock
    }

    /// Reads the manifest, where something may have changed.
    ///
    /// - Parameter isThorough: whether to read it also where no file was touched.
    /// - Returns: a version other than the last one that was returned; nil where nothing has changed, or still changes.
    mutating func poll(isThorough: Bool = false) async -> ManifestVersion? {
        let stamp = await manifest.stamp()
        if let stamp, stamp == self.stamp, !isThorough {
            (wait, changeBegan) = (nil, nil)
            return nil
        }
        if isThorough { await manifest.forget() }
        guard let last else { return await first() }
        let identity = await manifest.identity()
        let isNew = !identity.saysNothingNew(to: last)
        if isBeingChanged(identity) {
            wait = .git(lock: identity.lock, hasNews: isNew)
            return nil
        }
        guard isNew else {
            (wait, self.stamp) = (nil, stamp)
            return nil
        }
        wait = .settling
        try? await clock.sleep(Self.settling)
        guard await manifest.identity() == identity else { return nil }
        let version = await manifest.read()
        guard version.identity == identity else { return nil }
        remember(version, stamp)
        // A file that makes no sense may be half written, and gets until the next look to become whole.
        wait = version.manifest == nil ? .settling : nil
        return version
    }

    /// Reads the first content: settled if that does not take long, for somebody waits for it.
    private mutating func first() async -> ManifestVersion {
        var (stamp, version) = (await manifest.stamp(), await manifest.read())
        for _ in 1..<Self.mostFirstReadings where isBeingChanged(version.identity) {
            try? await clock.sleep(Self.settling)
            (stamp, version) = (await manifest.stamp(), await manifest.read())
        }
        remember(version, stamp)
        wait = isBeingChanged(version.identity) ? .git(lock: version.identity.lock, hasNews: false) : nil
        return version
    }

    private mutating func remember(_ version: ManifestVersion, _ stamp: String?) {
        last = version.identity
        self.stamp = stamp
    }

    /// Returns true if Git is at work, and has not been for so long that it must have been killed.
    private mutating func isBeingChanged(_ identity: ManifestIdentity) -> Bool {
        guard identity.isInChange else {
            changeBegan = nil
            return false
        }
        let began = changeBegan ?? clock.now()
        changeBegan = began
        return clock.now() - began < Self.longestChange
    }
}
