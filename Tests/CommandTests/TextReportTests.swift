import ImageSharing
import Testing

@testable import glance_share

/// What a person reads.
@Suite struct TextReportTests {
    private func render(_ report: Report, _ detail: TextReport.Detail = .normal, colored: Bool = false) -> String {
        TextReport(report: report, style: Style(isColored: colored), detail: detail).render()
    }

    @Test func aPlanIsGroupedByImageWithTheLineOfEachAdditionAndTheCountsAtTheEnd() throws {
        let text = render(Report(plan: try SampleReports.plan(images: 2, members: 2)))
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

    @Test(arguments: [(13, 13), (14, 13), (200, 13)])
    func aLongListIsFolded(_ members: Int, lines: Int) throws {
        let report = Report(plan: try SampleReports.plan(images: 1, members: members))
        let folded = render(report).split(separator: "\n").count { $0.hasPrefix("  ") }
        #expect(folded == lines)
        let full = render(report, .full).split(separator: "\n").count { $0.hasPrefix("  + ") }
        #expect(full == members)
        #expect(members <= 13 || render(report).contains("… and \(members - 12) more (-v shows all)"))
    }

    @Test func theSameProblemOfManyImagesIsToldAFewTimesAndCounted() throws {
        let report = Report(plan: try SampleReports.unreadable(images: 50))
        let text = render(report)
        #expect(text.split(separator: "\n").count { $0.contains("cloud_unavailable") } == 3)
        #expect(text.contains("47 more images"))
        #expect(render(report, .full).split(separator: "\n").count { $0.contains("cloud_unavailable") } == 50)
    }

    @Test(arguments: [TextReport.Detail.brief, .normal, .full])
    func nothingThatAServerSaysReachesATerminalUnescaped(_ detail: TextReport.Detail) throws {
        let text = render(Report(plan: try SampleReports.unreadable(images: 2)), detail)
        #expect(text.contains("\\u{1B}[31mred"))
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
    }

    @Test func aFileNameIsEscapedToo() throws {
        let text = render(Report(plan: try SampleReports.plan(images: 1, members: 1, file: "a\u{1B}[2Jb.yaml")))
        #expect(!text.contains("\u{1B}"))
    }

    @Test func quietIsSilentOnlyWhereNothingChanges() throws {
        #expect(render(Report(plan: try SampleReports.plan(images: 2, members: 0)), .brief).isEmpty)
        let changes = Report(plan: try SampleReports.plan(images: 2, members: 1))
        #expect(render(changes, .brief) == "Plan: 2 to add, 0 in place (2 images).\n")
        #expect(render(Report(plan: try SampleReports.unreadable(images: 1)), .brief).contains("cloud_unavailable"))
    }

    @Test(arguments: [TextReport.Detail.brief, .normal, .full])
    func duplicateRowsWantAttentionAlsoWhereNothingChanges(_ detail: TextReport.Detail) throws {
        let text = render(Report(plan: try SampleReports.duplicated()), detail)
        #expect(text.contains("! duplicate_rows: project 00000000000000000000000010000000 is a member 2 times"))
        #expect(text.contains("→ run once: openstack image remove project"))
        #expect(text.contains("Nothing to change: 0 to add, 1 in place (1 image); 1 warning."))
    }

    @Test func coloursAreThereOnlyWhenAskedFor() throws {
        let report = Report(plan: try SampleReports.plan(images: 1, members: 1))
        #expect(!render(report).contains("\u{1B}"))
        #expect(render(report, colored: true).contains("\u{1B}[32m+"))
    }

    @Test func membersThatTheManifestDoesNotNameAreShownAsLeftAlone() throws {
        let image = try SampleReports.image(0)
        let stranger = ImageMember(
            project: ProjectID(reported: "a name\u{07}"), status: MemberStatus(rawValue: "accepted")
        )
        let desired = DesiredState(
            images: [DesiredImage(id: image, source: SourceLocation(file: "m", line: 3, column: 3), members: [])]
        )
        let plan = Plan(desired: desired, current: CurrentState(observations: [image: .members([stranger])]))
        let text = render(Report(plan: plan))
        #expect(text.contains("? a name\\u{7}  accepted; not in the manifest, left alone"))
        #expect(text.contains("Nothing to change: 0 to add, 0 in place, 1 not in the manifest, left alone (1 image)."))
    }
}
