import Pacing
import ImageSharing
import Reconciliation
import Synchronization
import TestSupport

/// One run against a fake Glance.
struct Run: Sendable {
    let glance: FakeGlance
    let backOff: BackOff
    private let events: Events
    private let reconciler: Reconciler

    init(
        _ glance: FakeGlance, clock: some Clock<Duration> = SkippingClock(), retryFor: Duration = .seconds(60),
        limits: RetryLimits = RetryLimits(), concurrency: Int = 4, waitsForRoom: Bool = true, seed: UInt64 = 1
    ) {
        self.glance = glance
        backOff = BackOff(
            retryFor: retryFor, limits: limits, clock: RunClock(clock), generator: SplitMix64(seed: seed)
        )
        let events = Events()
        self.events = events
        reconciler = Reconciler(concurrency: concurrency, backOff: backOff, waitsForRoom: waitsForRoom) {
            events.note($0)
        }
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

    func plan(_ wanted: [Int: [Int]]) async -> Plan {
        await reconciler.plan(
            DesiredState(images: wanted.map { .numbered($0.key, members: $0.value) }), reading: glance
        )
    }

    func apply(_ plan: Plan) async -> Execution {
        await reconciler.apply(plan, with: glance)
    }
}

private final class Events: Sendable {
    private let log = Mutex<[RunEvent]>([])
    private let changes = Changes()

    var all: [RunEvent] { log.withLock { $0 } }

    func note(_ event: RunEvent) {
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
