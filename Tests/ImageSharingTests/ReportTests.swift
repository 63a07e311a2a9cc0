import TestSupport
import Testing

@testable import ImageSharing

struct ReportTests {
    private static let trouble = Problem(code: .imageNotFound, image: .numbered(2), message: "gone")

    private static func plan(additions: Int, unreadable: Bool = false) -> Plan {
        var images: [DesiredImage] = [.numbered(1, members: 0..<additions)]
        var observations: [ImageID: Observation] = [.numbered(1): .members([.numbered(99)])]
        if unreadable {
            images.append(.numbered(2, members: [1]))
            observations[.numbered(2)] = .unreadable(trouble)
        }
        return Plan(desired: DesiredState(images: images), current: CurrentState(observations: observations))
    }

    private static func execution(_ results: [Outcome.Result], problems: [Problem] = []) -> Execution {
        Execution(
            outcomes: results.enumerated().map {
                Outcome(image: .numbered(1), member: .numbered($0.offset), result: $0.element, attempts: 1)
            },
            problems: problems
        )
    }

    private static let failure = Problem(
        code: .forbidden, image: .numbered(1), member: .numbered(0), message: "no"
    )

    @Test(arguments: [
        (Report(.planned(plan(additions: 0))), Report.Verdict.noChanges),
        (Report(.applied(plan(additions: 0), execution([]))), .noChanges),
        (Report(.planned(plan(additions: 2))), .changes),
        (Report(.applied(plan(additions: 2), execution([.created, .alreadyMember]))), .applied),
        (Report(.planned(plan(additions: 2, unreadable: true))), .partial),
        (Report(.applied(plan(additions: 2, unreadable: true), execution([.created, .created]))), .partial),
        (Report(.applied(plan(additions: 2), execution([.created, .failed], problems: [failure]))), .partial),
        (Report(.applied(plan(additions: 2), execution([.failed, .failed], problems: [failure]))), .failed),
        (Report(.applied(plan(additions: 1), execution([.skipped])), ending: .interrupted), .failed),
        (
            Report(.applied(plan(additions: 2), execution([.created, .skipped])), ending: .interrupted),
            .partial
        ),
        (
            Report(.refused(plan(additions: 2), Problem(code: .safetyLimitExceeded, message: "too many"))),
            .refused
        ),
        (Report(.notPlanned([Problem(code: .authenticationFailed, message: "no")])), .failed),
    ])
    func `The verdict says how the run went`(report: Report, verdict: Report.Verdict) {
        #expect(report.verdict == verdict)
    }

