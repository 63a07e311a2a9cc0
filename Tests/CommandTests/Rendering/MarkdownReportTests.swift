import ImageSharing
import Testing
import Text

@testable import glance_share

/// The form that a merge request shows.
@Suite struct MarkdownReportTests {
    @Test func `A plan is a table`() throws {
        let text = MarkdownReport(
            report: Report(.planned(try SampleReports.plan(images: 1, members: 1))), command: "plan"
        )
        .render()
        #expect(
            text == """
                ### glance-share plan

                **Plan: 1 to add, 0 in place (1 image).**

                #### Members

                | Image | Project | Asked for at |
                |---|---|---|
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000000` | `sharing.yaml:9` |

                """
        )
    }

    @Test func `An image's description stands behind its ID, wherever that is`() throws {
        for report in try SampleReports.described("Debian 12") {
            let lines = render(report).split(separator: "\n").filter { $0.contains("`00000000-0000-4000-8000-1") }
            #expect(!lines.isEmpty)
            #expect(
                lines.allSatisfy { $0.contains(/`0{8}-0000-4000-8000-10000000000[01]` \(`Debian 12`\)/) }, "\(lines)")
        }
    }

    @Test func `An image's description is no markup, and is cut`() throws {
        for report in try SampleReports.described(SampleReports.hostile + String(repeating: "x", count: 500)) {
            let text = render(report)
            #expect(
                text.contains(
                    " (``\\u{1B}[31mred\\u{7} │ `code` <b>&</b> @everyone \\u{202E}evil # headingxxxxxxx…``)"),
                "\(text)")
            #expect(!text.contains("\n# ") && !text.contains("xxxxxxxx"))
            #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
        }
    }

    private func render(_ report: Report, _ command: String = "plan") -> String {
        MarkdownReport(report: report, command: command).render()
    }

    @Test(arguments: [(1, 51), (1, 5000), (200, 50), (600, 3), (5000, 2)])
    func `It stays below its length, with a line an image and its members folded`(_ images: Int, members: Int) throws {
        let text = render(Report(.planned(try SampleReports.plan(images: images, members: members))))
        #expect(text.utf8.count < MarkdownPage.longest)
        let lines = text.split(separator: "\n")
        let sums = lines.count { $0.hasSuffix("| \(members) to add |") }
        #expect(sums == images || text.contains("… and \(images - sums) more lines left out"))
        let rows = lines.count { $0.contains("`sharing.yaml:") }
        if sums == images {
            let number = rows == images * members ? "\(rows)" : "\(rows) of \(images * members), as many as fit"
            #expect(text.contains("\n<details><summary>Each member (\(number))</summary>\n\n| Image "))
            #expect(text.hasSuffix("\n</details>\n"))
        } else {
            #expect(rows == 0)
        }
    }

    @Test func `Every image gets the same room`() throws {
        let text = render(Report(.planned(try SampleReports.plan(images: 200, members: 50))))
        let rows = text.split(separator: "\n").filter { $0.contains("`sharing.yaml:") }
        let counts = try (0..<200).map { number in
            let image = try SampleReports.image(number).description
            return rows.count { $0.contains(image) }
        }
        let (least, most) = (try #require(counts.min()), try #require(counts.max()))
        #expect(least > 0 && most - least <= 1)
    }

    @Test func `Thirty full images are one entry with a list of them`() throws {
        let text = render(try SampleReports.full(images: 30, created: 1, failed: 2), "apply")
        let lines = text.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("- ") } == 1)
        #expect(
            text.contains(
                "- 30 images: `member_limit_exceeded (HTTP 413): Image member limit exceeded for image IMAGE`"))
        let image = try SampleReports.image(29)
        #expect(lines.contains("  - `\(image)`: 2 failed (request `req-of-\(image)`)"), "\(text)")
        #expect(lines.contains("| `\(image)` | 1 added, 2 failed |"))
    }

    @Test func `What was not tried is one row an image`() throws {
        let text = render(try SampleReports.interrupted(images: 3, members: 2000, created: 5), "apply")
        let lines = text.split(separator: "\n")
        #expect(lines.count { $0.hasSuffix("|  |  | 2000 not tried |") } == 2, "\(text)")
        #expect(lines.count { $0.hasSuffix("|  |  | 1995 not tried |") } == 1)
    }

    @Test func `The cloud and a refusal stand at the top, as code`() throws {
        var report = try SampleReports.objected()
        report.cloud = SampleReports.cloud
        let lines = render(report).split(separator: "\n")
        #expect(lines[2].hasPrefix("Cloud `prod`, region ``\\u{1B}[31mred"), "\(lines[2])")
        #expect(
            lines[3].hasPrefix(
                "**Apply would refuse this plan**: `the plan adds 3 members; --max-additions allows 2` → `read the plan"
            ))
    }

    @Test func `A run that was interrupted says so in its headline`() throws {
        let plan = try SampleReports.plan(images: 1, members: 1)
        let texts = [Report(.planned(plan), ending: .interrupted), Report(.notPlanned([]), ending: .interrupted)].map {
            MarkdownReport(report: $0, command: "apply").render().split(separator: "\n")[1]
        }
        #expect(texts[0].hasPrefix("**Interrupted; "))
        #expect(texts[1] == "**Interrupted**, before there was a plan.")
    }

    @Test func `Problems come before the part that may be cut off`() throws {
        let plan = try SampleReports.plan(images: 1, members: 2000)
        let problem = Problem(code: .memberLimitExceeded, image: plan.images[0].image, message: "full")
        let report = Report(.applied(plan, Execution(outcomes: [], problems: [problem])))
        #expect(MarkdownReport(report: report, command: "apply").render().contains("member_limit_exceeded: full"))
    }

    @Test func `Foreign text is code and nothing else`() throws {
        let text = MarkdownReport(report: Report(.planned(try SampleReports.unreadable(images: 1))), command: "plan")
            .render()
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
        // The backticks of the message are inside a longer fence.
        #expect(text.contains("``cloud_unavailable (HTTP 503): "))
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("# heading") })
    }

    @Test(arguments: [
        ("plain", "`plain`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a``b`c", "```a``b`c```"), ("", "`  `"),
        ("a|b", "`a│b`"),
    ])
    func `A code span has as many back-quotes as its text demands`(_ text: String, _ span: String) {
        #expect(MarkdownText.code(text) == span)
    }

    @Test func `Warnings have a heading of their own`() throws {
        let text = MarkdownReport(report: Report(.planned(try SampleReports.duplicated())), command: "plan").render()
        #expect(text.contains("#### Warnings\n\n- `00000000-0000-4000-8000-100000000000` · "))
        #expect(text.contains("openstack image remove project"))
        #expect(!text.contains("#### Problems"))
    }
}
