import Daemon
import FoundationEssentials
import ImageSharing
import Logging
import Manifests
import OpenStack
import Pacing
import Reconciliation
import Synchronization
import TestSupport

@testable import glance_share

/// The stories of a daemon: its loop over a cloud whose trouble ends, and from which somebody then takes what was added.
extension Story {
    /// The end of a daemon's story.
    struct Kept: Sendable {
        let cloud: ModelCloud
        /// The members that each image had when the first sweep had to be over.
        let early: [Int: [ModelImage.Row]]
        /// The members that each image had at the end.
        let rows: [Int: [ModelImage.Row]]
        /// The daemon's status at the end.
        let status: DaemonStatus
        /// The lines that it said of itself, one each time that the loop came round.
        let words: [String]
        /// Everything that it said and that was not so.
        let lies: [String]
        /// The moment when it first said that the cloud is down, after it went away.
        let foundDown: Duration?
    }

    /// The members that the manifest asks for at first.
    var wantedAtFirst: [Int: [Int]] { wanted.mapValues { Array($0.prefix(1)) } }

    /// The moment when the first sweep has to be over.
    func firstSweepEnds(_ daemon: DaemonLife) -> Duration { .seconds(daemon.interval + 30) + slow }

    /// The moment when everything has to be in place again: an interval and its jitter after the trouble, another one where a
    /// sweep is paced, and the time that a tick takes that has just begun.
    func isMended(_ daemon: DaemonLife) -> Duration {
        .seconds(outage.upperBound) + .seconds(daemon.interval) * (daemon.isPaced ? 2.1 : 1.1) + .seconds(150) + slow
    }

    /// The delay of everything because the user allows few requests a second.
    private var slow: Duration {
        maximumRate.map { .seconds(Double(wanted.count * 6) / $0) } ?? .zero
    }

    /// Tells the story.
    ///
    /// - Returns: the end; nil where it did not end.
    func keep() throws -> Kept? {
        guard let daemon else { return nil }
        let clock = ManualClock()
        let cloud = cloud(clock)
        let limits = try limits(patience: DaemonOptions.patience)
        let configuration = try Self.configuration.get()
        let images = wanted.keys
        return SerialRuntime.run(clock, patience: isMended(daemon) * 2) {
            let connection = connection(configuration, limits, to: cloud, by: clock)
            let witness = Witness(cloud, goesAwayAt: .seconds(outage.lowerBound))
            let work = Task { await service(daemon, connection, by: clock, witness: witness).run() }
            try? await clock.sleep(until: TestInstant(firstSweepEnds(daemon)), tolerance: nil)
            let early = Dictionary(uniqueKeysWithValues: images.map { ($0, cloud.members($0)) })
            try? await clock.sleep(until: TestInstant(isMended(daemon)), tolerance: nil)
            let rows = Dictionary(uniqueKeysWithValues: images.map { ($0, cloud.members($0)) })
            let status = witness.store.current
            work.cancel()
            await work.value
            return Kept(
                cloud: cloud, early: early, rows: rows, status: status, words: witness.words, lies: witness.lies,
                foundDown: witness.foundDown
            )
        }
    }

    private func service(
        _ daemon: DaemonLife, _ connection: CloudConnection, by clock: ManualClock, witness: Witness
    ) -> ReconcileService {
        let time = RunClock(clock)
        return ReconcileService(
            .init(
                interval: .seconds(daemon.interval), manifestInterval: .seconds(30),
                spreadsAbove: daemon.isPaced ? 0 : 100
            ),
            manifest: EditedManifest(story: self, daemon: daemon, clock: time),
            cloud: ReconciledCloud(
                connection: connection, policy: SafetyPolicy(maximumRemovals: terms.limit)),
            notifier: WitnessedLoop(witness: witness, clock: time), store: witness.store, reload: InterruptibleSleep(),
            clock: DaemonClock(run: time) { Date(timeIntervalSince1970: time.now() / .seconds(1)) },
            logger: Self.logger, generator: SplitMix64(seed: seed &+ 4)
        )
    }
}

/// The manifest, which is edited once.
private struct EditedManifest: ManifestReading {
    let story: Story
    let daemon: DaemonLife
    let clock: RunClock