    @Test func `Everything is counted`() {
        let results: [Outcome.Result] = [.created, .created, .alreadyMember, .failed, .skipped]
        let report = Report(.applied(Self.plan(additions: 5, unreadable: true), Self.execution(results)))
        #expect(
            report.summary
                == Summary(
                    images: 2, members: 6, add: 5, unchanged: 0, unmanaged: 1, created: 2, alreadyMember: 1, failed: 1,
                    skipped: 1
                )
        )
    }

    @Test func `Problems of plan and execution are told once each, sorted`() {
        let report = Report(
            .applied(
                Self.plan(additions: 1, unreadable: true),
                Self.execution([.failed], problems: [Self.failure, Self.failure])))
        #expect(report.problems.map(\.code) == [.forbidden, .imageNotFound])
    }

    @Test func `What ended a run is one of its problems, once`() {
        let end = Problem(code: .cloudUnavailable, message: "down")
        let plan = Self.plan(additions: 1)
        for stage in [Report.Stage.planned(plan), .applied(plan, Execution(outcomes: [], problems: [end]))] {
            let report = Report(stage, ending: .cutShort(end))
            #expect(report.problems == [end])
            #expect(report.isCloudsTrouble && !report.isComplete && !report.wasInterrupted)
        }
    }

    @Test func `That apply would refuse a plan is no failure of planning`() {
        let objection = Problem(code: .safetyLimitExceeded, message: "too many")
        let report = Report(.planned(Self.plan(additions: 2), objection: objection))
        #expect(report.objection == objection)
        #expect(report.problems.isEmpty)
        #expect(report.verdict == .changes)
    }

    @Test func `A warning is no failure`() {
        let rows: [ImageMember] = [.numbered(0), .numbered(0)]
        let plan = Plan(
            desired: DesiredState(images: [.numbered(1, members: [0])]),
            current: CurrentState(observations: [.numbered(1): .members(rows)]))
        #expect(Report(.planned(plan)).verdict == .noChanges)
        #expect(Report(.planned(plan)).isComplete)
        #expect(Report(.planned(plan)).warnings.map(\.member) == [.numbered(0)])
    }

    @Test func `Whom an image was accepted for is verified with it, unless it could not be for all`() throws {
        var terms = ImageTerms()
        terms.accepts = true
        let plan = Plan(
            desired: DesiredState(images: [.numbered(1, members: 1...2, terms: terms)]),
            current: CurrentState(observations: [.numbered(1): .members([.numbered(2)])]))
        func written(_ results: [Outcome.Result]) throws -> DesiredImage {
            let outcomes = zip(plan.images[0].changes, results).map { change, result in
                Outcome(image: .numbered(1), change: change, result: result, attempts: 1)
            }
            return try #require(
                DesiredState(writtenBy: Execution(outcomes: outcomes, problems: []), of: plan).images.first)
        }
        let all = try written([.created, .accepted, .accepted])
        #expect(all.members == [.numbered(1), .numbered(2)])
        #expect(all.terms.accepts)
        let one = try written([.created, .failed, .accepted])
        #expect(one.members == [.numbered(1), .numbered(2)])
        #expect(!one.terms.accepts)
    }

    @Test func `Of a member that is removed, no duplicate rows are told: they go with it`() throws {
        var terms = ImageTerms()
        terms.revoked = [.numbered(2)]
        let rows: [ImageMember] = [.numbered(1), .numbered(1), .numbered(2), .numbered(2)]
        let plan = Plan(
            desired: DesiredState(images: [.numbered(1, members: [1], terms: terms)]),
            current: CurrentState(
                observations: [.numbered(1): .members(rows)], ownerships: [.numbered(1): .own(.numbered(9))]))
        let removal = try #require(plan.images[0].removals.first)
        func warned(_ stage: Report.Stage) -> [ProjectID] { Report(stage).warnings.map(\.member) }
        func applied(_ result: Outcome.Result) -> Report.Stage {
            let outcome = Outcome(image: .numbered(1), change: .remove(removal), result: result, attempts: 1)
            return .applied(plan, Execution(outcomes: [outcome], problems: []))
        }
        let (one, both): ([ProjectID], [ProjectID]) = ([.numbered(1)], [.numbered(1), .numbered(2)])
        let problem = Problem(code: .removalNotAllowed, message: "no")
        #expect(warned(.planned(plan)) == one)
        #expect(warned(applied(.removed)) == one)
        // Whoever stays keeps its rows.
        #expect(warned(.planned(plan, leaves: problem)) == both)
        #expect(warned(.planned(plan, objection: problem)) == both)
        #expect(warned(.refused(plan, problem)) == both)
        #expect(warned(applied(.failed)) == both)
    }

    @Test func `A second look tells what is missing and what is there twice, and knows better than the first`() {
        let plan = Self.plan(additions: 3)
        let execution = Self.execution([.created, .alreadyMember, .skipped])
        let written = DesiredState(writtenBy: execution, of: plan)
        #expect(written.images.map(\.id) == [.numbered(1)])
        #expect(written.images.first?.members == [.numbered(0), .numbered(1)])
        func report(_ rows: [ImageMember], first: Plan = plan) -> Report {
            let current = CurrentState(observations: [.numbered(1): .members(rows)])
            return Report(.applied(first, execution, verification: Plan(desired: written, current: current)))
        }
        let fine = report([.numbered(0), .numbered(1), .numbered(99)])
        #expect(fine.problems.isEmpty && fine.warnings.isEmpty)
        let lacking = report([.numbered(1), .numbered(1)])
        #expect(lacking.problems.map(\.code.rawValue) == ["member_missing"])
        #expect(lacking.problems.map(\.member) == [.numbered(0)])
        #expect(lacking.problems.first?.source == DesiredMember.numbered(0).source)
        #expect(lacking.warnings.map(\.member) == [.numbered(1)])
        #expect(lacking.verdict == .partial)
        let before = Plan(
            desired: DesiredState(images: [.numbered(1, members: 0..<3)]),
            current: CurrentState(observations: [.numbered(1): .members([.numbered(99), .numbered(99)])]))
        #expect(report([.numbered(0), .numbered(1), .numbered(99)], first: before).warnings.isEmpty)
    }

    @Test(arguments: [
        (Report.Verdict.noChanges, "no_changes"), (.changes, "changes"), (.applied, "applied"), (.partial, "partial"),
        (.refused, "refused"), (.failed, "failed"),
    ])
    func `Scripts know the verdicts by these names`(verdict: Report.Verdict, name: String) {
        #expect(verdict.rawValue == name)
    }

    @Test(arguments: [
        (Outcome.Result.created, "created"), (.alreadyMember, "already_member"), (.failed, "failed"),
        (.skipped, "skipped"),
    ])
    func `Scripts know the results by these names`(result: Outcome.Result, name: String) {
        #expect(result.rawValue == name)
    }
}
