import ImageSharing
import Testing

@testable import glance_share

/// What a merge request shows.
@Suite struct MarkdownReportTests {
    @Test func aPlanIsATable() throws {
        let text = MarkdownReport(report: Report(plan: try SampleReports.plan(images: 1, members: 1)), command: "plan")
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

    @Test(arguments: [300, 450, 460, 5000])
    func itStaysBelowItsLengthAndSaysHowMuchIsMissing(_ members: Int) throws {
        let report = Report(plan: try SampleReports.plan(images: 1, members: members))
        let text = MarkdownReport(report: report, command: "plan").render()
        #expect(text.utf8.count < MarkdownPage.longest)
        let shown = text.split(separator: "\n").count { $0.hasPrefix("| `") }
        if shown < members {
            #expect(text.contains("… and \(members - shown) more lines left out"))
        } else {
            #expect(!text.contains("left out"))
        }
    }

    @Test func aRunThatWasInterruptedSaysSo() throws {
        let plan = try SampleReports.plan(images: 1, members: 1)
        let texts = [Report(plan: plan, wasInterrupted: true), Report(problems: [], wasInterrupted: true)].map {
            MarkdownReport(report: $0, command: "apply").render().split(separator: "\n")[1]
        }
        #expect(texts[0].hasPrefix("**Interrupted; "))
        #expect(texts[1] == "**Interrupted**, before there was a plan.")
    }

    @Test func problemsComeBeforeWhatMayBeCutOff() throws {
        let plan = try SampleReports.plan(images: 1, members: 2000)
        let problem = Problem(code: .memberLimitExceeded, image: plan.images[0].image, message: "full")
        let report = Report(plan: plan, execution: Execution(outcomes: [], problems: [problem]))
        #expect(MarkdownReport(report: report, command: "apply").render().contains("member_limit_exceeded: full"))
    }

    @Test func foreignTextIsCodeAndNothingElse() throws {
        let text = MarkdownReport(report: Report(plan: try SampleReports.unreadable(images: 1)), command: "plan")
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
    func codeSpans(_ text: String, _ span: String) {
        #expect(MarkdownText.code(text) == span)
    }

    @Test func warningsHaveAHeadingOfTheirOwn() throws {
        let text = MarkdownReport(report: Report(plan: try SampleReports.duplicated()), command: "plan").render()
        #expect(text.contains("#### Warnings\n\n- `00000000-0000-4000-8000-100000000000` · "))
        #expect(text.contains("openstack image remove project"))
        #expect(!text.contains("#### Problems"))
    }
}
