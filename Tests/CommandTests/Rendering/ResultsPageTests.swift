import ArgumentParser
import Diagnosis
import FoundationEssentials
import GlanceSandbox
import Glibc
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import glance_share

/// The article on results has every name that the program uses, and no other.
@Suite struct ResultsPageTests {
    /// Compares names with those in the first cells below a heading.
    private func expect(_ names: some Sequence<String>, under heading: String) throws {
        let page = try ResultsPage().names(under: heading)
        #expect(Set(page) == Set(names), "\(heading)")
    }

    @Test func `Problem codes, and which of them end the run`() throws {
        try expect(ProblemCode.allCases.map(\.rawValue), under: "Problem codes")
        let ending = try ResultsPage().rows(under: "Problem codes").filter { $0[2] == "yes" }
            .flatMap { ResultsPage.names(in: $0[0]) }
        // The limit refuses the plan as a whole, so that nothing is left of the run to be ended.
        let limits = [ProblemCode.safetyLimitExceeded.rawValue]
        #expect(Set(ending) == Set(ProblemCode.allCases.filter(\.endsTheRun).map(\.rawValue) + limits))
    }

    @Test func `Names of warnings, outcomes, results and steps`() throws {
        try expect(Warning.Code.allCases.map(\.rawValue), under: "Warning codes")
        try expect(Report.Verdict.allCases.map(\.rawValue), under: "Outcomes")
        try expect(Outcome.Result.allCases.map(\.rawValue), under: "Results of a change")
        try expect(HeldRemoval.Reason.allCases.map(\.rawValue), under: "Reasons for leaving a member")
        try expect(Finding.Step.allCases.map(\.rawValue), under: "Steps of the doctor")
    }

    /// The statuses that a command's help names.
    private func statuses(of command: any ParsableCommand.Type) -> Set<String> {
        let help = command.configuration.discussion.split(separator: "EXIT STATUS").last ?? ""
        return Set(
            help.matches(of: #/(?m)^ *(\d+(?:, \d+)*)  /#).flatMap { $0.1.split(separator: ", ").map(String.init) })
    }

    @Test func `Exit statuses of plan and apply, as their help has them`() throws {
        let rows: [[String]] = try ResultsPage().rows(under: "Exit statuses").filter { Int($0[0]) != nil }
        let (plan, apply) = (rows.filter { $0[1] != "–" }, rows.filter { $0[2] != "–" })
        #expect(Set(plan.map { $0[0] }) == statuses(of: PlanCommand.self))
        #expect(Set(apply.map { $0[0] }) == statuses(of: ApplyCommand.self))
        let ours: [glance_share.ExitStatus] = [
            .success, .couldNotPlan, .changesPlanned, .partial, .refused, .stale, .resultLost, .tryAgainLater,
        ]
        // After a signal it is 128 and the signal's number.
        let all: [Int32] =
            ours.map(\.code.rawValue) + [ExitCode.validationFailure.rawValue, 128 + SIGINT, 128 + SIGTERM]
        #expect(Set(rows.map { $0[0] }) == Set(all.map { String($0) }))
    }

    @Test(
        arguments: [ValidateCommand.self, DoctorCommand.self, DaemonCommand.self, SchemaCommand.self, WhyCommand.self]
            as [any ParsableCommand.Type])
    func `Exit statuses of the other commands, as their help has them`(_ command: any ParsableCommand.Type) throws {
        let name = try #require(command.configuration.commandName)
        let row = try #require(try ResultsPage().rows(under: "Exit statuses").first { $0[0] == "`\(name)`" })
        #expect(Set(row[1].matches(of: /(\d+):/).map { String($0.1) }) == statuses(of: command))
    }

    @Test func `Keys of a plan and of an apply`() throws {
        var plan = try SampleReports.objected()
        plan.missingFiles = ["images/web.yaml"]
        let reports = [
            plan, try SampleReports.full(images: 1, created: 1, failed: 1),
            Report(.planned(try SampleReports.duplicated())), Report(.planned(try SampleReports.unmanaged())),
            Report(.planned(try SampleReports.unreadable(images: 1))),
            Report(.planned(try SampleReports.plan(images: 1, members: 1, description: "Debian 12"))),
            Report(.planned(DesiredState.named("web").planned)),
            SampleReports.removalsNotAllowed(try SampleReports.takingAway()), try SampleReports.untrusted(),
            try SampleReports.sharded(),
        ]
        // Where a list is empty, its own name is all there is.
        let empty = ["changes", "unmanaged", "not_read", "problems", "warnings", "image_sets[].images"]
        let keys = try reports.reduce(into: Set<String>()) { keys, report in
            let json = Data(JSONReport(report: report, command: "apply").render().utf8)
            keys.formUnion(try JSONKeys.paths(in: json, forms: ["source", "sources"]))
        }
        try expect(keys.subtracting(empty), under: "Keys of a plan and of an apply")
    }

    @Test func `Keys of validate and of doctor`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            try workspace.write("version: 1\n", to: "wrong.yaml")
            let good = try await workspace.program.run("validate", "--format", "json").standardOutput
            let bad = try await workspace.program.run("validate", "-f", "wrong.yaml", "--format", "json").standardOutput
            let keys = try [good, bad].map { try JSONKeys.paths(in: Data($0.utf8), forms: ["source"]) }
            try expect(keys[0].union(keys[1]).subtracting(["problems"]), under: "Keys of validate")
            var program = workspace.program
            try workspace.write("clouds: {c: {auth: {auth_url: '\(workspace.address.authURL)'}}}", to: "clouds.yaml")
            program.environment["OS_CLOUD"] = "c"
            let found = try await program.run("doctor", "--format", "json").standardOutput
            try expect(try JSONKeys.paths(in: Data(found.utf8)), under: "Keys of doctor")
        }
    }
}
