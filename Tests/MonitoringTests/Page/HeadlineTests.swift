import Daemon
import FoundationEssentials
import ImageSharing
import TestSupport
import Testing

@testable import Monitoring

/// The first sentence of the page.
@Suite struct HeadlineTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let severity: Severity
        let text: String
        var name: String?
        let change: @Sendable (inout DaemonStatus) throws -> Void
        var testDescription: String { name ?? text }
    }

    static let refusal = Problem(code: .manifestInvalid, message: "a tab")

    @Test(arguments: [
        Case(severity: .good, text: "All 2 images in sync") { _ in },
        Case(severity: .good, text: "The one image is in sync") { $0.images.removeLast() },
        Case(severity: .good, text: "The manifest asks for nothing") { $0.images = [] },
        Case(severity: .busy, text: "2 of 3 images in sync, 1 not looked at yet") {
            $0.images.append(try SampleStatus.image(9, .unknown, present: 0))
        },
        Case(severity: .attention, text: "2 of 3 images in sync, 1 backed off") {
            $0.images.append(try SampleStatus.image(9, .backedOff, present: 0))
        },
        Case(severity: .bad, text: "1 removal refused, 2 removals held, 2 of 3 images in sync, 1 not all done") {
            $0.images.append(try SampleStatus.takingAway().images[2])
        },
        Case(severity: .good, text: "All 2 images in sync, 1 membership ending soon") {
            $0.expiring = try SampleStatus.takingAway().expiring
        },
        Case(severity: .attention, text: "All 2 images in sync, 1 manifest file gone") {
            $0.manifest.losses = try SampleStatus.takingAway().manifest.losses
        },
        Case(severity: .attention, text: "All 2 images in sync, the manifest waits for Git") {
            $0.manifest.waitsForGit = GitWait(lock: nil, since: SampleStatus.now)
        },
        Case(severity: .attention, text: "2 of 3 images in sync, 1 lacking members") {
            $0.images.append(try SampleStatus.image(9, .missing, present: 0))
        },
        Case(severity: .attention, text: "All 2 images in sync, the newest manifest is refused") {
            $0.manifest.problems = [refusal]
        },
        Case(severity: .attention, text: "All 2 images in sync, the last run failed") { $0.ticks[0].verdict = .failed },
        Case(severity: .attention, text: "All 2 images in sync, the last run was refused") {
            $0.ticks[0].verdict = .refused
        },
        Case(severity: .busy, text: "The daemon is stopping") { $0.isStopping = true },
        Case(severity: .attention, text: "2 of 3 images in sync, 1 not readable") {
            $0.images.append(try SampleStatus.image(9, .unreadable, present: 4))
        },
        Case(severity: .attention, text: "All 2 images in sync, the newest configuration is refused") {
            $0.configurationProblems = [refusal]
        },
        Case(severity: .attention, text: "All 2 images in sync, 1 image set finds nothing, 2 lookups in vain") {
            $0.record(resolved: .named("web"), at: SampleStatus.now)
        },
        Case(severity: .attention, text: "No image is found, 1 lookup in vain") {
            $0.images = []
            $0.record(resolved: .named("web"), at: SampleStatus.now)
            $0.imageSets = Array($0.imageSets.suffix(1))
            $0.lookupProblems = Array($0.lookupProblems.suffix(1))
        },
        Case(severity: .good, text: "All 2 images in sync", name: "a set that may be empty") {
            $0.record(resolved: DesiredState(images: [], sets: DesiredState.named("web").sets), at: SampleStatus.now)
        },
        Case(severity: .busy, text: "Waiting: the lock") { $0.waitsFor = "the lock" },
        Case(severity: .bad, text: "The password is refused") {
            $0.obstacle = Problem(code: .authenticationFailed, message: "the password is refused")
        },
        Case(severity: .busy, text: "No run has ended yet") {
            $0.ticks = []
            $0.lastTickEnd = nil
        },
        Case(severity: .bad, text: "No good manifest was loaded yet: a tab") {
            $0.manifest = ManifestStatus()
            $0.manifest.problems = [refusal]
        },
        Case(severity: .bad, text: "The last run ended 18 min ago") { $0.lastTickEnd = .seconds(2700) },
    ])
    func `The headline says the worst, and how bad it is`(_ expected: Case) throws {
        var status = try SampleStatus.healthy()
        status.ticks.append(SampleStatus.tick(3))
        try expected.change(&status)
        let headline = Headline(
            status, tally: StatusTally(status.images), readiness: Readiness(status, uptime: SampleStatus.uptime))
        #expect(headline.text == expected.text)
        #expect(headline.severity == expected.severity)
    }
}
