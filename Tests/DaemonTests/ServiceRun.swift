import FoundationEssentials
import Pacing
import ImageSharing
import Logging
import Synchronization
import TestSupport

@testable import Daemon

/// A service on a clock that skips its waits, with a cloud and a manifest that a test scripts.
final class ServiceRun: Sendable {
    /// One look at the cloud.
    struct Look: Sendable, Equatable {
        var at: Duration
        var images: [ImageID]
        var isProbe = false
    }

    private struct State {
        var looks: [Look] = []
        var manifest = ManifestVersion(
            desired: nil, problems: [], identity: ManifestIdentity(hash: "", files: [], commit: nil))
        var lines: [String] = []
        var configuration = 0
        var configurationLooks: [Duration] = []
    }

    let board = StatusBoard(
        DaemonStatus(version: "test", startedAt: Date(timeIntervalSince1970: 0), staleAfter: .seconds(900)))
    let alarm = Alarm()
    let log = CapturedLog()
    let clock = SkippingClock()
    private let time: RunClock
    private let state = Mutex(State())

    init() {
        time = RunClock(clock)
    }

    var now: Duration { time.now() }
    var looks: [Look] { state.withLock { $0.looks } }
    var lines: [String] { state.withLock { $0.lines } }

    /// When the configuration was read again.
    var configurationLooks: [Duration] { state.withLock { $0.configurationLooks } }

    /// Puts a manifest in place of the one there is.
    func setManifest(_ desired: DesiredState?, hash: String, file: String = "m") {
        let problems = desired == nil ? [Problem(code: .manifestInvalid, message: "broken")] : []
        let identity = ManifestIdentity(hash: hash, files: [file], commit: nil)
        state.withLock { $0.manifest = ManifestVersion(desired: desired, problems: problems, identity: identity) }
    }

    /// Puts another configuration in place of the one there is.
    func setConfiguration() { state.withLock { $0.configuration += 1 } }

    /// Reads the configuration again; tells whether it is another one.
    private func renew() -> Bool {
        state.withLock { state in
            state.configurationLooks.append(now)
            defer { state.configuration = 0 }
            return state.configuration > 0
        }
    }

    /// Images 1 to `images`, each shared with one project.
    static func desired(images: Int, members: Int = 1) -> DesiredState {
        DesiredState(images: (0..<images).map { DesiredImage.numbered($0 + 1, members: 1...members) })
    }

    /// A report in which everything is in place.
    static func allInPlace(_ desired: DesiredState) -> Report {
        let seen = desired.images.map { image in
            (image.id, Observation.members(image.members.map { ImageMember(project: $0.project, status: .pending) }))
        }
        let current = CurrentState(observations: Dictionary(uniqueKeysWithValues: seen))
        return Report(.applied(Plan(desired: desired, current: current), Execution(outcomes: [], problems: [])))
    }

    /// A report of images that could not be read, each for the same reason.
    static func failed(_ desired: DesiredState, _ code: ProblemCode) -> Report {
        let seen = desired.images.map { image in
            (image.id, Observation.unreadable(Problem(code: code, image: image.id, message: code.rawValue)))
        }
        let current = CurrentState(observations: Dictionary(uniqueKeysWithValues: seen))
        return Report(.planned(Plan(desired: desired, current: current)))
    }

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - interval: how often every image is looked at.
    ///   - manifestInterval: how often the manifest is looked at.
    ///   - tellsIdleTicks: whether a tick in which nothing changed is told.
    ///   - longestSleep: how long the loop may sleep at a time.
    ///   - cloud: what a look at the cloud comes to.
    /// - Returns: the service, not started.
    func service(
        interval: Duration = .seconds(300), manifestInterval: Duration = .seconds(60),
        tellsIdleTicks: Bool = true, longestSleep: Duration? = nil,
        cloud: @escaping @Sendable (ServiceRun, DesiredState) async -> Report = { _, desired in allInPlace(desired) }
    ) -> ReconcileService {
        ReconcileService(
            pace: .init(
                interval: interval, manifestInterval: manifestInterval, spreadsAbove: 100,
                tellsIdleTicks: tellsIdleTicks, longestSleep: longestSleep
            ),
            clock: time, wallClock: { Date(timeIntervalSince1970: self.now / .seconds(1)) }, board: board,
            logger: log.logger,
            generator: SplitMix64(seed: 7), alarm: alarm,
            manifest: ManifestAccess(
                stamp: { nil }, identity: { self.state.withLock { $0.manifest.identity } },
                read: { self.state.withLock { $0.manifest } }
            ),
            renewConnection: { self.renew() },
            madeProgress: { line in self.state.withLock { $0.lines.append(line) } }
        ) { desired, isProbe in
            let look = Look(at: self.now, images: desired.images.map(\.id), isProbe: isProbe)
            self.state.withLock { $0.looks.append(look) }
            return await cloud(self, desired)
        }
    }

    /// Lets the service work until that much time has passed.
    func run(_ service: ReconcileService, until end: Duration) async {
        if looks.isEmpty { await service.start() }
        while now < end {
            await alarm.sleep(for: await service.untilNextStep, by: time)
            await service.step()
        }
    }
}
