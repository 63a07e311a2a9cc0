import Daemon
import FoundationEssentials
import ImageSharing
import Testing

@testable import Monitoring

@Suite struct RunMetricsTests {
    private func samples(_ metrics: RunMetrics, of report: Report, desired: DesiredState?) -> [Substring] {
        metrics.text(
            of: report, desired: desired, manifestHash: "0a1b", tokenExpiresAt: SampleStatus.now, version: "1.2.3",
            startedAt: SampleStatus.start, endedAt: SampleStatus.start.addingTimeInterval(5)
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
