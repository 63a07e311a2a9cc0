import Daemon
import FoundationEssentials
import Testing

@testable import ImageSharing
@testable import Monitoring

/// The page before any script runs.
@Suite struct StatusPageTests {
    private func page(_ status: DaemonStatus, of selection: ImageSelection = ImageSelection()) -> String {
        let readiness = Readiness(status, uptime: SampleStatus.uptime)
        let pieces = StatusPage(status, at: SampleStatus.now, readiness: readiness, revision: "\"r1\"", of: selection)
            .pieces
        let own = StatusPage.own(at: SampleStatus.now, nonce: "n0nce") + [""]
        return zip(pieces, own).map { $0 + $1 }.joined()
    }

    @Test func `The page says what is wrong and why`() throws {
        let page = page(try SampleStatus.troubled())
        let texts = [
            "2 of 5 images in sync, 1 backed off, 1 lacking members, 1 not looked at yet, the newest manifest is refused.",
            "Last run <time", ">3 min ago</time>", "next run <time", ">in 2 min</time>",
            "commit <code>6f1d0c9e2b7a</code>",
            "The newest manifest is refused", "<code>sharing.yaml:7:3</code>", "“members” is written twice",
            "join the two lists", "Member limit exceeded", "the image is full: it has 128 members",
            "raise image_member_quota", ">in 25 min</time>", "request <code>req-5f0c</code>", "Glance answers 503",
            "the next run tries again", "partly done", "manifest changed", "4 of 6 projects · 2 missing",
            "1 of 4 projects · 3 missing · 2 unmanaged", "13:00:00",
        ]
        #expect(texts.filter { !page.contains($0) } == [])
    }

    @Test func `A run that is under way says how far it is, in place of the next one`() throws {
        var status = try SampleStatus.healthy()
        status.sweep = SweepStatus(
            startedAt: SampleStatus.now - 60, endsAt: SampleStatus.now + 240, imagesDone: 400, images: 2000)
        let page = page(status)
        #expect(page.contains("run under way: 400 of 2000 images, the last <time"))
        #expect(!page.contains("next run"))
    }

    @Test func `Images that are full are one card, though the server names each in its sentence`() throws {
        var status = try SampleStatus.healthy()
        status.images = try (1...30).map { number in
            var image = try SampleStatus.image(number, .backedOff, wanted: 6, present: 4)
            image.problem = Problem(
                code: .memberLimitExceeded, image: image.image, httpStatus: 413,
                message: "Image member limit exceeded for image \(image.image)", hint: "raise the quota")
            return image
        }
        let text = page(status)
        #expect(text.components(separatedBy: "Image member limit exceeded for image IMAGE").count == 2)
        #expect(text.contains(">30 images</span>"))
        status.images = Array(status.images.prefix(1))
        #expect(page(status).contains("exceeded for image \(status.images[0].image)"))
    }

    @Test func `The page says who has which image`() throws {
        let page = page(try SampleStatus.troubled())
        let image = try SampleStatus.image(4).description
        let entries = page.components(separatedBy: "<details class=\"image\"")
        let entry = try #require(entries.first { $0.hasPrefix(" id=\"i-\(image)\"") })
        for (label, projects) in [("has it", 0..<1), ("missing", 1..<4), ("unmanaged", 4..<6)] {
            let items = projects.map { "<li>\(SampleStatus.project($0))" }.joined()
            #expect(entry.contains("<ul class=\"ids\" data-label=\"\(label)\">\(items)</ul>"))
        }
        #expect(page.contains("<th scope=\"col\" data-project=\"\(SampleStatus.project(0))\">"))
        #expect(page.contains("<tr data-row=\"\(image)\"><th scope=\"row\">"))
    }

    @Test func `A run's reason has a row of its own`() throws {
        let page = page(try SampleStatus.troubled())
        let runs = try #require(page.components(separatedBy: "<h2 id=\"runs-title\">").last)
        #expect(runs.contains("<tr class=\"explained\"><th"))
        #expect(runs.contains("<tr><td colspan=\"7\"><small>Glance answers 503</small></td></tr>"))
        #expect(runs.ranges(of: "colspan").count == 1)
    }

    @Test func `Duplicate rows are shown with the command that mends them`() throws {
        var status = try SampleStatus.healthy()
        let member = SampleStatus.project(1)
        status.images[0].warnings = [
            Warning(.init(project: member, rows: 2), of: status.images[0].image)
        ]
        let page = page(status)
        for part in [
            "Duplicate rows", "is a member 2 times", "openstack image remove project \(status.images[0].image)",
        ] {
            #expect(page.contains(part))
        }
        #expect(page.contains("All 2 images in sync"))
        let json = StatusDocument(status, readiness: Readiness(status, uptime: SampleStatus.uptime)).text
        #expect(json.contains(#""warnings":[{"code":"duplicate_rows""#))
    }

