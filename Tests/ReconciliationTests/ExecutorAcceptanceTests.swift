import ImageSharing
import Reconciliation
import TestSupport
import Testing

/// Members in whose place an image is accepted.
struct ExecutorAcceptanceTests {
    private static let list = FakeGlance.Call.list(.numbered(1))
    private static func add(_ member: Int) -> FakeGlance.Call { .add(.numbered(1), .numbered(member)) }
    private static func accept(_ member: Int) -> FakeGlance.Call { .accept(.numbered(1), .numbered(member)) }

    /// Image 1 with its plan, made when the members were those that it still has.
    private func apply(
        wanting wanted: [Int], revoking revoked: [Int] = [], had: [Int], has: [Int]? = nil, limit: Int = 128,
        faults: @escaping @Sendable (Int, ImageID, ProjectID) -> FakeGlance.Fault = { _, _, _ in .none }
    ) async -> (Execution, FakeGlance) {
        let glance = FakeGlance([1: has ?? had], limit: limit, faults: faults)
        let terms = ImageTerms(revoking: revoked, accepts: true)
        return (await Run(glance).apply(Run.plan(wanted, on: terms, had: had.map { .numbered($0) })), glance)
    }

    @Test func `Those who come and those who have not answered are accepted before anybody goes`() async {
        let (execution, glance) = await apply(wanting: [1, 2], revoking: [3], had: [2, 3])
        #expect(execution.results(1) == [.created, .accepted, .accepted, .removed])
        #expect(
            await glance.calls == [
                Self.add(1), Self.accept(1), Self.accept(2), .remove(.numbered(1), .numbered(3)),
            ])
        #expect(execution.outcomes.map(\.change.action) == [.add, .accept, .accept, .remove])
    }

    @Test func `A token that may not accept is told so once, and does all else`() async {
        let (execution, glance) = await apply(wanting: [1, 2, 4], revoking: [3], had: [2, 3, 4]) { number, _, _ in
            number == 2 ? .actionRefused : .none
        }
        #expect(execution.results(1) == [.created, .failed, .skipped, .skipped, .removed])
        #expect(execution.problems.map(\.code) == [.acceptForbidden])
        #expect(await glance.writes.count == 3)
    }

    @Test func `Whoever could not be added is not accepted`() async {
        let (execution, glance) = await apply(wanting: [1, 2], had: []) { number, _, _ in
            number == 1 ? .memberRefused : .none
        }
        #expect(execution.results(1) == [.failed, .created, .skipped, .accepted])
        #expect(await glance.calls == [Self.add(1), Self.add(2), Self.accept(2)])
    }

    @Test func `Where the image is full, those who are there are accepted all the same`() async {
        let (execution, _) = await apply(wanting: [1, 2, 3], had: [3], limit: 1)
        #expect(execution.results(1) == [.failed, .skipped, .skipped, .skipped, .accepted])
        #expect(execution.problems.map(\.code) == [.memberLimitExceeded])
    }

    @Test func `What was done in silence is found by a look, and what was not is sent again`() async {
        let (execution, glance) = await apply(wanting: [1, 2], had: [1, 2]) { number, _, _ in
            switch number {
            case 1: .doneInSilence
            case 2: .undoneInSilence
            default: .none
            }
        }
        #expect(execution.results(1) == [.accepted, .accepted])
        #expect(execution.attempts(1) == [1, 2])
        #expect(
            await glance.calls == [Self.accept(1), Self.list, Self.accept(2), Self.list, Self.accept(2)])
    }

    @Test(arguments: [(MemberStatus.rejected, Outcome.Result.failed), (.accepted, .accepted)])
    func `What the project says meanwhile is its word`(status: MemberStatus, result: Outcome.Result) async {
        let (execution, glance) = await apply(wanting: [1, 2], had: [1, 2]) { number, _, _ in
            number == 1 ? .answered(status) : .none
        }
        #expect(execution.results(1) == [result, .accepted])
        #expect(execution.problems.map(\.code) == (result == .failed ? [.acceptForbidden] : []))
        #expect(await glance.answers[.numbered(1)]?[.numbered(1)] == status)
        #expect(await glance.violations.isEmpty)
    }

    @Test func `Whoever was added by somebody else is looked at before being accepted`() async {
        let glance = FakeGlance([1: [1]])
        await glance.answer(.rejected, as: [1], of: 1)
        let execution = await Run(glance).apply(Run.plan([1, 2], on: ImageTerms(accepts: true), had: []))
        #expect(execution.results(1) == [.alreadyMember, .created, .failed, .accepted])
        #expect(await glance.calls == [Self.add(1), Self.list, Self.add(2), Self.accept(2)])
        #expect(await glance.answers[.numbered(1)]?[.numbered(1)] == .rejected)
    }

    @Test func `Whoever is a member no more cannot accept, and keeps nobody from it`() async {
        let (execution, _) = await apply(wanting: [1, 2], had: [1, 2], has: [2])
        #expect(execution.results(1) == [.failed, .accepted])
        #expect(execution.problems.map(\.code) == [.memberMissing])
    }

    @Test func `Whoever is seen to be a member no more is not asked for`() async {
        let (execution, glance) = await apply(wanting: [1, 2], had: [1, 2], has: [1]) { number, _, _ in
            number == 1 ? .undoneInSilence : .none
        }
        #expect(execution.results(1) == [.accepted, .failed])
        #expect(execution.problems.map(\.code) == [.memberMissing])
        #expect(await glance.calls == [Self.accept(1), Self.list, Self.accept(1)])
    }
}
