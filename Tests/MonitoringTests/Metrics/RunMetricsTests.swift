import Daemon
import FoundationEssentials
import ImageSharing
import Testing

@testable import Monitoring

@Suite struct RunMetricsTests {
    private func samples(_ metrics: RunMetrics, of report: Report, desired: DesiredState?) -> [Substring] {
        metrics.text(
            of: report, desired: desired, manifestHash: "0a1b", tokenExpiresAt: SampleStatus.now, version: "1.2.3",
            startedAt: SampleStatus.start, endedAt: SampleStatus.start.addingTimeInterval(5),
            expiryNotice: Expiry.usualNotice
        ).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    @Test func `A run has the metrics of a daemon that has made one, but for the next`() throws {
        var metrics = RunMetrics()
        metrics.counters.count(.init(method: "GET", status: 200), took: 0.1)
        var report = Report(.planned(Plan(desired: DesiredState(images: []), current: CurrentState(observations: [:]))))
        report.commit = SampleStatus.commit
        report.cloud = CloudIdentity(name: "prod", region: nil, projectID: nil, projectName: nil)
        let samples = samples(metrics, of: report, desired: DesiredState(images: []))
        for sample in [
            #"glance_share_build_info{version="1.2.3"} 1"#,
            #"glance_share_cloud_info{cloud="prod",region="",project_id="",project_name=""} 1"#,
            "glance_share_start_time_seconds 1772366400", "glance_share_token_expiry_timestamp_seconds 1772370180",
            "glance_share_manifest_last_load_successful 1",
            #"glance_share_manifest_info{hash="0a1b",commit="\#(SampleStatus.commit)"} 1"#,
            "glance_share_last_tick_timestamp_seconds 1772366405",
            "glance_share_last_success_timestamp_seconds 1772366405",
            #"glance_share_ticks_total{verdict="no_changes"} 1"#,
            #"glance_share_requests_total{method="GET",status="200"} 1"#,
        ] {
            #expect(samples.contains { $0 == sample }, "\(sample)")
        }
        #expect(!samples.contains { $0.contains("stale_after") || $0.contains("next_tick") })
    }

    @Test(arguments: [true, false])
    func `Removals that are held or refused, and memberships that end soon`(isRefused: Bool) {
        var terms = ImageTerms()
        terms.revoked = [DesiredMember(project: SampleStatus.project(1), source: SampleStatus.place)]
        let end = Expiry(moment: SampleStatus.start.addingTimeInterval(86_399), text: "2026-03-02")
        terms.members[SampleStatus.project(2)] = MemberTerms(until: end)
        guard let image = try? SampleStatus.image(1) else { return }
        let wanted = DesiredMember(project: SampleStatus.project(2), source: SampleStatus.place)
        let desired = DesiredState(images: [
            DesiredImage(id: image, source: SampleStatus.place, members: [wanted], terms: terms)
        ])
        let rows = [1, 2].map { ImageMember(project: SampleStatus.project($0), status: .accepted) }
        let plan = Plan(
            desired: desired,
            current: CurrentState(
                observations: [image: .members(rows)], ownerships: [image: .own(SampleStatus.project(9))]),
            at: SampleStatus.start)
        let held = plan.images[0].changes.map { Outcome(image: image, change: $0, result: .held, attempts: 0) }
        let report =
            isRefused
            ? Report(.refused(plan, Problem(code: .safetyLimitExceeded, message: "too many")))
            : Report(.applied(plan, Execution(outcomes: held, problems: [])))
        let samples = samples(RunMetrics(), of: report, desired: desired)
        for sample in [
            "glance_share_removals_held \(isRefused ? 0 : 1)", "glance_share_removals_refused \(isRefused ? 1 : 0)",
            "glance_share_expiring_members 1", "glance_share_next_expiry_timestamp_seconds 1772452799",
            "glance_share_last_success_timestamp_seconds 0",
        ] {
            #expect(samples.contains { $0 == sample }, "\(sample)")
        }
    }

    @Test func `A manifest that is refused is none in force, and a failure`() {
        let problem = Problem(code: .manifestInvalid, message: "a tab")
        let samples = samples(RunMetrics(), of: Report(.notPlanned([problem])), desired: nil)
        for sample in [
            "glance_share_manifest_loaded 0", "glance_share_manifest_last_load_successful 0",
            "glance_share_last_success_timestamp_seconds 0", #"glance_share_ticks_total{verdict="failed"} 1"#,
        ] {
            #expect(samples.contains { $0 == sample }, "\(sample)")
        }
        #expect(!samples.contains { $0.contains("manifest_info") })
    }
}
