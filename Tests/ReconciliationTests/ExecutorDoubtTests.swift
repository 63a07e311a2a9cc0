import ImageSharing
import Pacing
import Reconciliation
import TestSupport
import Testing

/// A 5xx, a timeout or a reset after sending: the member may have been added.
struct ExecutorDoubtTests {
    private static let list = FakeGlance.Call.list(.numbered(1))
    private static func add(_ member: Int) -> FakeGlance.Call { .add(.numbered(1), .numbered(member)) }

    @Test func `What was done in silence is found by a look, and is ours`() async {
        let glance = FakeGlance([1: []]) { number, _, _ in number == 1 ? .doneInSilence : .none }
        let execution = await Run(glance).apply(Run.plan([1: [1, 2]]))
        #expect(execution.results(1) == [.created, .created])
        #expect(execution.attempts(1) == [1, 1])
        #expect(await glance.calls == [Self.add(1), Self.list, Self.add(2)])
    }

    @Test func `What was not done is sent again after the look`() async {
        let glance = FakeGlance([1: []]) { number, _, _ in number == 1 ? .undoneInSilence : .none }
        let execution = await Run(glance).apply(Run.plan([1: [1]]))
        #expect(execution.results(1) == [.created])
        #expect(execution.attempts(1) == [2])
        #expect(await glance.calls == [Self.add(1), Self.list, Self.add(1)])
    }

    @Test func `Already there is ours, too, after a try in doubt`() async {
        // The look comes too early, and the first request is carried out after it.
        let glance = FakeGlance([1: []]) { number, _, _ in number == 1 ? .undoneInSilence : .overtaken }
        let execution = await Run(glance).apply(Run.plan([1: [1]]))
        #expect(execution.results(1) == [.created])
        #expect(execution.attempts(1) == [2])
    }

    @Test func `Doubt about one member says nothing about the next`() async {
        let glance = FakeGlance([1: [2]]) { number, _, _ in number == 1 ? .doneInSilence : .none }
        let execution = await Run(glance).apply(Run.plan([1: [1, 2]]))
        #expect(execution.results(1) == [.created, .alreadyMember])
    }

    @Test func `What a look shows is not added again`() async {
        let glance = FakeGlance([1: [2, 3]]) { number, _, _ in number == 1 ? .undoneInSilence : .none }
        let execution = await Run(glance).apply(Run.plan([1: [1, 2, 3, 4]]))
        #expect(execution.results(1) == [.created, .alreadyMember, .alreadyMember, .created])
        #expect(execution.attempts(1) == [2, 0, 0, 1])
        #expect(await glance.violations.isEmpty)
    }

    @Test func `Where the look fails, nothing more is sent to the image`() async {
        let glance = FakeGlance([1: []]) { _, _, _ in .undoneInSilence }
        await glance.refuseToRead(.numbered(1), .cloudUnavailable)
        let execution = await Run(glance).apply(Run.plan([1: [1, 2]]))
        #expect(execution.results(1) == [.failed, .skipped])
        #expect(await glance.adds == [Self.add(1)])
    }

    @Test(arguments: [0, 1, 3])
    func `A limit on trying again holds for each addition, and one last look is taken`(limit: Int) async {
        let glance = FakeGlance([1: []]) { _, _, _ in .undoneInSilence }
        let run = Run(glance, limits: RetryLimits(connection: limit))
        let execution = await run.apply(Run.plan([1: [1]]))
        #expect(execution.results(1) == [.failed])
        #expect(execution.attempts(1) == [1 + limit])
        #expect(await glance.calls.last == Self.list)
    }

    @Test func `Doubt that never ends is told as what it was`() async {
        let glance = FakeGlance([1: []]) { _, _, _ in .undoneInSilence }
        let execution = await Run(glance).apply(Run.plan([1: [1, 2]]))
        #expect(execution.results(1) == [.failed, .skipped])
        #expect(execution.problems.map(\.code) == [.timedOut])
    }
}
