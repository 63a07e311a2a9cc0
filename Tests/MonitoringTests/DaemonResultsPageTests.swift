import Daemon
import FoundationEssentials
import Host
import ImageSharing
import TestSupport
import Testing

@testable import Monitoring

/// The article on results has every name that the daemon shows and writes down, and no other.
@Suite struct DaemonResultsPageTests {
    /// A status with something of everything in it.
    private func status() throws -> DaemonStatus {
        var status = try SampleStatus.troubled()
        status.obstacle = Problem(code: .authenticationFailed, message: "refused")
        status.images[0].description = "Debian 12, hardened"
        status.record(resolved: .named("web"), at: SampleStatus.now)
        (status.images[0].name, status.images[0].sets) = ("debian-12", ["debian-12"])
        let duplicate = ImageAudit.Duplicate(project: SampleStatus.project(0), rows: 2)
        let leaving = try SampleStatus.takingAway()
        (status.images[1], status.manifest.losses) = (leaving.images[2], leaving.manifest.losses)
        (status.expiring, status.nextExpiry) = (leaving.expiring, leaving.nextExpiry)
        status.manifest.waitsForGit = GitWait(lock: ".git/index.lock", since: SampleStatus.now)
        status.untrusted = [
            FoundImage(id: try SampleStatus.image(9), name: "debian", owner: "o", createdAt: "2026-01-01T00:00:00Z")
        ]
        (status.shard, status.imageSets[0].elsewhere) = (Shard("2/8"), 3)
        status.images[0].warnings = [Warning(duplicate, of: status.images[0].image)]
        return status
    }

    @Test func `Metrics and their labels`() throws {
        let text = PrometheusText(try status()).text
        let metrics = text.matches(of: /(?m)^# TYPE (\w+)/).map { String($0.1) }
        let rows = try ResultsPage().rows(under: "Metrics")
        #expect(rows.flatMap { ResultsPage.names(in: $0[0]) } == metrics)
        for row in rows {
            let metric = try #require(ResultsPage.names(in: row[0]).first)
            let sample = text.split(separator: "\n").first {
                $0.hasPrefix(metric + "{") || $0.hasPrefix(metric + "_bucket{")
            }
            let labels = (sample ?? "").matches(of: /(\w+)="/).map { String($0.1) }
            #expect(ResultsPage.names(in: row[1]) == labels, "\(metric)")
        }
    }

    @Test func `Keys of status.json`() throws {
        var status = try status()
        status.sweep = SweepStatus(
            startedAt: SampleStatus.start, endsAt: SampleStatus.now, imagesDone: 1, images: status.images.count)
        // All images but one, so that one comes next.
        let page = ImagePage(limit: status.images.count)
        status.images.append(try SampleStatus.image(9, .inSync, present: 4))
        let json = StatusDocument(status, readiness: Readiness(status, uptime: SampleStatus.uptime), of: page).text
        var keys = try JSONKeys.paths(
            in: Data(json.utf8),
            forms: [
                "configuration_problems", "lookup_problems", "obstacle", "problem", "problems", "source", "warnings",
            ])
        // A run's counts are those of a result.
        keys = Set(keys.map { $0.hasPrefix("ticks[].summary.") ? "ticks[].summary" : $0 })
        // Some image has none of these, and so an empty list.
        keys.subtract(["present", "missing", "unmanaged", "not_checked", "to_remove"].map { "images[].members." + $0 })
        keys.remove("image_sets[].images")
        #expect(keys == Set(try ResultsPage().names(under: "The status of a daemon")))
    }

    @Test func `States of an image, and reasons of a tick`() throws {
        let states = try ResultsPage().names(under: "States of an image")
        #expect(states == ImageStatus.State.allCases.map(\.rawValue))
        #expect(try ResultsPage().names(under: "Reasons of a tick") == TickStatus.Reason.allCases.map(\.rawValue))
    }

    @Test func `Keys and outcomes of audit lines, in their order`() throws {
        let entry = AuditEntry(
            time: SampleStatus.now, commit: nil, shard: Shard("2/8"), image: try SampleStatus.image(1),
            change: .remove(
                Removal(
                    member: DesiredMember(
                        project: SampleStatus.project(1),
                        source: SourceLocation(file: "sharing.yaml", line: 1, column: 1)), cause: .revoked)),
            reason: "left", outcome: .removed)
        let keys = entry.line.matches(of: /[{,]"(\w+)":/).map { String($0.1) }
        let outcomes = AuditEntry.Outcome.allCases.map(\.rawValue)
        #expect(try ResultsPage().names(under: "Audit lines") == keys + outcomes)
    }
}
