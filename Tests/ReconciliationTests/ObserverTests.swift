import OpenStack
import Pacing
import ImageAPI
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

    @Test func `A plan needs nothing that can write`() async {
        struct Reader: MemberReading {
            func list(_ id: ImageID) async throws(Setback) -> [ImageMember] { [.numbered(1)] }
        }
        let backOff = BackOff(retryFor: .zero, clock: RunClock(SkippingClock()))
        let desired = DesiredState(images: [.numbered(1, members: [1, 2])])
        let plan = await Reconciler(concurrency: 1, backOff: backOff) { _ in }.plan(desired, reading: Reader())
        #expect(plan.additionCount == 1)
    }

    @Test func `A plan through a session that may only read sends nothing but GET`() async throws {
        let transport = ScriptedTransport { sent in
            guard sent.line.hasPrefix("GET "), let image = sent.line.split(separator: "/").dropLast().last else {
                return nil
            }
            let row = #"{"image_id": "\#(image)", "member_id": "other", "status": "pending"}"#
            return .status(200, #"{"members": [\#(row)]}"#)
        }
        let cloud = TestCloud(transport)
        let client = ImageClient(session: try cloud.session(.readOnly))
        let reconciler = Reconciler(concurrency: 3, backOff: cloud.backOff) { _ in }
        let desired = DesiredState(images: (1...5).map { .numbered($0, members: [1]) })
        #expect(await reconciler.plan(desired, reading: client).additionCount == 5)
        #expect(transport.sent.count == 5)
        let execution = await reconciler.apply(Run.plan([1: [1]]), with: client)
        #expect(execution.outcomes.map(\.result) == [.failed])
        #expect(transport.sent.count == 5)
    }
}
