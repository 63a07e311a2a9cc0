package import ImageSharing
import OpenStack

/// A manifest as it was read at one moment, good or not.
package struct ManifestVersion: Sendable, Equatable {
    /// What it asks for; nil where something is wrong with it.
    package var desired: DesiredState?
    /// What is wrong with it.
    package var problems: [Problem]
    /// What tells its content from another: the SHA-256 of the files, or of why they could not be read.
    package var hash: String
    /// The files.
    package var files: [String]
    /// The commit of the Git work tree that it lies in.
    package var commit: String?

    /// Whether the content and the commit are the same.
    func isSame(as other: ManifestVersion) -> Bool {
        hash == other.hash && commit == other.commit
    }

    /// Makes a version.
    package init(desired: DesiredState?, problems: [Problem], hash: String, files: [String], commit: String?) {
        self.desired = desired
        self.problems = problems
        self.hash = hash
        self.files = files
        self.commit = commit
    }
}

/// Watches the manifest by its content, and keeps the last good one in force.
///
/// Editors rename, `git checkout` rewrites, Kubernetes swaps a symlink, and a file can be read while it is half written.
/// So time stamps are not looked at, and a new content counts once it was read twice in the same form.
struct ManifestSource: Sendable {
    /// How long a new content has to stay as it is.
    static let settling = Duration.milliseconds(250)

    private let read: @Sendable () async -> ManifestVersion
    private let clock: RunClock
    private var last: ManifestVersion?

    init(clock: RunClock, read: @escaping @Sendable () async -> ManifestVersion) {
        self.clock = clock
        self.read = read
    }

    /// Reads the manifest.
    ///
    /// - Returns: a version that is not the one that was noted last; nil where nothing has changed, or still changes.
    func look() async -> ManifestVersion? {
        let seen = await read()
        guard let last else { return seen }
        guard !seen.isSame(as: last) else { return nil }
        try? await clock.sleep(Self.settling)
        return await read().isSame(as: seen) ? seen : nil
    }

    /// Notes a version as known.
    mutating func note(_ version: ManifestVersion) {
        last = version
    }
}
