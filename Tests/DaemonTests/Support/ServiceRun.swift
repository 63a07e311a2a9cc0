import FoundationEssentials
import ImageSharing
import Logging
import Manifests
import Pacing
import Synchronization
import TestSupport

@testable import Daemon

/// A service on a clock that skips its waits, with a cloud and a manifest that a test scripts.
final class ServiceRun: Sendable {
    /// One call of the reconciler.
    struct Call: Sendable, Equatable {
        var at: Duration
        var images: [ImageID]
        var isProbe = false
        var date = Date(timeIntervalSince1970: 0)
        var others = RemovalsBeside()
    }

    /// Anything that the service asks of the world around it, in order.
    enum Event: Sendable, Equatable {
        case read, ready, reconciled, progress
    }

    private struct State {
        var events: [Event] = []
        var calls: [Call] = []
        var manifest = ManifestVersion(
            nil, problems: [], identity: ManifestIdentity(hash: "", files: [], commit: nil))
        var lines: [String] = []
        var rests = 0
        var hasNewConfiguration = false
        var configurationReadings: [Duration] = []
        var answers = CloudAnswers()
        var resolutions: [Duration] = []
        var clockOffset: Duration = .zero
    }

    let store = StatusStore(
        DaemonStatus(version: "test", startedAt: Date(timeIntervalSince1970: 0), staleAfter: .seconds(900)))
    let reload = InterruptibleSleep()
    let log = CapturedLog()
    let clock = SkippingClock()
    let time: RunClock
    private let state = Mutex(State())

    init() {
        time = RunClock(clock)
    }

    var now: Duration { time.now() }
    var events: [Event] { state.withLock { $0.events } }
    var calls: [Call] { state.withLock { $0.calls } }
    var lines: [String] { state.withLock { $0.lines } }
    /// The times that the loop said that much was done.
    var rests: Int { state.withLock { $0.rests } }

    /// The times at which the configuration was read again.
    var configurationReadings: [Duration] { state.withLock { $0.configurationReadings } }

    /// Puts a manifest in place of the one there is.
    func setManifest(_ desired: DesiredState?, hash: String, files: [String] = ["m"], lock: String? = nil) {
        let problems = desired == nil ? [Problem(code: .manifestInvalid, message: "broken")] : []
        let identity = ManifestIdentity(
            hash: hash, files: files, commit: lock.map { _ in "c0ffee+dirty" }, isInChange: lock != nil, lock: lock)
        state.withLock {
            $0.manifest = ManifestVersion(
                desired.map { Manifest(ofIDs: $0.images) }, problems: problems, identity: identity)
        }
    }

    /// Puts a manifest in place of the one there is, as it is written.
    func setManifest(text: String, hash: String, shard: Shard? = nil) throws {
        let manifest = try ManifestLoader(of: Set(ManifestKind.allCases)).load(Array(text.utf8), named: "m")
            .limited(to: shard).manifest
        let identity = ManifestIdentity(hash: hash, files: ["m"], commit: nil)
        state.withLock { $0.manifest = ManifestVersion(manifest, problems: [], identity: identity) }
    }

    /// Puts other images and projects into the cloud.
    func setAnswers(_ answers: CloudAnswers) { state.withLock { $0.answers = answers } }

    /// The times at which the cloud was asked what the manifest names.
    var resolutions: [Duration] { state.withLock { $0.resolutions } }

    /// Sets the clock that people read ahead of the daemon's own, or back.
    func setClock(ahead offset: Duration) { state.withLock { $0.clockOffset = offset } }

    /// The date by the clock that people read.
    var date: Date {
        Date(timeIntervalSince1970: (now + state.withLock { $0.clockOffset }) / .seconds(1))
    }

    /// Puts another configuration in place of the one there is.
    func setConfiguration() { state.withLock { $0.hasNewConfiguration = true } }

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
    ///   - interval: the time between two sweeps.
    ///   - manifestInterval: the time between two readings of the manifest.
    ///   - logsIdleTicks: whether a tick in which nothing changed is logged.
    ///   - longestSleep: the longest sleep of the loop.
    ///   - cloud: the reconciler.
    /// - Returns: the service, not started.
    func service(
        interval: Duration = .seconds(300), manifestInterval: Duration = .seconds(60), logsIdleTicks: Bool = true,
        longestSleep: Duration? = nil,
        cloud: @escaping @Sendable (ServiceRun, DesiredState) async -> Report = { _, desired in allInPlace(desired) }
    ) -> ReconcileService {
        ReconcileService(
            .init(
                interval: interval, manifestInterval: manifestInterval, spreadsAbove: 100,
                logsIdleTicks: logsIdleTicks, longestSleep: longestSleep
            ),
            manifest: self, cloud: ScriptedCloud(run: self, report: cloud), notifier: self, store: store,
            reload: reload,
            clock: DaemonClock(run: time) { self.date },
            logger: log.logger, generator: SplitMix64(seed: 7)
        )
    }

    /// Lets the service work until that much time has passed.
    func run(_ service: ReconcileService, until end: Duration) async {
        if calls.isEmpty { await service.start() }
        while now < end {
            await reload.sleep(for: await service.untilNextStep, by: time)
            await service.step()
        }
    }
}

extension ServiceRun: ManifestReading {
    func stamp() async -> String? { nil }
    func identity() async -> ManifestIdentity { state.withLock { $0.manifest.identity } }

    func read() async -> ManifestVersion {
        state.withLock { state in
            state.events.append(.read)
            return state.manifest
        }
    }
}

extension ServiceRun: LoopNotifying {
    func ready() { state.withLock { $0.events.append(.ready) } }
    func rest() { state.withLock { $0.rests += 1 } }

    func progress(_ status: String) {
        state.withLock { state in
            state.events.append(.progress)
            state.lines.append(status)
        }
    }
}

extension ServiceRun {
    private struct ScriptedCloud: CloudReconciling {
        let run: ServiceRun
        let report: @Sendable (ServiceRun, DesiredState) async -> Report

        func resolve(_ manifest: Manifest) async -> DesiredState {
            let answers = run.state.withLock { state in
                state.resolutions.append(run.now)
                return state.answers
            }
            return manifest.resolve(answers)
        }

        func reconcile(
            _ images: DesiredState, at moment: Date, beside others: RemovalsBeside, isProbe: Bool
        ) async -> Report {
            let call = Call(
                at: run.now, images: images.images.map(\.id), isProbe: isProbe, date: moment, others: others)
            run.state.withLock { $0.calls.append(call) }
            let report = await report(run, images)
            run.state.withLock { $0.events.append(.reconciled) }
            return report
        }

        func renewConfiguration() async -> Bool {
            run.state.withLock { state in
                state.configurationReadings.append(run.now)
                defer { state.hasNewConfiguration = false }
                return state.hasNewConfiguration
            }
        }
    }
}

extension ManifestVersion {
    /// The images and members that the manifest asks for without anybody being asked; nil for one with mistakes.
    var desired: DesiredState? { manifest?.resolve(CloudAnswers()) }
}
