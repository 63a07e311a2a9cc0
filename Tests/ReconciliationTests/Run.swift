import FoundationEssentials
import ImageSharing
import Manifests
import Pacing
import Synchronization
import TestSupport

@testable import Reconciliation

/// One run against a fake Glance.
struct Run: Sendable {
    let glance: FakeGlance
    let backOff: BackOff
    private let events = Events()
    private let concurrency: BoundedConcurrency
    private let waitsForRoom: Bool
    private let mayRemove: Bool

    init(
        _ glance: FakeGlance, clock: some Clock<Duration> = SkippingClock(), retryFor: Duration = .seconds(60),
        limits: RetryLimits = RetryLimits(), concurrency: Int = 4, waitsForRoom: Bool = true, mayRemove: Bool = true,
        seed: UInt64 = 1
    ) {
        self.glance = glance
        self.waitsForRoom = waitsForRoom
        self.mayRemove = mayRemove
        backOff = BackOff(
            retryFor: retryFor, limits: limits, clock: RunClock(clock), generator: SplitMix64(seed: seed)
        )
        self.concurrency = BoundedConcurrency(limit: concurrency, clock: backOff.clock)
    }

    /// Waits until so many additions have ended.
    func waitForSettled(_ count: Int) async { await events.waitForSettled(count) }

    /// What happened, in order.
    var happened: [RunEvent] { events.all }

    /// A plan of what is wanted, made from what the cloud had at some time.
    static func plan(_ wanted: [Int: [Int]], had: [Int: [Int]] = [:]) -> Plan {
        Plan(
            desired: DesiredState(images: wanted.map { .numbered($0.key, members: $0.value) }),
            current: CurrentState(
                observations: Dictionary(
                    uniqueKeysWithValues: wanted.keys.map { image in
                        (.numbered(image), .members((had[image] ?? []).map { .numbered($0) }))
                    }
                )
            )
        )
    }

    /// A plan of image 1 on some terms, made from the members that the cloud had at some time.
    static func plan(_ wanted: [Int], on terms: ImageTerms, had: [ImageMember]) -> Plan {
        Plan(
            desired: DesiredState(images: [.numbered(1, members: wanted, terms: terms)]),
            current: CurrentState(
                observations: [.numbered(1): .members(had)], ownerships: [.numbered(1): .own(.numbered(0))]))
    }

    func plan(_ wanted: [Int: [Int]]) async -> Plan {
        await plan(wanted.map { .numbered($0.key, members: $0.value) })
    }

    func plan(_ images: [DesiredImage]) async -> Plan {
        let desired = DesiredState(images: images)
        let observer = Observer(reader: glance, backOff: backOff, concurrency: concurrency, notify: events.note)
        return Plan(desired: desired, current: await observer.observe(desired, at: .distantPast) { _ in })
    }

    func apply(_ plan: Plan) async -> Execution {
        await Executor(
            reader: glance, writer: glance, backOff: backOff, requestTimeout: .zero, waitsForRoom: waitsForRoom,
            mayRemove: mayRemove, concurrency: concurrency, notify: events.note
        ).apply(plan)
    }

    /// The whole line, from the manifest to the report.
    func reconcile(_ manifest: Manifest, for purpose: Reconciler.Purpose) async -> Report {
        await reconciler(for: purpose, within: SafetyPolicy()).run(manifest)
    }

    /// The whole line, from the token to the report.
    func reconcile(
        _ wanted: [Int: [Int]], for purpose: Reconciler.Purpose, within policy: SafetyPolicy = SafetyPolicy()
    ) async -> Report {
        await reconcile(wanted.map { .numbered($0.key, members: $0.value) }, for: purpose, within: policy)
    }

    /// The same, on terms.
    func reconcile(
        _ images: [DesiredImage], for purpose: Reconciler.Purpose, within policy: SafetyPolicy = SafetyPolicy()
    ) async -> Report {
        await reconciler(for: purpose, within: policy).run(DesiredState(images: images))
    }

    /// The whole line, from the token to the report, of a saved plan.
    func carryOut(
        _ saved: SavedPlan, within policy: SafetyPolicy = SafetyPolicy(),
        _ check: () async throws(Problem) -> Void = { () throws(Problem) in }
    ) async -> Report {
        await reconciler(for: .apply(.init(glance)), within: policy).run(saved, check)
    }

    private func reconciler(for purpose: Reconciler.Purpose, within policy: SafetyPolicy) -> Reconciler {
        Reconciler(
            for: purpose, within: policy, gate: glance, directory: glance, reader: glance,
            concurrency: concurrency.limit, backOff: backOff, requestTimeout: .zero, notify: events.note)
    }
}

private final class Events: Sendable {
    private let log = Mutex<[RunEvent]>([])
    private let changes = Changes()

    var all: [RunEvent] { log.withLock { $0 } }

    @Sendable func note(_ event: RunEvent) {
        log.withLock { $0.append(event) }
        changes.announce()
    }

    func waitForSettled(_ count: Int) async {
        await changes.wait { self.all.filter { if case .settled = $0 { true } else { false } }.count >= count }
    }
}

extension Execution {
    /// The results of one image, in the plan's order.
    func results(_ image: Int) -> [Outcome.Result] {
        outcomes.filter { $0.image == .numbered(image) }.map(\.result)
    }

    /// The attempts of one image, in the plan's order.
    func attempts(_ image: Int) -> [Int] {
        outcomes.filter { $0.image == .numbered(image) }.map(\.attempts)
    }
}
