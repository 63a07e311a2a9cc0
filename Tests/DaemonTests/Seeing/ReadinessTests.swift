import Daemon
import FoundationEssentials
import ImageSharing
import Testing

/// When the daemon counts as doing its work.
@Suite struct ReadinessTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let line: String
        var after = 0.0
        var change: @Sendable (inout DaemonStatus) -> Void = { _ in }
    }

    static let refusal = Problem(
        code: .manifestInvalid, message: "a tab\u{1B}[0m", source: SourceLocation(file: "a.yaml", line: 3, column: 1))

    @Test(arguments: [
        Case(testDescription: "all is well", line: "ready"),
        Case(testDescription: "just not stale", line: "ready", after: 720),
        Case(testDescription: "stale", line: "not ready: the last run ended 15 min ago", after: 721),
        Case(testDescription: "a clock that was set back", line: "ready", after: -100_000),
        Case(testDescription: "stopping", line: "not ready: the daemon is stopping") { $0.isStopping = true },
        Case(testDescription: "no manifest", line: "not ready: no good manifest was loaded yet") {
            $0.manifest = ManifestStatus()
        },
        Case(
            testDescription: "a bad manifest from the start",
            line: "not ready: no good manifest was loaded yet: a.yaml:3:1: a tab\\u{1B}[0m"
        ) {
            $0.manifest = ManifestStatus()
            $0.manifest.problems = [refusal]
        },
        Case(
            testDescription: "a bad manifest later",
            line: "ready; the last good manifest is in force; the newest one is refused: a.yaml:3:1: a tab\\u{1B}[0m"
        ) { $0.manifest.problems = [refusal] },
        Case(testDescription: "no run", line: "not ready: no run has ended yet") { $0.ticks = [] },
        Case(testDescription: "a run that failed", line: "ready") { $0.ticks[0].verdict = .failed },
    ])
    func readiness(_ expected: Case) throws {
        var status = try SampleStatus.healthy()
        expected.change(&status)
        let readiness = Readiness(status, at: SampleStatus.now.addingTimeInterval(expected.after))
        #expect(readiness.line == expected.line)
        #expect(readiness.isReady == expected.line.hasPrefix("ready"))
    }
}
