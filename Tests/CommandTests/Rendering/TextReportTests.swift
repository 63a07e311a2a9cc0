import ImageSharing
import Testing
import Text

@testable import glance_share

/// The form that a person reads.
@Suite struct TextReportTests {
    private func render(_ report: Report, _ detail: TextReport.Detail = .normal, colored: Bool = false) -> String {
        TextReport(report: report, style: Style(isColored: colored), detail: detail).render()
    }

    @Test func `A plan is grouped by image, with the line of each addition, and the counts at the end`() throws {
        let text = render(Report(.planned(try SampleReports.plan(images: 2, members: 2))))
        #expect(
            text == """
                00000000-0000-4000-8000-100000000000  sharing.yaml:3
                  + 00000000000000000000000010000000  sharing.yaml:9
                  + 00000000000000000000000010000001  sharing.yaml:9

                00000000-0000-4000-8000-100000000001  sharing.yaml:4
                  + 00000000000000000000000010000000  sharing.yaml:9
                  + 00000000000000000000000010000001  sharing.yaml:9

                Plan: 4 to add, 0 in place (2 images).

                """
        )
    }

    @Test func `The report of a shard begins with it, and its sets count the images of others`() throws {
        let text = render(try SampleReports.sharded())
        #expect(text.hasPrefix("Shard 2 of 8, counted from 0.\n\n"))
        #expect(text.contains("debian-12  all  none and 3 in other shards"))
        let markdown = MarkdownReport(report: try SampleReports.sharded(), command: "plan").render()
        #expect(markdown.hasPrefix("### glance-share plan, shard 2 of 8, counted from 0\n"))
        #expect(markdown.contains("| none and 3 in other shards |"))
    }

    @Test(arguments: [(13, 13), (14, 13), (200, 13)])
    func `A long list is folded`(_ members: Int, lines: Int) throws {
        let report = Report(.planned(try SampleReports.plan(images: 1, members: members)))
        let folded = render(report).split(separator: "\n").count { $0.hasPrefix("  ") }
        #expect(folded == lines)
        let full = render(report, .full).split(separator: "\n").count { $0.hasPrefix("  + ") }
        #expect(full == members)
        #expect(members <= 13 || render(report).contains("… and \(members - 12) more (-v shows all)"))
    }

    @Test func `A cause that many images have is told once, with the list of them`() throws {
        let report = Report(.planned(try SampleReports.unreadable(images: 50)))
        let text = render(report)
        #expect(text.split(separator: "\n").count { $0.contains("cloud_unavailable") } == 1)
        #expect(text.contains("  50 images:\n"))
        #expect(text.contains("… and 38 more (-v shows all)"))
        let full = render(report, .full).split(separator: "\n")
        #expect(full.count { $0.contains("cloud_unavailable") } == 1)
        #expect(full.count { $0.contains("00000000-0000-4000-8000-1") } == 50)
    }

    @Test func `Thirty full images are one cause, though the server names each of them`() throws {
        let text = render(try SampleReports.full(images: 30, created: 1, failed: 2))
        #expect(text.split(separator: "\n").count { $0.contains("member_limit_exceeded") } == 1)
        #expect(text.contains("Image member limit exceeded for image IMAGE\n  → raise the quota\n  30 images:\n"))
        let image = try SampleReports.image(0)
        #expect(text.contains("\n  \(image)  sharing.yaml:3  2 failed  request req-of-\(image)\n"))
        #expect(!text.contains("  failed  "), "a failed member is counted with its image's")
        let quiet = render(try SampleReports.full(images: 30, created: 1, failed: 2), .brief)
        #expect(quiet.split(separator: "\n").count < 20, "\(quiet)")
    }

    @Test func `A full image alone keeps its problem in its section, below members that no fold hides`() throws {
        let text = render(try SampleReports.full(images: 1, created: 40, failed: 2))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("  ! 0000") } == 2)
        #expect(text.contains("\n  ! member_limit_exceeded (HTTP 413): Image member limit exceeded"))
        #expect(!text.contains("IMAGE"))
    }

    @Test(arguments: [TextReport.Detail.brief, .normal, .full])
    func `What was not tried is no removal, and takes a line an image`(_ detail: TextReport.Detail) throws {
        let text = render(try SampleReports.interrupted(images: 4, members: 300, created: 5), detail)
        let lines = text.split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("-") || $0.hasPrefix("  -") })
        if detail == .full {
            #expect(lines.count { $0.hasPrefix("  · ") && $0.contains("  not tried") } == 1195)
        } else {
            #expect(lines.count { $0.contains("·") } == 4, "\(text)")
            #expect(text.contains("\n  · 295 not tried\n"))
            #expect(text.contains("\n· \(try SampleReports.image(3))  sharing.yaml:6  300 not tried\n"))
        }
    }

    @Test func `Many images of which nothing was tried are folded`() throws {
        let text = render(try SampleReports.interrupted(images: 200, members: 50, created: 50))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("· ") } == 12)
        #expect(text.contains("… and 187 more (-v shows all)"))
    }

    @Test func `The cloud stands before the counts, and what it is called steers no terminal`() throws {
        var report = Report(.planned(try SampleReports.plan(images: 1, members: 1)))
        report.cloud = SampleReports.cloud
        let lines = render(report).split(separator: "\n")
        #expect(lines.dropLast().last?.hasPrefix("Cloud prod, region \\u{1B}[31mred") == true, "\(lines)")
        #expect(lines.dropLast().last?.hasSuffix("project golden, ID e4536b98.") == true)
    }

    @Test(arguments: [TextReport.Detail.brief, .normal, .full])
    func `A plan that apply would refuse says so`(_ detail: TextReport.Detail) throws {
        let report = try SampleReports.objected()
        let text = render(report, detail)
        #expect(text.contains("! apply would refuse this plan: the plan adds 3 members; --max-additions allows 2\n"))
        #expect(text.hasSuffix("\nPlan: 3 to add, 0 in place (1 image).\n"))
    }

    @Test(arguments: [TextReport.Detail.brief, .normal, .full])
    func `Nothing that a server says reaches a terminal unescaped`(_ detail: TextReport.Detail) throws {
        let text = render(Report(.planned(try SampleReports.unreadable(images: 2))), detail)
        #expect(text.contains("\\u{1B}[31mred"))
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
    }

    @Test func `An image's description stands behind its ID`() throws {
        let text = render(
            Report(.planned(try SampleReports.plan(images: 1, members: 1, description: "Debian 12,\n  hardened\n"))))
        #expect(text.hasPrefix("00000000-0000-4000-8000-100000000000  Debian 12, hardened  sharing.yaml:3\n"))
        for report in try SampleReports.described("Debian 12") {
            let lines = render(report).split(separator: "\n").filter {
                $0.contains("00000000-0000-4000-8000-1") && !$0.contains("openstack")
            }
            #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("  Debian 12  sharing.yaml:") }, "\(lines)")
        }
    }

    @Test(arguments: [TextReport.Detail.brief, .normal, .full])
    func `An image's description steers no terminal, and is cut`(_ detail: TextReport.Detail) throws {
        for report in try SampleReports.described(
            "\u{301}" + SampleReports.hostile + String(repeating: "x", count: 500))
        {
            let text = render(report, detail)
            #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
            #expect(!text.contains("\n#") && !text.contains("xxxxxxx"), "\(text)")
            #expect(detail == .brief || text.contains("  \\u{301}\\u{1B}[31mred\\u{7} | `code`"), "\(text)")
        }
    }

    @Test func `A file's name is escaped too`() throws {
        let text = render(Report(.planned(try SampleReports.plan(images: 1, members: 1, file: "a\u{1B}[2Jb.yaml"))))
        #expect(!text.contains("\u{1B}"))
    }

    @Test func `A quiet run is silent only where nothing changes`() throws {
        #expect(render(Report(.planned(try SampleReports.plan(images: 2, members: 0))), .brief).isEmpty)
        let changes = Report(.planned(try SampleReports.plan(images: 2, members: 1)))
        #expect(render(changes, .brief) == "Plan: 2 to add, 0 in place (2 images).\n")
        #expect(render(Report(.planned(try SampleReports.unreadable(images: 1))), .brief).contains("cloud_unavailable"))
    }

    @Test(arguments: [TextReport.Detail.brief, .normal, .full])
    func `Duplicate rows want attention, also where nothing changes`(_ detail: TextReport.Detail) throws {
        let text = render(Report(.planned(try SampleReports.duplicated())), detail)
        #expect(text.contains("! duplicate_rows: project 00000000000000000000000010000000 is a member 2 times"))
        #expect(text.contains("→ run once: openstack image remove project"))
        #expect(text.contains("Nothing to change: 0 to add, 1 in place (1 image); 1 warning."))
    }

    @Test func `Colours are there only when asked for`() throws {
        let report = Report(.planned(try SampleReports.plan(images: 1, members: 1)))
        #expect(!render(report).contains("\u{1B}"))
        #expect(render(report, colored: true).contains("\u{1B}[32m+"))
    }

    @Test func `Members that the manifest does not name are shown as left alone`() throws {
        let image = try SampleReports.image(0)
        let stranger = ImageMember(
            project: ProjectID(reported: "a name\u{07}"), status: MemberStatus(rawValue: "accepted")
        )
        let desired = DesiredState(
            images: [DesiredImage(id: image, source: SourceLocation(file: "m", line: 3, column: 3), members: [])]
        )
        let plan = Plan(desired: desired, current: CurrentState(observations: [image: .members([stranger])]))
        let text = render(Report(.planned(plan)))
        #expect(text.contains("? a name\\u{7}  accepted; not in the manifest, left alone"))
        #expect(text.contains("Nothing to change: 0 to add, 0 in place, 1 not in the manifest, left alone (1 image)."))
    }
}
