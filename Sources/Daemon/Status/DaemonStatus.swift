package import FoundationEssentials
package import ImageSharing

/// The daemon's knowledge at one moment: all that the page, `status.json`, the metrics and readiness are made from.
package struct DaemonStatus: Sendable, Equatable {
    /// The program's version.
    package var version: String
    /// The moment when the daemon was started.
    package var startedAt: Date
    /// The part of the images that it looks after; nil for all.
    package var shard: Shard?
    /// The manifest in force, and what is wrong with a newer one.
    package var manifest = ManifestStatus()
    /// The images of the manifest, sorted by image.
    package var images: [ImageStatus] = []
    /// The sets of the manifest and what they find, sorted by name; none for a manifest of IDs.
    package var imageSets: [ImageSetStatus] = []
    /// The names of projects, as they are written.
    package var projectNames: [ProjectID: String] = [:]
    /// The problems of what the manifest names and could not be looked up: the rows that need it wait, and nothing else.
    package var lookupProblems: [Problem] = []
    /// The images that are offered by nobody who is trusted, sorted by ID, as they were last listed.
    package var untrusted: [FoundImage] = []
    /// The memberships that end soon, the next one first.
    package var expiring: [ExpiringMember] = []
    /// The next end of a membership; nil where none ends.
    package var nextExpiry: Date?
    /// The last ticks, the newest first; at most `mostTicks`.
    package var ticks: [TickStatus] = []
    /// The moment when the next tick is due; while a sweep is under way, that of its next images.
    package var nextTickAt: Date?
    /// The paced sweep that is under way; nil between sweeps, and where all images are looked at together.
    package var sweep: SweepStatus?
    /// The end of the last tick with nothing wrong: neither with what it observed nor with any other image.
    package var lastSuccessAt: Date?
    /// The end of the last tick in the daemon's own time, which no clock's correction moves; nil before the first.
    package var lastTickEnd: Duration?
    /// The cloud, region and project that it is about, as far as they are known.
    package var cloud: CloudIdentity?
    /// The problems of the newest configuration, where an older one stays in force.
    package var configurationProblems: [Problem] = []
    /// The problem that keeps it from its work until a person has mended it: refused credentials, a certificate without
    /// trust.
    package var obstacle: Problem?
    /// True if the cloud has ever answered so that work could be done.
    package var hasReachedCloud = false
    /// The reason, in words, why it has not begun yet; nil where it does not wait.
    package var waitsFor: String?
    /// The longest time since a tick before the daemon counts as stuck.
    package var staleAfter: Duration
    /// The counters since the start.
    package var counters = Counters()
    /// The moment when the token in use expires, if that is known.
    package var tokenExpiresAt: Date?
    /// True once the daemon has been told to stop.
    package var isStopping = false

    /// The most ticks that are remembered.
    static let mostTicks = 20

    /// Makes the status of a daemon that has not done anything yet.
    package init(version: String, startedAt: Date, staleAfter: Duration) {
        self.version = version
        self.startedAt = startedAt
        self.staleAfter = staleAfter
    }
}

extension DaemonStatus {
    /// Returns the number of removals in a standing.
    package func removals(_ standing: RemovalStatus.Standing) -> Int {
        // By their places: to copy each image of a large manifest would cost more than to look at it.
        images.indices.reduce(0) { sum, index in sum + images[index].removals.count { $0.standing == standing } }
    }
}
