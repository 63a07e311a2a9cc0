import ImageSharing
import Reconciliation
import TestSupport
import Testing

/// An image that has as many members as Glance allows.
struct ExecutorFullImageTests {
    private static let list = FakeGlance.Call.list(.numbered(1))
    private static let add = FakeGlance.Call.add(.numbered(1), .numbered(1))

    @Test func `A member that is there is success, although Glance counts first and says full`() async {
        let glance = FakeGlance([1: [1, 2]], limit: 2)
        let execution = await Run(glance).apply(Run.plan([1: [1, 2]]))
        #expect(execution.results(1) == [.alreadyMember, .alreadyMember])
        #expect(execution.problems.isEmpty)
        #expect(await glance.calls == [Self.add, Self.list])
    }

    @Test func `A full image backs off alone, while the others finish`() async {
        let glance = FakeGlance([1: [90, 91, 92], 2: [], 3: []], limit: 3)
        let run = Run(glance, concurrency: 1)
        let execution = await run.apply(Run.plan([1: [1, 2], 2: [1, 2], 3: [1, 2]]))
        #expect(execution.results(1) == [.failed, .skipped])
        #expect(execution.results(2) == [.created, .created])
        #expect(execution.results(3) == [.created, .created])
        let settled = run.happened.compactMap { if case .settled(let outcome, _) = $0 { outcome.image } else { nil } }
        #expect(settled.suffix(2) == [.numbered(1), .numbered(1)])
    }

    @Test
    func
        `When the patience is over, the member that was tried has failed with Glance's words, and the rest was skipped`()
        async
    {
        let clock = SkippingClock()
        let glance = FakeGlance([1: [90, 91, 92]], limit: 3)
        let execution = await Run(glance, clock: clock).apply(Run.plan([1: [1, 2, 3]]))
        #expect(execution.results(1) == [.failed, .skipped, .skipped])
        #expect(execution.problems.map(\.member) == [.numbered(1)])
        #expect(execution.problems.map(\.source) == [DesiredMember.numbered(1).source])
        #expect(execution.problems.allSatisfy { $0.code == .memberLimitExceeded })
        #expect(execution.problems.allSatisfy { $0.message.contains("Attempted: 4, Maximum: 3") })
        // The other missing members would fail too: nothing was sent for them.
        #expect(await glance.adds.allSatisfy { $0 == Self.add })
        #expect(execution.attempts(1).dropFirst().allSatisfy { $0 == 0 })
        #expect(clock.now.offset == .seconds(60))
    }

    /// The daemon has a schedule for such images; nobody else's edit has to wait for this one.
    @Test func `Where a later run comes back to it, a full image is given up as soon as the list says so`() async {
        let clock = SkippingClock()
        let glance = FakeGlance([1: [2, 90, 91]], limit: 3)
        let run = Run(glance, clock: clock, waitsForRoom: false)
        let execution = await run.apply(Run.plan([1: [1, 2, 3]]))
        #expect(execution.results(1) == [.failed, .alreadyMember, .skipped])
        #expect(execution.problems.map(\.code) == [.memberLimitExceeded])
        #expect(await glance.calls == [Self.add, Self.list])
        #expect(clock.sleeps.isEmpty)
    }

    @Test func `A slot that is freed meanwhile is used`() async {
        let glance = FakeGlance([1: [90, 91, 92]], limit: 3) { number, _, _ in
            number == 3 ? .freed(.numbered(92)) : .none
        }
        let execution = await Run(glance).apply(Run.plan([1: [1]]))
        #expect(execution.results(1) == [.created])
        #expect(execution.attempts(1) == [3])
        #expect(execution.problems.isEmpty)
    }

    @Test func `What fits is added, and only the rest is told of`() async {
        let glance = FakeGlance([1: [90]], limit: 3)
        let execution = await Run(glance).apply(Run.plan([1: [1, 2, 3, 4]]))
        #expect(execution.results(1) == [.created, .created, .failed, .skipped])
        #expect(await glance.rows[.numbered(1)]?.count == 3)
    }

    @Test func `A full image is left alone for longer and longer`() async {
        let run = Run(FakeGlance([1: [90]], limit: 1), retryFor: .seconds(600))
        _ = await run.apply(Run.plan([1: [1]]))
        let attempts = run.happened.compactMap {
            if case .backedOff(_, _, let attempt, _) = $0 { attempt } else { nil }
        }
        #expect(attempts == Array(1...max(1, attempts.count)))
        #expect(attempts.count > 6)
    }
}
