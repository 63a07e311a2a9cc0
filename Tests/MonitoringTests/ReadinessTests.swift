import Daemon
import FoundationEssentials
import ImageSharing
import Testing

@testable import Monitoring

/// The cases in which the daemon counts as doing its work.
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
        Case(testDescription: "waiting", line: "not ready: waiting: --lock l is held by process 7") {
            $0.waitsFor = "--lock l is held by process 7"
        },
        Case(testDescription: "refused credentials", line: "not ready: the password is refused\\u{1B}") {
            $0.obstacle = Problem(code: .authenticationFailed, message: "the password is refused\u{1B}")
        },
        Case(
            testDescription: "a cloud that was never reached",
            line: "not ready: the cloud was not reached yet: no route"
        ) {
            $0.hasReachedCloud = false
            $0.ticks[0].problems = [Problem(code: .cloudUnavailable, message: "no route")]
        },
        Case(testDescription: "a manifest that asks for nothing", line: "ready") {
            $0.hasReachedCloud = false
            $0.images = []
        },
        Case(testDescription: "lookups that are refused, before there was any image", line: "ready") {
            $0.hasReachedCloud = false
            $0.images = []
            $0.lookupProblems = [Problem(code: .lookupForbidden, message: "no", rows: 1)]
        },
        Case(
            testDescription: "a wait for Git",
            line: "ready; the manifest waits for Git, which is changing its work tree"
        ) { $0.manifest.waitsForGit = GitWait(lock: nil, since: SampleStatus.now) },
        Case(testDescription: "lookups in vain", line: "ready") {
            $0.lookupProblems = [Problem(code: .cloudUnavailable, message: "no route", rows: 1)]
        },
        Case(
            testDescription: "a cloud that never said which images there are",
            line: "not ready: the cloud was not reached yet"
        ) {
            $0.hasReachedCloud = false
            $0.images = []
            $0.lookupProblems = [Problem(code: .cloudUnavailable, message: "no route", rows: 1)]
        },
        Case(
            testDescription: "a bad configuration later",
            line: "ready; the last good configuration is in force; the newest one is refused: no auth_url"
        ) { $0.configurationProblems = [Problem(code: .configurationInvalid, message: "no auth_url")] },
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
        Case(testDescription: "no run", line: "not ready: no run has ended yet") { $0.lastTickEnd = nil },
        Case(testDescription: "a run that failed", line: "ready") { $0.ticks[0].verdict = .failed },
    ])
    func `A daemon is ready, or says why it is not`(_ expected: Case) throws {
        var status = try SampleStatus.healthy()
        expected.change(&status)
        let readiness = Readiness(status, uptime: SampleStatus.uptime + .seconds(expected.after))
        #expect(readiness.line == expected.line)
        #expect(readiness.isReady == expected.line.hasPrefix("ready"))
    }
}
