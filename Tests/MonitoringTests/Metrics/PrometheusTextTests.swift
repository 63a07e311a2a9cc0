import Daemon
import FoundationEssentials
import ImageSharing
import TestSupport
import Testing

@testable import Monitoring
@testable import Text

/// The metrics, as a scraper reads them.
@Suite struct PrometheusTextTests {
    @Test func `A sample`() throws {
        let text = PrometheusText(try SampleStatus.troubled()).text
        let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
        #expect(samples == Self.golden)
    }

    @Test func `Removals and memberships that end`() throws {
        let text = PrometheusText(try SampleStatus.takingAway()).text
        for sample in [
            "glance_share_members_removed_total 4", "glance_share_members_accepted_total 5",
            "glance_share_removals_held 2", "glance_share_removals_refused 1", "glance_share_expiring_members 1",
            "glance_share_next_expiry_timestamp_seconds 1772456399", #"glance_share_images{state="unfinished"} 1"#,
        ] {
            #expect(text.contains("\n\(sample)\n"), "\(sample)")
        }
    }

    @Test func `A daemon that has just begun has no manifest and no token`() {
        let text = PrometheusText(DaemonStatus(version: "1", startedAt: SampleStatus.start, staleAfter: .seconds(60)))
            .text
        #expect(text.contains("glance_share_manifest_loaded 0\n"))
        #expect(text.contains("glance_share_manifest_last_load_successful 0\n"))
        #expect(text.contains("glance_share_last_success_timestamp_seconds 0\n"))
        #expect(!text.contains("manifest_info") && !text.contains("token_expiry"))
    }

    @Test func `A label's value is escaped`() {
        let status = DaemonStatus(version: "a\\b\"c\nd", startedAt: SampleStatus.start, staleAfter: .seconds(60))
        #expect(PrometheusText(status).text.contains(#"build_info{version="a\\b\"c\nd"} 1"#))
    }

    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (3, "3"), (0.005, "0.005"), (1_772_366_400.1234567, "1772366400.123457"), (2.5, "2.5"),
        (1e300, "1e+300"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func `A number is written as the format spells it`(_ number: Double, _ text: String) {
        #expect(PrometheusWriter.number(number) == text)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `Whatever was counted, each line parses, each family stands in one piece, and no bucket shrinks`(
        _ seed: UInt64
    ) throws {
        var generator = SplitMix64(seed: seed)
        var status = try SampleStatus.troubled()
        for _ in 0..<Int.random(in: 0...300, using: &generator) {
            status.counters.count(
                .init(
                    method: ["GET", "POST"].randomElement(using: &generator) ?? "",
                    status: [nil, 200, 503].randomElement(using: &generator) ?? nil),
                took: Double.random(in: 0...100, using: &generator)
            )
        }
        let sample = /([a-z_]+)(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? (-?[0-9.]+(e[+-][0-9]+)?|\+Inf)/
        var families: Set<Substring> = []
        var family: Substring = ""
        var buckets: [Double] = []
        var count: Double?
        for line in PrometheusText(status).text.split(separator: "\n") {
            if line.hasPrefix("# HELP ") {
                family = line.split(separator: " ")[2]
                #expect(families.insert(family).inserted)
            } else if !line.hasPrefix("# TYPE \(family) ") {
                let match = try #require(try sample.wholeMatch(in: line), "\(line)")
                #expect(match.1.hasPrefix(family))
                if match.1.hasSuffix("_bucket") { buckets.append(try #require(Double(match.4))) }
                if match.1.hasSuffix("_seconds_count") { count = Double(match.4) }
            }
        }
        #expect(buckets == buckets.sorted())
        #expect(buckets.last == count)
        #expect(count == Double(status.counters.requests.values.reduce(0, +)))
    }
}

extension PrometheusTextTests {
    static let golden = """
        glance_share_build_info{version="1.2.3"} 1
        glance_share_cloud_info{cloud="prod",region="RegionOne",project_id="6f70656e737461636b20696d61676573",project_name="images"} 1
        glance_share_credentials_refused 0
        glance_share_start_time_seconds 1772366400
        glance_share_token_expiry_timestamp_seconds 1772371980
        glance_share_manifest_loaded 1
        glance_share_manifest_last_load_successful 0
        glance_share_manifest_loaded_timestamp_seconds 1772366402
        glance_share_manifest_info{hash="0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d",commit="6f1d0c9e2b7a4d3f8e5c1b0a9d8e7f6c5b4a3928"} 1
        glance_share_last_tick_timestamp_seconds 1772370000
        glance_share_last_success_timestamp_seconds 1772370000
        glance_share_next_tick_timestamp_seconds 1772370300
        glance_share_stale_after_seconds 900
        glance_share_ticks_total{verdict="no_changes"} 11
        glance_share_ticks_total{verdict="changes"} 0
        glance_share_ticks_total{verdict="applied"} 1
        glance_share_ticks_total{verdict="partial"} 0
        glance_share_ticks_total{verdict="refused"} 0
        glance_share_ticks_total{verdict="failed"} 0
        glance_share_changes_total{result="created"} 3
        glance_share_changes_total{result="already_member"} 0
        glance_share_changes_total{result="removed"} 0
        glance_share_changes_total{result="accepted"} 0
        glance_share_changes_total{result="failed"} 0
        glance_share_changes_total{result="skipped"} 0
        glance_share_changes_total{result="held"} 0
        glance_share_members_removed_total 0
        glance_share_members_accepted_total 0
        glance_share_images{state="unknown"} 1
        glance_share_images{state="in_sync"} 2
        glance_share_images{state="unfinished"} 0
        glance_share_images{state="missing"} 1
        glance_share_images{state="backed_off"} 1
        glance_share_images{state="unreadable"} 0
        glance_share_members_desired 17
        glance_share_members_present 11
        glance_share_members_missing 5
        glance_share_members_unmanaged 2
        glance_share_removals_held 0
        glance_share_removals_refused 0
        glance_share_expiring_members 0
        glance_share_requests_total{method="GET",status="none"} 1
        glance_share_requests_total{method="GET",status="200"} 2
        glance_share_requests_total{method="POST",status="201"} 1
        glance_share_request_duration_seconds_bucket{le="0.005"} 1
        glance_share_request_duration_seconds_bucket{le="0.01"} 1
        glance_share_request_duration_seconds_bucket{le="0.025"} 1
        glance_share_request_duration_seconds_bucket{le="0.05"} 1
        glance_share_request_duration_seconds_bucket{le="0.1"} 1
        glance_share_request_duration_seconds_bucket{le="0.25"} 2
        glance_share_request_duration_seconds_bucket{le="0.5"} 2
        glance_share_request_duration_seconds_bucket{le="1"} 2
        glance_share_request_duration_seconds_bucket{le="2.5"} 2
        glance_share_request_duration_seconds_bucket{le="5"} 2
        glance_share_request_duration_seconds_bucket{le="10"} 2
        glance_share_request_duration_seconds_bucket{le="30"} 3
        glance_share_request_duration_seconds_bucket{le="60"} 3
        glance_share_request_duration_seconds_bucket{le="+Inf"} 4
        glance_share_request_duration_seconds_sum 91.629
        glance_share_request_duration_seconds_count 4
        glance_share_back_offs_total 1
        glance_share_throttle_seconds_total 2.5
        """
}
