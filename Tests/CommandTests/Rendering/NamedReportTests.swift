import FoundationEssentials
import ImageSharing
import TestSupport
import Testing
import Text

@testable import glance_share

/// The names that people gave, beside the IDs.
@Suite struct NamedReportTests {
    private let report = Report(.planned(DesiredState.named("web | test").planned))

    private func text(_ report: Report, _ detail: TextReport.Detail = .normal) -> String {
        TextReport(report: report, style: Style(isColored: false), detail: detail).render()
    }

    private func executed(_ name: String, _ result: Outcome.Result) -> Report {
        let plan = DesiredState.named(name).planned
        let outcomes = plan.images.flatMap { image in
            image.additions.map { Outcome(image: image.image, member: $0, result: result, attempts: 1) }
        }
        return Report(.applied(plan, Execution(outcomes: outcomes, problems: [])))
    }

    @Test func `A text has names, sets, and lookups in vain by their remedy`() {
        #expect(
            text(report) == """
                00000000-0000-4000-8000-000000000001  web | test  sets debian-12, golden  sharing.yaml:7
                  + 00000000000000000000000000000001  web | test  sharing.yaml:2
                  + 00000000000000000000000000000002  sharing.yaml:3
                  ? 00000000000000000000000000000003  web-prod  accepted; not in the manifest, left alone

                00000000-0000-4000-8000-000000000002  set debian-12  sharing.yaml:7
                  + 00000000000000000000000000000001  web | test  sharing.yaml:2
                  ? 00000000000000000000000000000003  web-prod  accepted; not in the manifest, left alone

                ! image_set_empty: 12 web | test  sharing.yaml:12
                  → look for other images

                ! lookup_forbidden (HTTP 403): 21 web | test  sharing.yaml:21  concerns 1 row  request req-21
                ! lookup_forbidden (HTTP 403): 22 web | test  sharing.yaml:22  concerns 30 rows  request req-22
                  → ask for a role

                Image sets:
                  debian-12  name “debian-*”  2 images  sharing.yaml:7
                    same second: web | test
                  empty  tag “web | test”  none  sharing.yaml:12
                  golden  tag “golden”  not known  sharing.yaml:15

                Plan, incomplete: 3 to add, 0 in place, 2 not in the manifest, left alone (2 images); 3 lookups in vain.

                """
        )
    }

    @Test(arguments: [(TextReport.Detail.brief, false, 1), (.normal, false, 3), (.full, true, 3)])
    func `Further sources are counted in full detail, and in brief only a set with a note is shown`(
        _ detail: TextReport.Detail, _ counts: Bool, _ sets: Int
    ) {
        let text = text(report, detail)
        #expect(text.contains("  sharing.yaml:2 (+1 more)\n") == counts)
        let shown = text.split(separator: "Image sets:\n")[1].split(separator: "\n").prefix { $0.hasPrefix("  ") }
        #expect(shown.count { !$0.hasPrefix("    ") } == sets, "\(text)")
    }

    @Test(arguments: [Outcome.Result.created, .alreadyMember, .failed])
    func `An outcome has the project's name`(_ result: Outcome.Result) {
        #expect(text(executed("web", result)).contains(" 00000000000000000000000000000001  web  "))
        let markdown = MarkdownReport(report: executed("web", result), command: "apply").render()
        #expect(markdown.contains("| `00000000000000000000000000000001` (`web`) | `sharing.yaml:2` |"))
    }

    @Test func `Many lookups in vain and many sets are folded`() {
        let places = (1...40).map { SourceLocation(file: "m", line: $0, column: 1) }
        let desired = DesiredState(
            images: [],
            sets: places.map { ImageSetFinding(name: "s\($0.line)", source: $0, match: "m", images: []) },
            problems: places.map {
                Problem(code: .lookupForbidden, message: "\($0.line)", hint: "ask", source: $0, rows: 2)
            })
        let report = Report(.planned(desired.planned))
        let text = text(report)
        #expect(text.ranges(of: "… and 28 more (-v shows all)").count == 2 && text.ranges(of: "→ ask").count == 1)
        let markdown = MarkdownReport(report: report, command: "plan").render()
        #expect(
            markdown.contains("- 40 lookups in vain: `lookup_forbidden` → `ask`\n  - `m:1:1`: `1`, concerns 2 rows\n"))
        #expect(markdown.contains("  - … and 10 more\n") && markdown.contains("| … and 10 more |  |  |\n"))
    }

    @Test func `Markdown has them as code`() {
        #expect(
            MarkdownReport(report: report, command: "plan").render() == """
                ### glance-share plan

                **Plan, incomplete: 3 to add, 0 in place, 2 not in the manifest, left alone (2 images); 3 lookups in vain.**

                #### Problems

                - `sharing.yaml:12:3`: `image_set_empty: 12 web │ test` → `look for other images`
                - 2 lookups in vain: `lookup_forbidden (HTTP 403)` → `ask for a role`
                  - `sharing.yaml:21:3`: `21 web │ test`, concerns 1 row (request `req-21`)
                  - `sharing.yaml:22:3`: `22 web │ test`, concerns 30 rows (request `req-22`)

                #### Image sets

                | Set | Match | Found |
                |---|---|---|
                | `debian-12` | `name “debian-*”` | 2 images: `00000000-0000-4000-8000-000000000001` (`web │ test`), `00000000-0000-4000-8000-000000000002`; `same second: web │ test` |
                | `empty` | `tag “web │ test”` | none |
                | `golden` | `tag “golden”` | not known |

                #### Members

                | Image | Project | Asked for at |
                |---|---|---|
                | `00000000-0000-4000-8000-000000000001` (`web │ test`) | `00000000000000000000000000000001` (`web │ test`) | `sharing.yaml:2` |
                | `00000000-0000-4000-8000-000000000001` (`web │ test`) | `00000000000000000000000000000002` | `sharing.yaml:3` |
                | `00000000-0000-4000-8000-000000000002` | `00000000000000000000000000000001` (`web │ test`) | `sharing.yaml:2` |

                #### Not in the manifest, left alone

                | Image | Project | Status |
                |---|---|---|
                | `00000000-0000-4000-8000-000000000001` (`web │ test`) | `00000000000000000000000000000003` (`web-prod`) | `accepted` |
                | `00000000-0000-4000-8000-000000000002` | `00000000000000000000000000000003` (`web-prod`) | `accepted` |

                """
        )
    }

    @Test func `JSON has a key for each`() throws {
        let json = JSONReport(report: report, command: "plan").render()
        for part in [
            """
              "images": [
                {
                  "image": "00000000-0000-4000-8000-000000000001",
                  "name": "web | test",
                  "sets": [
                    "debian-12",
                    "golden"
                  ]
                },
                {
                  "image": "00000000-0000-4000-8000-000000000002",
                  "name": null,
                  "sets": [
                    "debian-12"
                  ]
                }
              ],
              "image_sets": [
                {
                  "name": "debian-12",
                  "match": "name “debian-*”",
                  "images": [
                    "00000000-0000-4000-8000-000000000001",
                    "00000000-0000-4000-8000-000000000002"
                  ],
                  "note": "same second: web | test"
                },
                {
                  "name": "empty",
                  "match": "tag “web | test”",
                  "images": []
                },
                {
                  "name": "golden",
                  "match": "tag “golden”",
                  "images": null
                }
              ],
              "changes": [
                {
                  "action": "add",
                  "image": "00000000-0000-4000-8000-000000000001",
                  "member": "00000000000000000000000000000001",
                  "name": "web | test",
                  "source": {
                    "file": "sharing.yaml",
                    "line": 2,
                    "column": 5
                  },
                  "sources": [
                    {
                      "file": "sharing.yaml",
                      "line": 2,
                      "column": 5
                    },
                    {
                      "file": "sharing.yaml",
                      "line": 9,
                      "column": 16
                    }
                  ]
                },
                {
                  "action": "add",
                  "image": "00000000-0000-4000-8000-000000000001",
                  "member": "00000000000000000000000000000002",
                  "source": {
                    "file": "sharing.yaml",
                    "line": 3,
                    "column": 5
                  }
                },
            """,
            "\"line\": 22,\n        \"column\": 3\n      },\n      \"rows\": 30\n    }",
        ] {
            #expect(json.contains(part), "\(json)")
        }
        let applied = JSONReport(report: executed("web", .created), command: "apply").render()
        #expect(applied.ranges(of: "\"sources\"").count == 1 && applied.ranges(of: "\"name\": \"web\"").count == 3)
    }

    @Test func `A job's log has the rows of a lookup, and an image's name`() {
        let log = CapturedLog()
        let plan = DesiredState.named("web").planned
        let full = Problem(code: .memberLimitExceeded, image: .numbered(1), message: "full")
        FailureLog(logger: log.logger).record(
            Report(.applied(plan, Execution(outcomes: [], problems: [full]))))
        #expect(log.lines.count { $0.contains(#""rows": 30"#) && !$0.contains("image.") } == 1)
        #expect(log.lines.count { $0.hasPrefix("error full") && $0.contains(#""image.name": web"#) } == 1)
    }

    @Test(arguments: HostileName.all)
    func `A hostile name stays inside of what is put around it`(_ name: String) throws {
        for report in [
            Report(.planned(DesiredState.named(name).planned)), executed(name, .failed), executed(name, .created),
        ] {
            for detail in [TextReport.Detail.brief, .normal, .full] {
                let text = text(report, detail)
                #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
                #expect(!text.contains("\n#"))
            }
            let markdown = MarkdownReport(report: report, command: "plan").render()
            #expect(!markdown.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
            #expect(!markdown.contains("\n# "))
            for row in markdown.split(separator: "\n") where row.hasPrefix("|") {
                #expect([4, 5].contains(row.unicodeScalars.count { $0 == "|" }), "\(row)")
            }
            let json = JSONReport(report: report, command: "plan").render()
            #expect(!json.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
            let read = try RunResult(json)
            #expect(read.images?.first?.name?.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
            #expect(read.changes.first?.name?.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
        }
        // The heading of an image, and the line of a member: what a person reads has an end.
        let lines = text(Report(.planned(DesiredState.named(name).planned))).split(separator: "\n")
        #expect(lines.prefix(2).allSatisfy { $0.count < 500 })
    }
}
