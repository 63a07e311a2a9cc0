import ImageSharing
import Pacing
import Reconciliation
import TestSupport
import Testing

/// Members that go.
struct ExecutorRemovalTests {
    private static let list = FakeGlance.Call.list(.numbered(1))
    private static func add(_ member: Int) -> FakeGlance.Call { .add(.numbered(1), .numbered(member)) }
    private static func remove(_ member: Int) -> FakeGlance.Call { .remove(.numbered(1), .numbered(member)) }

    /// Image 1, of which the cloud has what the plan was made from, unless it says otherwise.
    private func apply(
        wanting wanted: [Int] = [], revoking revoked: [Int], had: [Int], has: [Int]? = nil, limit: Int = 128,
        retryFor: Duration = .seconds(60), waitsForRoom: Bool = true, mayRemove: Bool = true,
        faults: @escaping @Sendable (Int, ImageID, ProjectID) -> FakeGlance.Fault = { _, _, _ in .none }
    ) async -> (Execution, FakeGlance) {
        let glance = FakeGlance([1: has ?? had], limit: limit, faults: faults)
        let plan = Run.plan(wanted, on: ImageTerms(revoking: revoked), had: had.map { .numbered($0) })
        let run = Run(glance, retryFor: retryFor, waitsForRoom: waitsForRoom, mayRemove: mayRemove)
        return (await run.apply(plan), glance)
    }

    @Test func `Whoever is to go goes after those who come, one request each`() async {
        let (execution, glance) = await apply(wanting: [1, 4], revoking: [2, 3], had: [1, 2, 3, 90])
        #expect(execution.results(1) == [.created, .removed, .removed])
        #expect(execution.outcomes.allSatisfy { $0.attempts == 1 && $0.requestID == "req-\($0.member.project)" })
        #expect(execution.problems.isEmpty)
        #expect(await glance.calls == [Self.add(4), Self.remove(2), Self.remove(3)])
        #expect(await glance.rows == [.numbered(1): [1, 90, 4].map { .numbered($0) }])
    }

    @Test func `Whoever is gone already is gone`() async {
        let (execution, glance) = await apply(revoking: [2, 3], had: [2, 3], has: [3])
        #expect(execution.results(1) == [.removed, .removed])
        #expect(execution.problems.isEmpty)
        #expect(await glance.calls.count == 2)
    }

    @Test func `Where nothing allows it, nobody goes, and all else is done`() async {
        let (execution, glance) = await apply(wanting: [1], revoking: [2, 3], had: [2, 3], mayRemove: false)
        #expect(execution.results(1) == [.created, .held, .held])
        #expect(execution.attempts(1) == [1, 0, 0])
        #expect(execution.problems.isEmpty)
        #expect(await glance.calls == [Self.add(1)])
    }

    @Test func `A member with several rows is removed until the list has none`() async {
        let (execution, glance) = await apply(revoking: [2, 3], had: [2, 3, 2, 2])
        #expect(execution.results(1) == [.removed, .removed])
        #expect(execution.attempts(1) == [3, 1])
        let once = [Self.remove(2), Self.list]
        #expect(await glance.calls == once + once + once + [Self.remove(3)])
        #expect(await glance.rows == [.numbered(1): []])
    }

    @Test func `A row that does not go although Glance says so is asked for again for a while, and told of`() async {
        let (execution, glance) = await apply(revoking: [2, 3], had: [2, 2, 3]) { _, _, member in
            member == .numbered(2) ? .undoneAndPraised : .none
        }
        #expect(execution.results(1) == [.failed, .removed])
        #expect(execution.problems.map(\.code) == [.memberMissing])
        #expect(execution.problems.map(\.member) == [.numbered(2)])
        #expect(execution.attempts(1)[0] > 3)
        #expect(await glance.rows == [.numbered(1): [.numbered(2), .numbered(2)]])
    }

    @Test func `What was done in silence is found by a look`() async {
        let (execution, glance) = await apply(revoking: [2, 3], had: [2, 3]) { number, _, _ in
            number == 1 ? .doneInSilence : .none
        }
        #expect(execution.results(1) == [.removed, .removed])
        #expect(execution.attempts(1) == [1, 1])
        #expect(await glance.calls == [Self.remove(2), Self.list, Self.remove(3)])
    }

