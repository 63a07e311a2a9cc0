import Pacing

/// Watches the manifest by its content, and keeps the last good one in force.
///
/// Editors rename, `git checkout` rewrites, Kubernetes swaps a symlink, and a file can be read while it is half written.
/// So a new content counts once it was read twice in the same form, and not while Git changes the work tree: the commit is
/// the old one until the last. Nothing is opened where no file was touched, and only what is new is understood.
struct ManifestSource: Sendable {
    /// How long a new content has to stay as it is.
    static let settling = Duration.milliseconds(250)
    /// How often the first content is waited for: somebody waits for the start.
    static let mostLooksAtTheStart = 40
    /// How long Git is waited for; one that was killed leaves its lock behind.
    static let patience = Duration.seconds(120)

    private let access: ManifestAccess
    private let clock: RunClock
    private var last: ManifestIdentity?
    /// The stamp under which `last` was seen.
    private var stamp: String?
    /// Since when Git has been at work.
    private var changeBegan: Duration?

    init(_ access: ManifestAccess, clock: RunClock) {
        self.access = access
        self.clock = clock
    }

    /// Reads the manifest.
    ///
    /// - Parameter isThorough: whether to read it also where no file was touched.
    /// - Returns: a version other than the last one that was returned; nil where nothing has changed, or still changes.
    mutating func look(isThorough: Bool = false) async -> ManifestVersion? {
        let stamp = await access.stamp()
        if let stamp, stamp == self.stamp, !isThorough { return nil }
        guard let last else { return await first() }
        let seen = await access.identity()
        if seen.saysNothingNew(to: last) {
            self.stamp = stamp
            return nil
        }
        guard !isBeingChanged(seen) else { return nil }
        try? await clock.sleep(Self.settling)
        guard await access.identity() == seen else { return nil }
        let version = await access.read()
        guard version.identity == seen else { return nil }
        note(version, stamp)
        return version
    }

    /// The content that there is at the start: settled if that does not take long, for somebody waits for it.
    private mutating func first() async -> ManifestVersion {
        var (stamp, version) = (await access.stamp(), await access.read())
        for _ in 1..<Self.mostLooksAtTheStart where version.identity.isInChange {
            try? await clock.sleep(Self.settling)
            (stamp, version) = (await access.stamp(), await access.read())
        }
        note(version, stamp)
        return version
    }

    private mutating func note(_ version: ManifestVersion, _ stamp: String?) {
        last = version.identity
        self.stamp = stamp
    }

    /// Whether Git is at work, and has not been for so long that it must have been killed.
    private mutating func isBeingChanged(_ seen: ManifestIdentity) -> Bool {
        guard seen.isInChange else {
            changeBegan = nil
            return false
        }
        let began = changeBegan ?? clock.now()
        changeBegan = began
        return clock.now() - began < Self.patience
    }
}
