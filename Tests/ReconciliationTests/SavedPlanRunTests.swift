import FoundationEssentials
import ImageSharing
import Reconciliation
import TestSupport
import Testing

/// A saved plan on the line from the token to the report.
struct SavedPlanRunTests {
    /// A plan that adds project 1 to the images 1 and 2, and removes project 5 from image 2.
    private static let saved: SavedPlan = {
        var terms = ImageTerms()
        terms.revoked = [.numbered(5)]
        let second = DesiredImage(
            id: .numbered(2), source: SourceLocation(file: "sharing.yaml", line: 1, column: 3),
            members: [.numbered(1)], terms: terms)
        let current = CurrentState(
            observations: [.numbered(1): .members([]), .numbered(2): .members([.numbered(5), .numbered(6)])],
            ownerships: [.numbered(2): .own(.numbered(0))])
        return SavedPlan(
            Plan(desired: DesiredState(images: [.numbered(1, members: [1]), second]), current: current))
    }()
    private static let policy = SafetyPolicy(maximumRemovals: .members(1))

    @Test func `It is carried out as it is, and once more without a write`() async {
        let glance = FakeGlance([1: [], 2: [5, 6]])
        let report = await Run(glance).carryOut(Self.saved, within: Self.policy)
        #expect(report.verdict == .applied)
        #expect(await glance.rows == [.numbered(1): [.numbered(1)], .numbered(2): [.numbered(6), .numbered(1)]])
        let writes = await glance.results.count
        let again = await Run(glance).carryOut(Self.saved, within: Self.policy)
        #expect(again.verdict == .noChanges)
        #expect(await glance.results.count == writes)
    }

    @Test func `An image that has changed since is left, and the others are done`() async {
        let glance = FakeGlance([1: [7], 2: [5, 6]])
        let report = await Run(glance).carryOut(Self.saved, within: Self.policy)
        #expect(report.verdict == .partial)
        #expect(report.problems.map(\.code) == [.planStale])
        #expect(report.problems.map(\.image) == [.numbered(1)])
        #expect(await glance.rows == [.numbered(1): [.numbered(7)], .numbered(2): [.numbered(6), .numbered(1)]])
    }

    @Test func `A plan that is not for this cloud is refused once that is known, before anything is read`() async {
        let glance = FakeGlance([1: [], 2: [5, 6]])
        let refusal = Problem(code: .planInvalid, message: "another cloud")
        let report = await Run(glance).carryOut(Self.saved) { () throws(Problem) in throw refusal }
        #expect(report.stage == .notPlanned([refusal]))
        #expect(await glance.calls == [.authorize])
    }

    @Test func `Removals keep to the limit of the run, and need one`() async {
        let glance = FakeGlance([1: [], 2: [5, 6]])
        let refused = await Run(glance).carryOut(Self.saved, within: SafetyPolicy(maximumRemovals: .members(0)))
        #expect(refused.verdict == .refused)
        #expect(await glance.results.isEmpty)
        let held = await Run(glance).carryOut(Self.saved)
        #expect(held.summary.held == 1)
        #expect(held.problems.map(\.code) == [.removalNotAllowed])
        #expect(await glance.rows[.numbered(2)] == [.numbered(5), .numbered(6), .numbered(1)])
        // What was begun goes on.
        let rest = await Run(glance).carryOut(Self.saved, within: Self.policy)
        #expect(rest.verdict == .applied)
        #expect(await glance.rows[.numbered(2)] == [.numbered(6), .numbered(1)])
    }

    @Test func `A percentage is one of all members that the plan's images had`() async {
        let others = SavedPlan(images: Self.saved.images, otherMembers: 98, moment: Self.saved.moment)
        for (percent, verdict) in [(0, Report.Verdict.refused), (1, .applied)] {
            let glance = FakeGlance([1: [], 2: [5, 6]])
            let report = await Run(glance).carryOut(others, within: SafetyPolicy(maximumRemovals: .percent(percent)))
            #expect(report.verdict == verdict)
        }
    }

    @Test func `One without changes is for a cloud and a project all the same, and asks who the token is for`() async {
        let glance = FakeGlance([:])
        let report = await Run(glance).carryOut(SavedPlan(images: [], moment: .now))
        #expect(report.verdict == .noChanges)
        #expect(await glance.calls == [.authorize])
    }
}
