import ImageSharing
import Pacing
import Reconciliation
import TestSupport
import Testing

struct ExecutorTests {
    @Test func `What is missing is added, in the plan's order`() async {
        let glance = FakeGlance([1: [], 2: [5]])
        let execution = await Run(glance, concurrency: 1).apply(Run.plan([2: [6, 4], 1: [3, 1, 2]]))
        #expect(execution.outcomes.map(\.image) == [1, 1, 1, 2, 2].map { .numbered($0) })
        #expect(execution.outcomes.map(\.member) == [1, 2, 3, 4, 6].map { .numbered($0) })
        #expect(execution.outcomes.allSatisfy { $0.result == .created && $0.attempts == 1 })
        #expect(execution.outcomes.allSatisfy { $0.requestID == "req-\($0.member.project)" })
        #expect(execution.problems.isEmpty)
        #expect(await glance.calls.count == 5)
    }

    @Test func `The image with the most to do goes first, and is told in the plan's order all the same`() async {
        let glance = FakeGlance([1: [], 2: [], 3: []])
        let execution = await Run(glance, concurrency: 1).apply(Run.plan([1: [1], 2: [1, 2, 3], 3: [1]]))
        let asked = await glance.calls.map { if case .add(let image, _) = $0 { image } else { ImageID?.none } }
        #expect(asked == [2, 2, 2, 1, 3].map { .numbered($0) })
        #expect(execution.outcomes.map(\.image) == [1, 2, 2, 2, 3].map { .numbered($0) })
    }

    @Test func `A plan without additions asks nothing`() async {
        let glance = FakeGlance([1: [1]])
        let execution = await Run(glance).apply(Run.plan([1: [1]], had: [1: [1]]))
        #expect(execution.outcomes.isEmpty)
        #expect(await glance.calls.isEmpty)
    }

    @Test func `A member that somebody else added meanwhile is as good`() async {
        let glance = FakeGlance([1: [2]])
        let execution = await Run(glance).apply(Run.plan([1: [1, 2]]))
        #expect(execution.results(1) == [.created, .alreadyMember])
        #expect(execution.problems.isEmpty)
    }

    @Test func `A refused member does not stop its image`() async {
        let glance = FakeGlance([1: []]) { _, _, member in member == .numbered(1) ? .memberRefused : .none }
        let execution = await Run(glance).apply(Run.plan([1: [1, 2, 3]]))
        #expect(execution.results(1) == [.failed, .created, .created])
        #expect(execution.problems.map(\.code) == [.memberRejected])
        #expect(execution.problems.first?.member == .numbered(1))
        #expect(execution.problems.first?.source == DesiredMember.numbered(1).source)
    }

    @Test(arguments: [
        ProblemCode.forbidden, .imageNotFound, .imageNotShareable, .notImageOwner, .unexpectedResponse,
    ])
    func `A refused image is done, and does not stop the others`(code: ProblemCode) async {
        let glance = FakeGlance([:]) { _, image, _ in image == .numbered(2) ? .imageRefused(code) : .none }
        let execution = await Run(glance).apply(Run.plan([1: [1, 2], 2: [1, 2, 3], 3: [1]]))
        #expect(execution.results(1) == [.created, .created])
        #expect(execution.results(2) == [.failed, .skipped, .skipped])
        #expect(execution.attempts(2) == [1, 0, 0])
        #expect(execution.results(3) == [.created])
        #expect(execution.problems.map(\.code) == [code])
    }

    @Test(arguments: [ProblemCode.authenticationFailed, .tlsFailed])
    func `What ends the run stops all images`(code: ProblemCode) async {
        let glance = FakeGlance([:]) { number, _, _ in number == 2 ? .imageRefused(code) : .none }
        let wanted = Dictionary(uniqueKeysWithValues: (1...20).map { ($0, [1, 2]) })
        let execution = await Run(glance, concurrency: 1).apply(Run.plan(wanted))
        #expect(execution.results(1) == [.created, .failed])
        #expect(execution.outcomes.dropFirst(2).allSatisfy { $0.result == .skipped && $0.attempts == 0 })
        #expect(execution.problems.allSatisfy { $0.code == code && $0.httpStatus == nil })
        #expect(execution.problems.count { $0.message.hasPrefix("not asked") } == 19)
        #expect(await glance.adds.count == 2)
    }

    @Test func `What was lost is sent again without a look, because it had no effect`() async {
        let glance = FakeGlance([1: []]) { number, _, _ in number <= 2 ? .lost : .none }
        let execution = await Run(glance).apply(Run.plan([1: [1]]))
        #expect(execution.results(1) == [.created])
        #expect(execution.attempts(1) == [3])
        #expect(await glance.calls == Array(repeating: .add(.numbered(1), .numbered(1)), count: 3))
    }

    @Test func `A cloud that keeps failing is given up when the patience is over`() async {
        let clock = SkippingClock()
        let glance = FakeGlance([:]) { _, _, _ in .lost }
        let execution = await Run(glance, clock: clock, concurrency: 1).apply(Run.plan([1: [1, 2], 2: [1]]))
        // That one member fails for good says nothing of the next; two in a row are enough.
        #expect(execution.results(1) == [.failed, .failed])
        #expect(execution.results(2) == [.failed])
        #expect(Set(execution.problems.map(\.code)) == [.cloudUnavailable])
        #expect(execution.problems.count == 3)
        #expect(clock.now.offset <= .seconds(120))
    }

    @Test func `A Retry-After is a floor for the image's wait`() async {
        let clock = SkippingClock()
        let glance = FakeGlance([1: []]) { number, _, _ in number == 1 ? .throttled(.seconds(30)) : .none }
        let execution = await Run(glance, clock: clock).apply(Run.plan([1: [1]]))
        #expect(execution.results(1) == [.created])
        #expect(clock.sleeps.count == 1)
        #expect(clock.now.offset >= .seconds(30))
    }

    @Test func `Everything that ends is told once`() async {
        let glance = FakeGlance([1: []]) { _, _, member in member == .numbered(2) ? .memberRefused : .none }
        let run = Run(glance)
        let execution = await run.apply(Run.plan([1: [1, 2, 3]]))
        let reported = run.happened.compactMap { if case .settled(let outcome, _) = $0 { outcome } else { nil } }
        #expect(reported == execution.outcomes)
    }
}