    @Test func `What was not done is sent again after the look, and what the look no longer shows is not`() async {
        let (execution, glance) = await apply(revoking: [2, 3, 4], had: [2, 3, 4], has: [2, 4]) { number, _, _ in
            number == 1 ? .undoneInSilence : .none
        }
        #expect(execution.results(1) == [.removed, .removed, .removed])
        #expect(execution.attempts(1) == [2, 0, 1])
        #expect(await glance.calls == [Self.remove(2), Self.list, Self.remove(2), Self.remove(4)])
    }

    @Test func `Where the look fails, nothing more is sent to the image`() async {
        let glance = FakeGlance([1: [2, 3]]) { _, _, _ in .undoneInSilence }
        await glance.refuseToRead(.numbered(1), .cloudUnavailable)
        let plan = Run.plan([], on: ImageTerms(revoking: [2, 3]), had: [.numbered(2), .numbered(3)])
        let execution = await Run(glance).apply(plan)
        #expect(execution.results(1) == [.failed, .skipped])
        #expect(await glance.writes == [Self.remove(2)])
    }

    @Test func `A member that cannot be removed keeps no other one`() async {
        let (execution, _) = await apply(revoking: [2, 3], had: [2, 3]) { _, _, member in
            member == .numbered(2) ? .memberRefused : .none
        }
        #expect(execution.results(1) == [.failed, .removed])
        #expect(execution.problems.map(\.source) == [DesiredMember.numbered(2).source])
    }

    @Test func `A refused image loses nobody else`() async {
        let (execution, glance) = await apply(wanting: [1], revoking: [2, 3], had: [2, 3]) { number, _, _ in
            number == 2 ? .imageRefused(.forbidden) : .none
        }
        #expect(execution.results(1) == [.created, .failed, .skipped])
        #expect(await glance.rows == [.numbered(1): [2, 3, 1].map { .numbered($0) }])
    }

    @Test func `A full image loses as many as have to make room, each before one that comes, and the others after`()
        async
    {
        let (execution, glance) = await apply(
            wanting: [1, 2], revoking: [90, 91, 92], had: [5, 90, 91, 92], limit: 4)
        #expect(execution.results(1) == [.created, .created, .removed, .removed, .removed])
        #expect(execution.attempts(1) == [2, 1, 1, 1, 1])
        #expect(
            await glance.calls == [
                Self.add(1), Self.list, Self.remove(90), Self.add(1), Self.remove(91), Self.add(2), Self.remove(92),
            ])
    }

    @Test func `An image far beyond its limit loses more before somebody comes`() async {
        let (execution, glance) = await apply(wanting: [1], revoking: [90, 91, 92], had: [5, 90, 91, 92], limit: 2)
        #expect(execution.results(1) == [.created, .removed, .removed, .removed])
        #expect(await glance.rows == [.numbered(1): [.numbered(5), .numbered(1)]])
        #expect(await glance.violations.isEmpty)
    }

    @Test(arguments: [true, false])
    func `Where too few go to make room, the others go all the same, and who finds none is told of`(
        waitsForRoom: Bool
    ) async {
        let (execution, glance) = await apply(
            wanting: [1, 2, 3], revoking: [90], had: [5, 90], limit: 2, waitsForRoom: waitsForRoom)
        #expect(execution.results(1) == [.created, .failed, .skipped, .removed])
        #expect(execution.problems.map(\.code) == [.memberLimitExceeded])
        #expect(await glance.rows == [.numbered(1): [.numbered(5), .numbered(1)]])
    }

    @Test func `Where nothing allows a removal, none makes room`() async {
        let (execution, glance) = await apply(
            wanting: [1], revoking: [90], had: [5, 90], limit: 2, waitsForRoom: false, mayRemove: false)
        #expect(execution.results(1) == [.failed, .held])
        #expect(await glance.calls == [Self.add(1), Self.list])
    }

    @Test func `Told to stop while room is made, a run says of everybody what became of them`() async {
        let (held, begun) = (Signal(), Signal())
        let glance = FakeGlance([1: [90, 91]], limit: 2) { number, _, _ in
            guard number == 2 else { return .none }
            begun.give()
            return .held(held)
        }
        let plan = Run.plan([1], on: ImageTerms(revoking: [90, 91]), had: [.numbered(90), .numbered(91)])
        let applying = Task { await Run(glance).apply(plan) }
        await begun.wait()
        applying.cancel()
        held.give()
        let execution = await applying.value
        #expect(execution.results(1) == [.failed, .removed, .skipped])
        #expect(execution.problems.map(\.code) == [.memberLimitExceeded])
    }
}
