import FoundationEssentials
import ImageSharing
import OpenStack
import Testing
import Text

@testable import glance_share

/// The form that a script reads: a contract.
@Suite struct JSONReportTests {
    @Test func `A plan's keys come in their order`() throws {
        let text = JSONReport(report: Report(.planned(try SampleReports.plan(images: 1, members: 1))), command: "plan")
            .render()
        #expect(
            text == """
                {
                  "format_version": 1,
                  "tool": {
                    "name": "glance-share",
                    "version": "\(Release.version)"
                  },
                  "command": "plan",
                  "commit": null,
                  "cloud": null,
                  "region": null,
                  "project_id": null,
                  "project_name": null,
                  "outcome": "changes",
                  "interrupted": false,
                  "summary": {
                    "images": 1,
                    "members": 1,
                    "add": 1,
                    "unchanged": 0,
                    "unmanaged": 0,
                    "created": 0,
                    "already_member": 0,
                    "failed": 0,
                    "skipped": 0
                  },
                  "changes": [
                    {
                      "action": "add",
                      "image": "00000000-0000-4000-8000-100000000000",
                      "member": "00000000000000000000000010000000",
                      "source": {
                        "file": "sharing.yaml",
                        "line": 9,
                        "column": 7
                      }
                    }
                  ],
                  "unmanaged": [],
                  "not_read": [],
                  "problems": [],
                  "omitted_problems": 0,
                  "warnings": []
                }

                """
        )
    }

    @Test func `An image's description comes back as it was, once an image`() throws {
        let description = "\u{301}" + SampleReports.hostile + "\t\u{E0041}"
        let text = JSONReport(
            report: Report(.planned(try SampleReports.plan(images: 2, members: 3, description: description))),
            command: "plan"
        ).render()
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
        let images = try #require(try RunResult(text).images)
        #expect(
            images.map(\.image) == [try SampleReports.image(0).description, try SampleReports.image(1).description])
        #expect(images.allSatisfy { $0.description?.unicodeScalars.elementsEqual(description.unicodeScalars) == true })
    }

    @Test func `Images that were not read are listed, also where no problem says why`() throws {
        let plan = try SampleReports.interrupted(images: 3, read: 1)
        let result = try RunResult(
            JSONReport(report: Report(.planned(plan), ending: .interrupted), command: "plan").render())
        #expect(result.problems.isEmpty)
        #expect(result.not_read?.map(\.image) == plan.images.dropFirst().map(\.image.description))
    }

    @Test func `A change has its result and attempts after apply`() throws {
        let plan = try SampleReports.plan(images: 1, members: 1)
        let outcome = Outcome(
            image: plan.images[0].image, member: plan.images[0].additions[0], result: .alreadyMember, attempts: 2
        )
        let report = Report(.applied(plan, Execution(outcomes: [outcome], problems: [])))
        let change = try #require(try RunResult(JSONReport(report: report, command: "apply").render()).changes.first)
        #expect(change.result == "already_member")
        #expect(change.attempts == 2)
    }

    @Test func `Warnings are listed, and are no problems`() throws {
        let report = Report(.planned(try SampleReports.duplicated()))
        let result = try RunResult(JSONReport(report: report, command: "plan").render())
        #expect(result.outcome == "no_changes")
        #expect(result.problems.isEmpty)
        let warning = try #require(result.warnings?.first)
        #expect(warning.code == "duplicate_rows")
        #expect(warning.rows == 2)
        #expect(warning.hint.contains("openstack image remove project \(warning.image) \(warning.member)"))
    }

    @Test func `The cloud, region and project have fields, and so has why apply would refuse`() throws {
        var report = try SampleReports.objected()
        report.cloud = SampleReports.cloud
        let result = try RunResult(JSONReport(report: report, command: "plan").render())
        #expect(result.cloud == "prod" && result.region == SampleReports.hostile)
        #expect(result.project_id == "e4536b98" && result.project_name == "golden")
        #expect(result.apply_would_refuse?.code == "safety_limit_exceeded")
        #expect(result.outcome == "changes" && result.problems.isEmpty)
    }

    @Test func `Each problem has a row of its own, whatever they have in common`() throws {
        let report = Report(.planned(try SampleReports.unreadable(images: 30)))
        #expect(try RunResult(JSONReport(report: report, command: "plan").render()).problems.count == 30)
    }

    @Test func `Hostile text is written without control characters, and comes back as it was`() throws {
        let text = JSONReport(report: Report(.planned(try SampleReports.unreadable(images: 1))), command: "plan")
            .render()
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
        let problem = try #require(try RunResult(text).problems.first)
        #expect(problem.message == SampleReports.hostile)
        #expect(problem.http_status == 503)
    }

    @Test(arguments: [
        "", "\"", "\\", "\n\r\t\u{0}", "é", "😀", "\u{2028}", "\u{E0001}", "\u{7F}\u{9B}", "</script>",
    ])
    func `Any string survives being written and read`(_ value: String) throws {
        for isCompact in [true, false] {
            var json = JSONWriter(isCompact: isCompact)
            json.object { $0.field("value", value) }
            let read = try JSONDecoder().decode([String: String].self, from: Data(json.text.utf8))
            #expect(read["value"] == value)
            #expect(isCompact == !json.text.contains("\n"))
        }
    }
}