    @Test func `Removals are red and first, and each says whom, why and since when`() throws {
        let page = page(try SampleStatus.takingAway())
        let project = SampleStatus.project(4)
        let first = try #require(page.components(separatedBy: "<article ").dropFirst().first)
        #expect(first.hasPrefix("class=\"card bad\"") && first.contains("Removals refused"))
        for text in ["<code>\(project)</code>", "accepted since 2026-02-01T08:00:00Z", "revoked", "sharing.yaml:9:5"] {
            #expect(first.contains(text), "\(text)")
        }
        let image = try SampleStatus.image(3).description
        #expect(page.components(separatedBy: "<details class=\"image\"")[1].hasPrefix(" id=\"i-\(image)\""))
        for text in [
            "Removals held", "the list came out with nobody", "ended 2026-02-28", "3 to be removed", "−4 removed",
            "Memberships that end soon", "<bdi>ticket 4711</bdi>", "Gone from the manifest",
            "<code>team-b.yaml</code> · 3 images not looked after any more", "declined by <code>",
            "<dt>Members to be removed</dt><dd>3</dd>",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        for text in ["to be removed", "to_remove\"", "membership"] {
            #expect(!self.page(try SampleStatus.healthy()).contains(text), "\(text)")
        }
    }

    @Test func `Nothing is wrong with a healthy daemon`() throws {
        let page = page(try SampleStatus.healthy())
        #expect(page.contains("<title>✓ All 2 images in sync – prod – glance-share</title>"))
        #expect(page.contains("Nothing at the moment."))
    }

    @Test func `A daemon that has just begun has no manifest and no run`() {
        let page = page(DaemonStatus(version: "1.2.3", startedAt: SampleStatus.now, staleAfter: .seconds(60)))
        #expect(page.contains("No good manifest was loaded yet."))
        #expect(page.contains("No manifest is in force"))
        #expect(page.contains("None has ended yet."))
    }

    @Test func `Text from outside is text, wherever it stands`() throws {
        let hostile = "</code><script>alert('1')</script>\"\u{202E}"
        var status = try SampleStatus.troubled()
        status.version = hostile
        status.manifest.files = [hostile]
        status.manifest.commit = "<b>"
        status.manifest.hash = hostile
        let problem = Problem(
            code: .forbidden, member: ProjectID(reported: hostile), message: hostile, hint: hostile, requestID: hostile,
            source: SourceLocation(file: hostile, line: 1, column: 1)
        )
        status.manifest.problems = [problem]
        status.ticks[0].problems = [problem]
        status.images[2].problem = problem
        status.images[2].description = hostile
        status.images[2].source = SourceLocation(file: hostile, line: 1, column: 1)
        let outside = DesiredMember(
            project: ProjectID(reported: hostile), source: SourceLocation(file: hostile, line: 1, column: 1))
        let expiry = Expiry(moment: SampleStatus.now, text: hostile)
        status.images[2].removals = [
            RemovalStatus(
                Removal(
                    member: outside, cause: .expired(expiry), status: MemberStatus(rawValue: hostile), since: hostile),
                .refused)
        ]
        status.images[2].rejected = [outside.project]
        status.expiring = [
            ExpiringMember(image: status.images[2].image, member: outside, expiry: expiry, reason: hostile)
        ]
        status.manifest.losses = [ManifestLoss(of: hostile, images: 1, since: SampleStatus.now)]
        status.manifest.waitsForGit = GitWait(lock: hostile, since: SampleStatus.now)
        status.images[2].members.append(.init(project: ProjectID(reported: hostile), isWanted: false, isPresent: true))
        let page = page(status)
        #expect(page.contains("The manifest waits for Git"))
        #expect(page.ranges(of: "<script").count == 1)
        #expect(page.ranges(of: "</script>").count == 1)
        #expect(!page.contains("<b>") && !page.contains("\u{202E}") && !page.contains("alert('1')"))
        #expect(page.ranges(of: "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;\\u{202E}").count > 10)
    }

    @Test func `Members that are withheld with refused removals are not promised`() throws {
        var status = try SampleStatus.healthy()
        let promise = "a run that may write adds them"
        status.images = [try SampleStatus.image(1, .missing, wanted: 2, present: 1)]
        #expect(page(status).contains(promise))
        // The last run was refused, for what it would have removed from others.
        status.ticks[0].verdict = .refused
        status.images[0].observedAt = status.ticks[0].endedAt
        #expect(!page(status).contains(promise) && page(status).contains("Members are missing, and withheld: "))
        // Another run was, in which this image was not looked at.
        status.images[0].observedAt = status.ticks[0].startedAt.addingTimeInterval(-1)
        #expect(page(status).contains(promise))
        status.ticks[0].verdict = .partial
        status.images[0].removals = [
            RemovalStatus(
                Removal(
                    member: DesiredMember(project: SampleStatus.project(9), source: SampleStatus.place), cause: .revoked
                ),
                .refused)
        ]
        let withheld = page(status)
        #expect(!withheld.contains(promise) && withheld.contains("and nobody added to their images"))
        #expect(withheld.contains("restart the daemon with a higher --max-removals"))
        #expect(withheld.contains("<code>systemctl edit glance-share</code>"))
    }

    @Test func `What is offered and not trusted has a card, as text`() throws {
        var status = try SampleStatus.healthy()
        #expect(!page(status).contains("Offered, not trusted"))
        status.untrusted = [
            FoundImage(
                id: try SampleStatus.image(7), name: "<b>debian", owner: "<i>stranger",
                createdAt: "2026-01-01T00:00:00Z")
        ]
        let page = page(status)
        #expect(page.contains("Offered, not trusted") && page.contains("<bdi>&lt;b&gt;debian</bdi>"))
        #expect(page.contains("by project <code>&lt;i&gt;stranger</code>"))
    }

    @Test func `An image's description stands behind its ID, wherever that is`() throws {
        var status = try SampleStatus.troubled()
        status.images[2].warnings = [
            Warning(.init(project: SampleStatus.project(1), rows: 2), of: status.images[2].image)
        ]
        status.images[2].description = "Debian 12,\n  <b>hardened</b> " + String(repeating: "x", count: 100)
        let text = page(status)
        let id = status.images[2].image.description
        let shown = "<code>\(id)</code></a> <bdi>Debian 12, &lt;b&gt;hardened&lt;/b&gt; xxx"
        #expect(text.ranges(of: shown).count == 2)
        #expect(text.contains("<code>\(id)</code> <bdi>Debian 12, "))
        #expect(text.contains("title=\"\(id), Debian 12, &lt;b&gt;hardened&lt;/b&gt; xxx"))
        #expect(!text.contains(String(repeating: "x", count: 60)) && text.contains("x…"))
        #expect(!page(try SampleStatus.troubled()).contains("<bdi>"))
    }

    @Test func `Nothing is fetched from elsewhere`() throws {
        let page = page(try SampleStatus.troubled())
        let outside = page.ranges(of: "http").map { page[$0.lowerBound...].prefix(26) }
        #expect(outside == ["http://www.w3.org/2000/svg"])
        #expect(!page.contains(" style=") && !page.contains(" onclick=") && !page.contains("url("))
    }

    @Test func `More images than a page has are on pages of their own, whose links say what was asked for`() throws {
        var status = try SampleStatus.healthy()
        status.images = try (1...1100).map { try SampleStatus.image($0, .inSync, present: 4) }
        let first = page(status)
        #expect(first.ranges(of: "<details class=\"image\"").count == 500)
        #expect(
            first.contains(
                "Images 1–500 of 1100 · page 1 of 3 · <a href=\"?page=2\">next</a> · <a href=\"?page=3\">last</a>"))
        #expect(first.contains("All 1100 images in sync"))
        let last = page(status, of: ImageSelection { ["page": "3", "query": "\"><b>"][$0] })
        #expect(last.contains("none of 1100 images · <a href=\"?page=1\">all 1100</a>") && !last.contains("<b>"))
        let second = page(status, of: ImageSelection { ["page": "2", "query": "4EE1", "state": "in_sync"][$0] })
        #expect(second.contains("Images 501–1000 of 1100"))
        #expect(second.contains("<a href=\"?query=4ee1&amp;state=in_sync&amp;page=3\">next</a>"))
        #expect(second.contains("<option value=\"in_sync\" selected>") && second.contains("value=\"4ee1\""))
        #expect(!page(try SampleStatus.healthy()).contains("data-total"))
    }

    @Test func `What is wrong with very many images is listed of some, and counted of the others`() throws {
        var status = try SampleStatus.healthy()
        status.images = try (1...1000).map { number in
            var image = try SampleStatus.image(number, .unreadable, present: 4)
            image.problem = Problem(code: .cloudUnavailable, image: image.image, message: "Glance answers 503")
            return image
        }
        let page = page(status)
        #expect(page.contains(">1000 images</span>") && page.contains("992 more</summary>"))
        #expect(page.contains("<p>and 792 that are not listed here</p>"))
    }

    @Test func `A large installation has a page of bearable size, without the table that nobody could read`() throws {
        var status = try SampleStatus.healthy()
        status.images = try (1...500).map { try SampleStatus.image($0, .inSync, wanted: 200, present: 200) }
        let page = page(status)
        #expect(page.ranges(of: "<details class=\"image\"").count == 500)
        #expect(!page.contains("<table class=\"matrix\""))
        #expect(page.utf8.count < 5_000_000)
    }
}