    private var isEdited: Bool { clock.now() >= .seconds(daemon.edit) }

    func stamp() async -> String? { "\(isEdited)" }

    func identity() async -> ManifestIdentity {
        ManifestIdentity(hash: isEdited ? "b" : "a", files: ["sharing.yaml"], commit: nil)
    }

    func read() async -> ManifestVersion {
        let images = (isEdited ? story.wanted : story.wantedAtFirst).sorted { $0.key < $1.key }
        let isEdited = isEdited
        return ManifestVersion(
            Manifest(ofIDs: images.map { story.terms.desired($0.key, members: $0.value, isEdited: isEdited) }),
            problems: [], identity: await identity())
    }
}

/// The cloud, as the program reconciles it.
private struct ReconciledCloud: CloudReconciling {
    let connection: CloudConnection
    let policy: SafetyPolicy

    func resolve(_ manifest: Manifest) async -> DesiredState {
        await connection.beginRun(isPatient: true)
        return await connection.reconciler(for: .plan).resolve(manifest)
    }

    func reconcile(
        _ images: DesiredState, at moment: Date, beside others: RemovalsBeside, isProbe: Bool
    ) async -> Report {
        await connection.beginRun(isPatient: !isProbe)
        let access = connection.writeAccess(waitsForRoom: false)
        return await connection.reconciler(for: .apply(access), within: policy, at: moment)
            .run(images, beside: others)
    }

    func renewConfiguration() async -> Bool { false }
}

/// The loop under the eyes of a witness.
private struct WitnessedLoop: LoopNotifying {
    let witness: Witness
    let clock: RunClock

    func ready() {}
    func progress(_ status: String) { witness.see(status, at: clock.now()) }
}

/// Compares what a daemon says with what is so.
final class Witness: Sendable {
    let store = StatusStore(
        DaemonStatus(version: "test", startedAt: Date(timeIntervalSince1970: 0), staleAfter: .seconds(3600)))
    private let cloud: ModelCloud
    private let outageBegins: Duration
    private let state = Mutex((words: [String](), lies: Set<String>(), foundDown: Duration?.none, seen: Duration?.none))

    init(_ cloud: ModelCloud, goesAwayAt outageBegins: Duration) {
        self.cloud = cloud
        self.outageBegins = outageBegins
    }

    var words: [String] { state.withLock { $0.words } }
    var lies: [String] { state.withLock { $0.lies.sorted() } }
    var foundDown: Duration? { state.withLock { $0.foundDown } }

    /// Takes in the line that the daemon says of itself, and its status.
    func see(_ line: String, at now: Duration) {
        let status = store.current
        let isSeen = state.withLock { $0.seen == status.lastTickEnd }
        var lies: [String] = []
        // Between two looks nothing is said anew.
        for image in isSeen ? [] : status.images {
            let number = cloud.number(of: image.image)
            // What was taken away since it was last looked at, nobody can know.
            let isOld = image.observedAt.map { cloud.hasLost(since: $0.timeIntervalSince1970) } ?? true
            let rows = Set(cloud.rows(number))
            let missing = image.members.filter { $0.isWanted && !rows.contains("\($0.project)") }
            if !isOld && missing.contains(where: \.isPresent) {
                lies.append("image \(number) is said to have a member that it lacks")
            }
            if !isOld && image.state == .inSync && !missing.isEmpty { lies.append("image \(number) is not in sync") }
            if image.state == .inSync && image.problem != nil {
                lies.append("image \(number) is in sync with a problem")
            }
            // Without a token nothing can be asked for an image, and Keystone's answer is the reason.
            if let problem = image.problem, let code = problem.httpStatus, !problem.message.contains("Keystone at") {
                let answer = ModelCloud.Answer(image: number, status: code, requestID: problem.requestID ?? "")
                if !cloud.answers.contains(answer) { lies.append("image \(number) never got the answer \(problem)") }
            }
        }
        state.withLock { state in
            state.lies.formUnion(lies)
            state.seen = status.lastTickEnd
            if line.contains("the cloud is down") && now >= outageBegins { state.foundDown = state.foundDown ?? now }
            state.words.append("\(now.components.seconds) s: \(line)")
        }
    }
}
