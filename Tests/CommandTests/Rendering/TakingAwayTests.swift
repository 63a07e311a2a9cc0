import FoundationEssentials
import ImageSharing
import Testing
import Text

@testable import glance_share

/// What the manifests take away, as people and scripts read it.
@Suite struct TakingAwayTests {
    private func text(
        _ report: Report, _ detail: TextReport.Detail = .normal, colored: Bool = false
    ) -> String {
        TextReport(report: report, style: Style(isColored: colored), detail: detail).render()
    }

    private func markdown(_ report: Report, _ command: String = "plan") -> String {
        MarkdownReport(report: report, command: command).render()
    }

    @Test func `A text names removals first and last, each with its answer and its cause`() throws {
        #expect(
            text(SampleReports.removalsNotAllowed(try SampleReports.takingAway())) == """
                Plan, incomplete: 3 to remove, 2 to add, 2 to accept, 2 in place, 1 removal held (2 images); 1 \
                warning.

                00000000-0000-4000-8000-100000000000  sharing.yaml:3
                  - 00000000000000000000000010000000  web-prod  accepted since 2026-10-02, revoked in sharing.yaml:10
                  - 00000000000000000000000010000001  pending since 2026-10-02, until 2026-12-31 is past, \
                sharing.yaml:11, “ticket 4711”
                  - 00000000000000000000000010000100  accepted since 2026-10-02, not in the exclusive list, \
                sharing.yaml:5
                  + 00000000000000000000000010000002  web-test  sharing.yaml:12  until 2027-01-31, “ticket 4711”
                  + 00000000000000000000000010000003  sharing.yaml:13  until 2027-12-31
                  ~ 00000000000000000000000010000002  web-test  to accept  sharing.yaml:12  until 2027-01-31, “ticket 4711”
                  ~ 00000000000000000000000010000003  to accept  sharing.yaml:13  until 2027-12-31
                  = 2 in place
                  ? 00000000000000000000000010000004  proof  rejected since 2026-10-02; declined by the consumer, left to it

                00000000-0000-4000-8000-100000000001  sharing.yaml:20
                  · 00000000000000000000000010000000  web-prod  left: the image is not this project's own; accepted \
                since 2026-10-02, 2 rows, until 2026-12-31 is past, sharing.yaml:10, “ticket 4711”
                  ! not_image_owner: 1 member left that the manifest takes away: the image belongs to project \
                00000000000000000000000010000051, and not to the token's project
                    → use credentials of the project that owns the image
                  ! duplicate_rows: project 00000000000000000000000010000000 is a member 2 times: deleting an image \
                with duplicate rows fails (HTTP 500), and leaves it in status deleted for ever
                    → run once: openstack image remove project 00000000-0000-4000-8000-100000000001 \
                00000000000000000000000010000000; each takes one row away, and where the project had accepted the \
                image, it may have to accept it again

                Memberships that end soon:
                  00000000000000000000000010000002  web-test  ends in 9 days  00000000-0000-4000-8000-100000000000  \
                sharing.yaml:12  until 2027-01-31, “ticket 4711”

                ! apply would leave the 3 removals: give it --max-removals 3

                Plan, incomplete: 3 to remove, 2 to add, 2 to accept, 2 in place, 1 removal held (2 images); 1 \
                warning.

                """)
    }

    @Test func `What was removed stands before what was added`() throws {
        let results: [Change.Action: Outcome.Result] = [.add: .created, .remove: .removed, .accept: .accepted]
        let text = text(SampleReports.applied(try SampleReports.takingAway(), results))
        #expect(
            text.hasPrefix(
                """
                Applied in part: 3 removed, 2 added, 2 accepted, 2 in place, 1 removal held (2 images); 1 warning.

                00000000-0000-4000-8000-100000000000  sharing.yaml:3
                  - 00000000000000000000000010000000  web-prod  removed; accepted since 2026-10-02, revoked in \
                sharing.yaml:10
                  - 00000000000000000000000010000001  removed; pending since 2026-10-02, until 2026-12-31 is past, \
                sharing.yaml:11, “ticket 4711”
                  - 00000000000000000000000010000100  removed; accepted since 2026-10-02, not in the exclusive list, \
                sharing.yaml:5
                  + 00000000000000000000000010000002  web-test  added  sharing.yaml:12  until 2027-01-31, “ticket 4711”
                  + 00000000000000000000000010000003  added  sharing.yaml:13  until 2027-12-31
                  ~ 00000000000000000000000010000002  web-test  accepted  sharing.yaml:12  until 2027-01-31, “ticket 4711”
                  ~ 00000000000000000000000010000003  accepted  sharing.yaml:13  until 2027-12-31

                """), "\(text)")
    }

    @Test func `What a second look finds otherwise is named, and marked, in every form`() throws {
        let plan = try SampleReports.takingAway()
        let outcomes = plan.images[0].changes.filter { $0.action != .accept }.map {
            Outcome(
                image: plan.images[0].image, change: $0, result: $0.action == .add ? .created : .removed, attempts: 1)
        }
        let execution = Execution(outcomes: outcomes, problems: [])
        let written = DesiredState(writtenBy: execution, of: plan)
        // One that was removed is still there, one that was added is not.
        let (removed, added) = (try SampleReports.project(1), try SampleReports.project(2))
        let rows = [removed, try SampleReports.project(3)].map { ImageMember(project: $0, status: .accepted) }
        let current = CurrentState(
            observations: [plan.images[0].image: .members(rows)],
            ownerships: [plan.images[0].image: .own(try SampleReports.project(50))])
        let report = Report(
            .applied(plan, execution, verification: Plan(desired: written, current: current, at: plan.moment)))
        for detail in [TextReport.Detail.brief, .normal, .full] {
            let lines = text(report, detail).split(separator: "\n").map { $0.drop { $0 == " " } }
            #expect(
                lines.count { $0.hasPrefix("! \(removed)  removed, and still listed afterwards; pending since") } == 1,
                "\(lines)")
            #expect(
                lines.count { $0.hasPrefix("! \(added)  web-test  added, and not listed afterwards  sharing.y") } == 1,
                "\(lines)")
            #expect(!lines.contains { $0.hasPrefix("- \(removed)") || $0.hasPrefix("+ \(added)") })
            #expect(
                lines.last?.contains(
                    ": 3 removed, 1 still listed afterwards, 2 added, 0 accepted, 1 not listed afterwards, ") == true,
                "\(lines)")
        }
        let rowsOfTables = markdown(report, "apply").split(separator: "\n").filter { $0.hasPrefix("| ") }
        for (project, words) in [
            (removed, "**removed, and still listed afterwards**"), (added, "**created, and not listed afterwards**"),
        ] {
            #expect(rowsOfTables.count { $0.contains("| `\(project)`") && $0.hasSuffix("| \(words) |") } == 1)
        }
        #expect(rowsOfTables.count { $0.contains("listed afterwards") } == 2)
    }

    @Test func `A page of Markdown says in its title that members are removed, and shows them first`() throws {
        #expect(
            markdown(SampleReports.removalsNotAllowed(try SampleReports.takingAway())) == """
                ### glance-share plan: 3 members to remove

                **Plan, incomplete: 3 to remove, 2 to add, 2 to accept, 2 in place, 1 removal held (2 images); 1 \
                warning.**

                **Apply would leave the 3 removals: give it --max-removals 3**

                #### To remove

                | Image | Project | Consumer's answer | Taken away | At |
                |---|---|---|---|---|
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000000` (`web-prod`) | \
                `accepted since 2026-10-02` | `revoked` | `sharing.yaml:10` |
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000001` | `pending since \
                2026-10-02` | `until 2026-12-31 is past`, `ticket 4711` | `sharing.yaml:11` |
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000100` | `accepted since \
                2026-10-02` | `not in the exclusive list` | `sharing.yaml:5` |

                #### Problems

                - `00000000-0000-4000-8000-100000000001` at `sharing.yaml:20:7`: `not_image_owner: 1 member left \
                that the manifest takes away: the image belongs to project 00000000000000000000000010000051, and not \
                to the token's project` → `use credentials of the project that owns the image`

                #### Warnings

                - `00000000-0000-4000-8000-100000000001` · `00000000000000000000000010000000` (`web-prod`): `project \
                00000000000000000000000010000000 is a member 2 times: deleting an image with duplicate rows fails \
                (HTTP 500), and leaves it in status deleted for ever` → `run once: openstack image remove project \
                00000000-0000-4000-8000-100000000001 00000000000000000000000010000000; each takes one row away, and \
                where the project had accepted the image, it may have to accept it again`

                #### Members

                | Image | Project | Asked for at |
                |---|---|---|
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000002` (`web-test`) | `sharing.yaml:12`, \
                `until 2027-01-31, “ticket 4711”` |
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000003` | `sharing.yaml:13`, \
                `until 2027-12-31` |

                #### To accept

                | Image | Project | Asked for at |
                |---|---|---|
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000002` (`web-test`) | `sharing.yaml:12`, \
                `until 2027-01-31, “ticket 4711”` |
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000003` | `sharing.yaml:13`, \
                `until 2027-12-31` |

                #### Taken away, and left

                | Image | Project | Consumer's answer | Taken away | At | Left because |
                |---|---|---|---|---|---|
                | `00000000-0000-4000-8000-100000000001` | `00000000000000000000000010000000` (`web-prod`) | \
                `accepted since 2026-10-02, 2 rows` | `until 2026-12-31 is past`, `ticket 4711` | `sharing.yaml:10` | the image is not this \
                project's own |

                #### Declined by the consumer

                | Image | Project | Consumer's answer |
                |---|---|---|
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000004` (`proof`) | `rejected since \
                2026-10-02` |

                #### Memberships that end soon

                | Image | Project | Asked for at | Ends |
                |---|---|---|---|
                | `00000000-0000-4000-8000-100000000000` | `00000000000000000000000010000002` (`web-test`) | `sharing.yaml:12`, \
                `until 2027-01-31, “ticket 4711”` | ends in 9 days |

                """)
    }

    @Test func `A page of a result says how many were removed, and what came of each`() throws {
        let results: [Change.Action: Outcome.Result] = [.add: .created, .remove: .removed, .accept: .failed]
        let page = markdown(SampleReports.applied(try SampleReports.takingAway(), results), "apply")
        #expect(page.hasPrefix("### glance-share apply: 3 members removed\n"))
        #expect(page.contains("| `revoked` | `sharing.yaml:10` | removed |\n"))
        #expect(page.contains("| `sharing.yaml:13`, `until 2027-12-31` | failed |\n"))
    }

    @Test func `Removals are red, and what is left of them is not`() throws {
        let plan = try SampleReports.takingAway()
        let red = "\u{1B}[31m"
        let lines = text(SampleReports.removalsNotAllowed(plan), colored: true).split(separator: "\n")
        #expect(lines.first?.hasPrefix("\(red)Plan, incomplete: 3 to remove, ") == true)
        #expect(lines.count { $0.hasPrefix("  \(red)- ") } == 3)
        #expect(lines.count { $0.hasPrefix("  \u{1B}[33m· ") } == 1)
        let held = text(SampleReports.applied(plan, [.remove: .held]), .full)
        #expect(held.split(separator: "\n").count { $0.hasPrefix("  · ") && $0.contains("left: not allowed; ") } == 3)
        #expect(!held.contains("\n  - "))
    }

    @Test(
        arguments: [
            (nil, "    … and 50 more to remove (-v shows all)"), (.removed, "    … and 50 more removed (-v shows all)"),
            (.held, "    … and 50 more to remove, and left (-v shows all)"),
            (.skipped, "  · 66 not tried, 62 of them to remove"),
        ] as [(Outcome.Result?, String)])
    func `No fold hides that there are more removals`(_ result: Outcome.Result?, _ line: String) throws {
        let plan = try SampleReports.takingAway(strangers: 60)
        let report =
            result.map { SampleReports.applied(plan, [.add: .skipped, .accept: .skipped, .remove: $0]) }
            ?? Report(.planned(plan))
        let text = text(report)
        #expect(text.split(separator: "\n").contains(Substring(line)), "\(text)")
        #expect(text.hasPrefix(result == .removed ? "Applied in part: 62 removed" : text))
    }

    @Test func `A long table of removals leaves room for what went wrong`() throws {
        let page = markdown(Report(.planned(try SampleReports.takingAway(strangers: 2000))))
        #expect(page.utf8.count <= MarkdownPage.longest)
        #expect(page.contains("| 2002 members |") && page.contains("as many as fit"))
        let headings = page.split(separator: "\n").filter { $0.hasPrefix("#### ") }
        #expect(
            headings.prefix(4) == ["#### To remove", "#### Problems", "#### Warnings", "#### Members"], "\(headings)")
    }

    @Test func `Nothing that a manifest or a cloud says steers a terminal or breaks a table`() throws {
        let plan = try SampleReports.takingAway(reason: SampleReports.hostile, since: SampleReports.hostile)
        for report in [Report(.planned(plan)), SampleReports.applied(plan, [.remove: .removed, .add: .created])] {
            for text in [text(report), text(report, .full), markdown(report)] {
                #expect(text.contains("\\u{1B}[31mred"))
                #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.misleadsReaders })
                #expect(!text.contains("\n# "))
            }
            let columns = markdown(report).split(separator: "\n").filter { $0.hasPrefix("| `") }
                .map { $0.count { $0 == "|" } }
            #expect(Set(columns).isSubset(of: [4, 5, 6, 7]), "\(columns)")
        }
    }

    @Test func `A quiet plan names the removals, and what apply would leave`() throws {
        let text = text(SampleReports.removalsNotAllowed(try SampleReports.takingAway()), .brief)
        #expect(text.contains("\n! apply would leave the 3 removals: give it --max-removals 3\n"))
        #expect(
            text.hasSuffix(
                "\n\nPlan, incomplete: 3 to remove, 2 to add, 2 to accept, 2 in place, 1 removal held "
                    + "(2 images); 1 warning.\n"))
        #expect(!text.contains("\n  - "))
    }

    @Test func `Quiet names the removals that are left, the first few, whatever has left them`() throws {
        let plan = try SampleReports.takingAway(strangers: 10)
        let refusal = Problem(code: .safetyLimitExceeded, message: "too many")
        let first =
            "- \(try SampleReports.image(0))  \(try SampleReports.project(0))  web-prod  left; accepted since 2026-10-02, "
            + "revoked in sharing.yaml:10\n"
        for report in [
            Report(.refused(plan, refusal)), SampleReports.applied(plan, [.remove: .held]),
            Report(.planned(plan, objection: refusal)), SampleReports.removalsNotAllowed(plan),
        ] {
            let text = text(report, .brief)
            #expect(text.contains(first), "\(text)")
            #expect(text.split(separator: "\n").count { $0.hasPrefix("- ") } == 5)
            #expect(text.contains("\n  … and 8 more to remove, and left\n"), "\(text)")
        }
        // What is removed, or will be, is no news in brief.
        for report in [Report(.planned(plan)), SampleReports.applied(plan, [.remove: .removed])] {
            let text = text(report, .brief)
            #expect(text.split(separator: "\n").count { $0.hasPrefix("- ") } == 1, "\(text)")
            #expect(!text.contains("more to remove"))
        }
    }

    @Test func `Who has declined an image is shown of any in full detail`() throws {
        let source = SourceLocation(file: "sharing.yaml", line: 4, column: 7)
        let (id, project) = (try SampleReports.image(0), try SampleReports.project(0))
        let plan = Plan(
            desired: DesiredState(images: [
                DesiredImage(id: id, source: source, members: [DesiredMember(project: project, source: source)])
            ]),
            current: CurrentState(observations: [
                id: .members([ImageMember(project: project, status: .rejected)])
            ]))
        let line = "  ? \(project)  rejected; declined by the consumer, left to it\n"
        #expect(text(Report(.planned(plan)), .full).contains(line))
        #expect(!text(Report(.planned(plan))).contains("rejected"))
    }

    @Test(arguments: [(9.5, "9 days"), (1, "1 day"), (0.99, "23 hours"), (0.02, "28 minutes"), (14, "14 days")])
    func `What ends within the notice is told of, in days, hours or minutes`(_ days: Double, _ left: String) throws {
        let plan = try SampleReports.ending(in: days)
        #expect(text(Report(.planned(plan))).contains("  ends in \(left)  "))
        let seconds = Duration.seconds(days * 86_400 - 1)
        #expect(ExpiringMembers(plan, within: seconds).entries.isEmpty)
    }

    @Test func `JSON has removals with their causes among the changes, sorted by member, and the lists behind them`()
        throws
    {
        let report = SampleReports.removalsNotAllowed(try SampleReports.takingAway())
        let json = JSONReport(report: report, command: "plan").render()
        let counts = ["remove": 3, "removed": 0, "accept": 2, "accepted": 0, "held": 1].map { "    \"\($0)\": \($1)" }
        #expect(counts.allSatisfy { json.contains($0) })
        #expect(
            json.contains(
                """
                    {
                      "action": "remove",
                      "image": "00000000-0000-4000-8000-100000000000",
                      "member": "00000000000000000000000010000001",
                      "source": {
                        "file": "sharing.yaml",
                        "line": 11,
                        "column": 7
                      },
                      "until": "2026-12-31",
                      "status": "pending",
                      "since": "2026-10-02T08:00:00Z",
                      "rows": 1,
                      "cause": "expired",
                      "reason": "ticket 4711"
                    },
                    {
                      "action": "add",
                      "image": "00000000-0000-4000-8000-100000000000",
                      "member": "00000000000000000000000010000002",
                      "name": "web-test",
                      "source": {
                        "file": "sharing.yaml",
                        "line": 12,
                        "column": 7
                      },
                      "until": "2027-01-31",
                      "reason": "ticket 4711"
                    }
                """), "\(json)")
        #expect(
            json.contains(
                """
                  "held": [
                    {
                      "action": "remove",
                      "image": "00000000-0000-4000-8000-100000000001",
                      "member": "00000000000000000000000010000000",
                      "name": "web-prod",
                      "source": {
                        "file": "sharing.yaml",
                        "line": 10,
                        "column": 7
                      },
                      "until": "2026-12-31",
                      "status": "accepted",
                      "since": "2026-10-02T08:00:00Z",
                      "rows": 2,
                      "cause": "expired",
                      "reason": "ticket 4711",
                      "because": "not_ours"
                    }
                  ],
                  "rejected": [
                    {
                      "image": "00000000-0000-4000-8000-100000000000",
                      "member": "00000000000000000000000010000004",
                      "name": "proof",
                      "since": "2026-10-02T08:00:00Z"
                    }
                  ],
                  "expiring": [
                    {
                      "image": "00000000-0000-4000-8000-100000000000",
                      "member": "00000000000000000000000010000002",
                      "name": "web-test",
                      "source": {
                        "file": "sharing.yaml",
                        "line": 12,
                        "column": 7
                      },
                      "until": "2027-01-31",
                      "ends_at": "2027-02-01T00:00:00Z",
                      "reason": "ticket 4711"
                    }
                  ],
                """), "\(json)")
        #expect(json.contains("  \"removals_not_allowed\": {\n    \"code\": \"removal_not_allowed\",\n"))
        let actions = json.matches(of: /"action": "(.*)"/).map { String($0.1) }
        #expect(actions == ["remove", "remove", "add", "accept", "add", "accept", "remove", "remove"])
    }

    @Test func `JSON of a manifest that says nothing of the kind has none of its keys`() throws {
        let json = JSONReport(report: Report(.planned(try SampleReports.plan(images: 1, members: 1))), command: "plan")
            .render()
        for key in ["remove", "removed", "accept", "accepted", "held", "rejected", "expiring", "removals_not_allowed"] {
            #expect(!json.contains("\"\(key)\""))
        }
    }

    @Test func `A plan that is stale for some images, and nothing worse, has a status of its own`() throws {
        let plan = try SampleReports.plan(images: 2, members: 1)
        func status(_ problems: [ProblemCode]) throws -> glance_share.ExitStatus {
            let image = try SampleReports.image(0)
            let execution = Execution(
                outcomes: [], problems: problems.map { Problem(code: $0, image: image, message: "") })
            return glance_share.ExitStatus(
                Report(.applied(plan, execution)), detailedExitCode: false, signal: nil)
        }
        #expect(try status([.planStale]) == .stale)
        #expect(try status([.planStale, .removalNotAllowed]) == .partial)
        #expect(try status([.removalNotAllowed]) == .partial)
    }
}
