package import FoundationEssentials
package import ImageSharing
import Text

/// What the daemon knows at one moment: all that the page, `status.json`, the metrics and readiness are made from.
package struct DaemonStatus: Sendable, Equatable {
    /// The program's version.
    package var version: String
    /// When the daemon was started.
    package var startedAt: Date
    /// The manifest in force, and what is wrong with a newer one.
    package var manifest = ManifestStatus()
    /// What is known of each image, sorted by image.
    package var images: [ImageStatus] = []
    /// The last ticks, the newest first; at most `mostTicks`.
    package var ticks: [TickStatus] = []
    /// When the next tick is due.
    package var nextTickAt: Date?
    /// When a tick last ended with nothing wrong: neither with what it looked at nor with any other image.
    package var lastSuccessAt: Date?
    /// When the last tick ended, in the daemon's own time, which no clock's correction moves; nil before the first.
    package var lastTickEnd: Duration?
    /// The cloud, region and project that it is about, as far as they are known.
    package var cloud: CloudIdentity?
    /// What is wrong with the newest configuration, where an older one stays in force.
    package var configurationProblems: [Problem] = []
    /// What keeps it from its work until a person has mended it: refused credentials, a certificate without trust.
    package var obstacle: Problem?
    /// Whether the cloud has ever answered so that work could be done.
    package var hasReachedCloud = false
    /// What it waits for before it begins, in words; nil where it does not wait.
    package var waitsFor: String?
    /// How long a tick may be ago before the daemon counts as stuck.
    package var staleAfter: Duration
    /// What has been counted since the start.
    package var counters = Counters()
    /// When the token in use expires, if that is known.
    package var tokenExpiresAt: Date?
    /// Whether the daemon has been told to stop.
    package var isStopping = false

    /// How many ticks are remembered.
    package static let mostTicks = 20

    /// Makes the status of a daemon that has not done anything yet.
    package init(version: String, startedAt: Date, staleAfter: Duration) {
        self.version = version
        self.startedAt = startedAt
        self.staleAfter = staleAfter
    }
}

/// Which manifest is in force.
package struct ManifestStatus: Sendable, Equatable {
    /// When it was loaded; nil before there was a good one.
    package var loadedAt: Date?
    /// The SHA-256 of its content, in hexadecimal digits.
    package var hash: String?
    /// The commit of the Git work tree that it lies in.
    package var commit: String?
    /// The files, as the user named them.
    package var files: [String] = []
    /// What is wrong with the newest content; empty where that is what is in force.
    package var problems: [Problem] = []

    /// Makes the status of a manifest that was not loaded yet.
    package init() {}
}

/// What is known of one image.
package struct ImageStatus: Sendable, Equatable {
    /// How an image stands.
    package enum State: String, Sendable, CaseIterable {
        /// Not looked at yet.
        case unknown
        /// Every wanted member is there.
        case inSync = "in_sync"
        /// Members are missing (a dry run, or a run that ended early).
        case missing
        /// Something is wrong; it is left alone until `retryAt`.
        case backedOff = "backed_off"
        /// The cloud could not say how it stands when it was last asked; what is known of it is older.
        case unreadable
    }

    /// One project of an image.
    package struct Member: Sendable, Equatable {
        /// The project.
        package var project: ProjectID
        /// Whether the manifest asks for it.
        package var isWanted: Bool
        /// Whether the cloud has it.
        package var isPresent: Bool

        /// Makes a member.
        package init(project: ProjectID, isWanted: Bool, isPresent: Bool) {
            self.project = project
            self.isWanted = isWanted
            self.isPresent = isPresent
        }
    }

    /// The image.
    package var image: ImageID
    /// Where the manifest names it.
    package var source: SourceLocation
    /// The manifest's text about the image, as it is written.
    package var description: String?
    /// How it stands.
    package var state: State
    /// Wanted and unmanaged members, sorted by project.
    package var members: [Member] = []
    /// What is wrong, if something is.
    package var problem: Problem?
    /// What wants attention although nothing failed because of it.
    package var warnings: [Warning] = []
    /// When the cloud last said how it stands.
    package var observedAt: Date?
    /// Until when it is left alone.
    package var retryAt: Date?

    /// Makes the status of an image that was not looked at yet.
    package init(image: ImageID, source: SourceLocation, state: State = .unknown) {
        self.image = image
        self.source = source
        self.state = state
    }
}

/// One tick of the past.
package struct TickStatus: Sendable, Equatable {
    /// Why a tick happened.
    package enum Reason: String, Sendable, CaseIterable {
        case start, interval, change, reload
    }

    /// Why it happened.
    package var reason: Reason
    /// When it began.
    package var startedAt: Date
    /// How long it took.
    package var duration: Duration
    /// When it ended.
    package var endedAt: Date { startedAt.addingTimeInterval(duration.inSeconds) }
    /// How many images it looked at.
    package var images: Int
    /// Its counts.
    package var summary: Summary
    /// How it went.
    package var verdict: Report.Verdict
    /// What went wrong, at most a few; `summary` counts all.
    package var problems: [Problem]

    /// How many problems of a tick are remembered.
    static let mostProblems = 20

    /// Makes a tick.
    package init(
        reason: Reason, startedAt: Date, duration: Duration, images: Int, summary: Summary, verdict: Report.Verdict,
        problems: [Problem]
    ) {
        self.reason = reason
        self.startedAt = startedAt
        self.duration = duration
        self.images = images
        self.summary = summary
        self.verdict = verdict
        self.problems = problems
    }
}

/// What has been counted since the start.
package struct Counters: Sendable, Equatable {
    /// A kind of request.
    package struct Request: Hashable, Sendable {
        /// The method.
        package var method: String
        /// The status; nil where there was no answer.
        package var status: Int?

        /// Makes a kind of request.
        package init(method: String, status: Int?) {
            self.method = method
            self.status = status
        }
    }

    /// Ticks by how they went.
    package var ticks: [Report.Verdict: Int] = [:]
    /// Additions by how they ended.
    package var changes: [Outcome.Result: Int] = [:]
    /// Requests by method and status.
    package var requests: [Request: Int] = [:]
    /// How many requests fell below each of `requestSecondsBounds` and above the one before; the last is the rest.
    package var requestSecondsBuckets: [Int] = Array(repeating: 0, count: Counters.requestSecondsBounds.count + 1)
    /// How long all requests took together.
    package var requestSeconds = 0.0
    /// How often an image was backed off.
    package var backOffs = 0
    /// How long requests were held back because the cloud asked for it, in seconds.
    package var throttleSeconds = 0.0

    /// The upper bounds of the histogram of request seconds.
    package static let requestSecondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    /// Makes counters at zero.
    package init() {}

    /// Counts a request.
    package mutating func count(_ request: Request, took seconds: Double) {
        requests[request, default: 0] += 1
        requestSeconds += seconds
        let bucket = Self.requestSecondsBounds.firstIndex { seconds <= $0 } ?? Self.requestSecondsBounds.count
        requestSecondsBuckets[bucket] += 1
    }
}
