import ImageSharing
import Reconciliation
import TestSupport
import Testing

struct ExecutorCancellationTests {
    @Test func `A run that was told to stop before it began writes nothing`() async {
        let glance = FakeGlance([:])
        let run = Run(glance)
        let execution = await inCancelledTask { await run.apply(Run.plan([1: [1, 2], 2: [1]])) }
        #expect(execution.outcomes.map(\.result) == [.skipped, .skipped, .skipped])
        #expect(execution.outcomes.allSatisfy { $0.attempts == 0 })
        #expect(execution.problems.isEmpty)
        #expect(await glance.calls.isEmpty)
    }

    @Test func `A write in flight is told as it ended, what follows as skipped`() async {
        let held = Signal()
        let begun = Signal()
        let glance = FakeGlance([:]) { _, _, _ in
            begun.give()
            return .held(held)
        }
        let run = Run(glance, concurrency: 1)
        let applying = Task { await run.apply(Run.plan([1: [1, 2], 2: [1]])) }
        await begun.wait()
        applying.cancel()
        held.give()
        let execution = await applying.value
        #expect(execution.outcomes.map(\.result) == [.created, .skipped, .skipped])
        #expect(execution.problems.isEmpty)
        #expect(await glance.adds.count == 1)
    }

    @Test(arguments: [FakeGlance.Fault.lost, .undoneInSilence, .throttled(.seconds(30))])
    func `A member in trouble has failed, those after it were skipped, and the rest ends at once`(
        fault: FakeGlance.Fault
    ) async {
        let clock = ManualClock()
        let glance = FakeGlance([:]) { _, _, _ in fault }
        let run = Run(glance, clock: clock)
        let applying = Task { await run.apply(Run.plan([1: [1, 2], 2: [1]])) }
        await clock.waitForSleepers(2)
        applying.cancel()
        let execution = await applying.value
        #expect(execution.results(1) == [.failed, .skipped])
        #expect(execution.attempts(1) == [1, 0])
        #expect(execution.results(2) == [.failed])
        #expect(execution.problems.count == 2)
        #expect(await glance.adds.count == 2)
    }
}
