import ImageSharing
import Reconciliation
import TestSupport
import Testing

struct ObserverTests {
    @Test func `Each image is listed once, and nothing is written`() async {
        let glance = FakeGlance([1: [1], 2: [], 3: [9]])
        let plan = await Run(glance).plan([1: [1, 2], 2: [1], 3: []])
        #expect(plan.additionCount == 2)
        #expect(plan.unchangedCount == 1)
        #expect(plan.unmanagedCount == 1)
        #expect(await glance.calls.count == 3)
        #expect(await glance.adds.isEmpty)
    }

    @Test func `An image that cannot be read does not stop the others`() async {
        let glance = FakeGlance([1: [], 2: [], 3: []])
        await glance.refuseToRead(.numbered(2), .imageNotFound)
        let run = Run(glance, concurrency: 1)
        let plan = await run.plan([1: [1], 2: [1], 3: [1]])
        #expect(plan.images.map(\.wasRead) == [true, false, true])
        #expect(plan.problems.map(\.code) == [.imageNotFound])
        #expect(run.happened.count == 3)
    }

    @Test(arguments: [ProblemCode.authenticationFailed, .tlsFailed])
    func `What ends the run leaves the other images unobserved, and says so`(code: ProblemCode) async {
        let glance = FakeGlance([:])
        await glance.refuseToRead(.numbered(1), code)
        let plan = await Run(glance, concurrency: 1).plan([1: [1], 2: [1], 3: [1]])
        #expect(plan.problems.map(\.code) == [code, code, code])
        #expect(
            plan.problems.map(\.message) == ["unreadable"] + Array(repeating: "not asked: the run had ended", count: 2))
        #expect(plan.images.map(\.wasRead) == [false, false, false])
        #expect(await glance.calls == [.list(.numbered(1))])
    }

    @Test func `A run that was told to stop observes nothing`() async {
        let glance = FakeGlance([1: []])
        let run = Run(glance)
        let plan = await inCancelledTask { await run.plan([1: [1]]) }
        #expect(plan.images.map(\.wasRead) == [false])
        #expect(plan.problems.isEmpty)
        #expect(await glance.calls.isEmpty)
    }
}
