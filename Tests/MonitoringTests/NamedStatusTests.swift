import Daemon
import FoundationEssentials
import ImageSharing
import TestSupport
import Testing
import Text

@testable import Monitoring

/// What a manifest of names adds to the page, `status.json` and the metrics.
@Suite struct NamedStatusTests {
    private func page(_ status: DaemonStatus) -> String {
        StatusPage(status, at: SampleStatus.now, readiness: Readiness(status, uptime: SampleStatus.uptime)).pieces
            .joined()
    }

    private func json(_ status: DaemonStatus) -> String {
        StatusDocument(status, readiness: Readiness(status, uptime: SampleStatus.uptime)).text
    }

    @Test func `The page lists the sets, what they find, and since when`() throws {
        let page = page(try SampleStatus.named("Debian 12"))
        let sets = page.components(separatedBy: "<div id=\"sets\"")[1].components(separatedBy: "</section>")[0]
        let rows = sets.components(separatedBy: "<tr>").dropFirst(2).map { $0.components(separatedBy: "</tr>")[0] }
        #expect(rows.count == 3)
        let link = "<a href=\"#i-\(ImageID.numbered(1))\"><code>\(ImageID.numbered(1))</code></a> <bdi>Debian 12</bdi>"
        for part in [
            "<strong>debian-12</strong>", "name “debian-*”", "2 images<ul><li>\(link)", "same second: ",
            ">1 h ago</time>",
        ] {
            #expect(rows[0].contains(part), "\(rows[0])")
        }
        #expect(rows[1].contains("</span> nothing</span></td>") && rows[1].contains("badge attention"))
        #expect(rows[2].contains("</span> not known</span></td><td></td>"))
    }

    @Test func `A daemon of a shard says so on the page, in status.json and in the metrics`() throws {
        var status = try SampleStatus.named("web")
        #expect(!page(status).contains("hard") && !json(status).contains("shard"))
        #expect(!PrometheusText(status).text.contains("shard"))
        (status.shard, status.imageSets[0].elsewhere) = (Shard("2/8"), 3)
        let shown = page(status)
        #expect(shown.contains(" – shard 2/8 – glance-share</title>"))
        #expect(
            shown.contains("<strong>Shard 2 of 8</strong>, counted from 0") && shown.contains("images and 3 in other"))
        #expect(json(status).contains(#""ready":true,"shard":"2/8","started_at":"#))
        #expect(json(status).contains(#""in_other_shards":3,"match":"#))
        #expect(PrometheusText(status).text.contains("\nglance_share_shard 2\n"))
        #expect(PrometheusText(status).text.contains("\nglance_share_shards 8\n"))
        status.images = []
        #expect(page(status).contains("No image belongs to this shard"))
    }

    @Test func `A set that finds nothing, and lookups in vain, need attention, once each`() throws {
        var status = try SampleStatus.named("web")
        status.ticks[0].problems = status.lookupProblems
        let page = page(status)
        let attention = page.components(separatedBy: "<h2 id=\"attention-title\">")[1]
            .components(separatedBy: "</section>")[0]
        for part in [
            "An image set finds nothing", "<strong>empty</strong> · <code>sharing.yaml:12:3</code> · 12 web",
            "Lookup forbidden",
            "<code>sharing.yaml:21:3</code> · 21 web · concerns 1 row · request <code>req-21</code>",
            "22 web · concerns 30 rows", "The rows that need it are left as they are",
        ] {
            #expect(attention.contains(part), "\(part)")
        }
        #expect(attention.ranges(of: "ask for a role").count == 1 && attention.ranges(of: "<article").count == 2)
        #expect(!attention.contains("The last run"))
    }

    @Test func `Names stand beside the IDs, in lists, tables and what is searched`() throws {
        let page = page(try SampleStatus.named("Debian 12"))
        let (image, project) = (ImageID.numbered(1), ProjectID.numbered(1))
        for part in [
            "data-state=\"in_sync\" data-names=\"Debian 12 debian-12 golden\">", "<li>\(project) <bdi>Debian 12</bdi>",
            "<span title=\"\(project), Debian 12\">", "title=\"\(image), Debian 12\"",
            "found by sets <strong>debian-12</strong>, <strong>golden</strong>",
            "found by set <strong>debian-12</strong>",
            "<label for=\"query\">Image or project, by ID or name</label>",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }

    @Test(arguments: HostileName.all) func `A hostile name is text, wherever it stands`(_ name: String) throws {
        let status = try SampleStatus.named(name)
        let page = page(status)
        #expect(page.ranges(of: "<script").count == 1 && page.ranges(of: "</script>").count == 1)
        #expect(!page.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
        #expect(name.isEmpty || !page.contains("\"\(name)\"") || !name.contains("\""))
        #expect(page.utf8.count < 100_000)
        let json = json(status)
        #expect(!json.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
        struct Document: Decodable {
            struct Named: Decodable { let name: String? }
            let images: [Named]
            let projects: [Named]
        }
        let read = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
        for named in [read.images.first, read.projects.first] {
            #expect(named?.name?.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
        }
        var renamed = status
        renamed.imageSets[0].name = name
        let sample = /glance_share_[a-z_]+(\{[a-z_]+="([^"\\\n]|\\\\|\\"|\\n)*"(,[a-z_]+="[^"\n]*")*\})? \S+/
            .matchingSemantics(.unicodeScalar)
        for line in PrometheusText(renamed).text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(try sample.wholeMatch(in: line) != nil, "\(line)")
        }
    }

    @Test func `The metrics count what each set finds, and lookups in vain`() throws {
        let text = PrometheusText(try SampleStatus.named("web")).text
        let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") && $0.contains(/lookup|image_set/) }
        #expect(
            samples.joined(separator: "\n") == """
                glance_share_lookup_problems 3
                glance_share_image_set_images{set="debian-12"} 2
                glance_share_image_set_images{set="empty"} 0
                glance_share_image_set_problem{set="debian-12"} 0
                glance_share_image_set_problem{set="empty"} 1
                glance_share_image_set_problem{set="golden"} 1
                """)
    }

    @Test func `A run of apply has them too`() {
        let desired = DesiredState.named("web")
        let text = RunMetrics().text(
            of: Report(.planned(desired.planned)), desired: desired, manifestHash: nil, tokenExpiresAt: nil,
            version: "1", startedAt: SampleStatus.start, endedAt: SampleStatus.now,
            expiryNotice: Expiry.usualNotice)
        #expect(text.contains("\nglance_share_image_set_images{set=\"debian-12\"} 2\n"))
        #expect(text.contains("\nglance_share_lookup_problems 3\n"))
        #expect(text.contains("\nglance_share_last_success_timestamp_seconds 0\n"))
    }

    @Test func `A manifest of IDs has nothing of it`() throws {
        let status = try SampleStatus.troubled()
        #expect(!PrometheusText(status).text.contains(/lookup|image_set/))
        #expect(!json(status).contains(/lookup|image_set|projects|"name":"Debian|"sets"/))
        let page = page(status).components(separatedBy: "<main>")[1].components(separatedBy: "<script")[0]
        #expect(!page.contains(/Image sets|data-names|by ID or name/))
    }
}
