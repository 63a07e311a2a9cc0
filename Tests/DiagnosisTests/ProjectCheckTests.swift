import ImageSharing
import OpenStack
import TestSupport
import Testing

@testable import Diagnosis

/// The projects that exist, as far as Keystone lets a token know.
struct ProjectCheckTests {
    private static let place = SourceLocation(file: "sharing.yaml", line: 4, column: 7)

    private func findings(
        _ standings: [Int: ProjectStanding], asked: Set<Int> = [1, 2, 3, 4, 5]
    ) -> [Finding] {
        ProjectFindings(
            standings: Dictionary(uniqueKeysWithValues: standings.map { (ProjectID.numbered($0.key), $0.value) }),
            sources: Dictionary(uniqueKeysWithValues: asked.map { (ProjectID.numbered($0), Self.place) })
        ).all
    }

    @Test(
        arguments: [
            ([:], []),
            ([1: .enabled(name: "a"), 2: .enabled(name: "b")], ["ok: 2 of 2 projects exist and are enabled"]),
            ([1: .missing], ["wrong: project \(ProjectID.numbered(1)) (sharing.yaml:4:7) does not exist"]),
            (
                [1: .disabled(name: "a")],
                ["warning: project \(ProjectID.numbered(1)) (a) (sharing.yaml:4:7) is disabled"]
            ),
            (
                [9: .missing],
                ["wrong: project \(ProjectID.numbered(9)), a member that the manifest does not name, does not exist"]
            ),
            ([1: .hidden, 2: .hidden], ["unknown: 2 of 2 projects: cannot tell whether they exist"]),
            ([1: .unanswered], ["unknown: 1 of 1 projects: Keystone did not answer"]),
            (
                [
                    5: .missing, 4: .hidden, 3: .unanswered, 2: .enabled(name: "b"), 1: .disabled(name: "a"),
                ],
                [
                    "warning: project \(ProjectID.numbered(1)) (a) (sharing.yaml:4:7) is disabled",
                    "wrong: project \(ProjectID.numbered(5)) (sharing.yaml:4:7) does not exist",
                    "ok: 1 of 5 projects exist and are enabled",
                    "unknown: 1 of 5 projects: Keystone did not answer",
                    "unknown: 1 of 5 projects: cannot tell whether they exist",
                ]
            ),
        ] as [([Int: ProjectStanding], [String])])
    func `Projects that nobody can use come first, sorted, and then the counts`(
        standings: [Int: ProjectStanding], lines: [String]
    ) {
        #expect(findings(standings).map { "\($0.state.rawValue): \($0.message)" } == lines)
    }

    @Test func `Only what Keystone did not answer may be known later`() {
        let found = findings([1: .hidden, 2: .unanswered, 3: .missing, 4: .disabled(name: "a")])
        #expect(found.filter(\.isTransient).map(\.message) == ["1 of 4 projects: Keystone did not answer"])
    }

    private func check(
        _ projects: [String], _ reply: @escaping @Sendable (Int) -> ScriptedTransport.Reply
    ) async throws -> (findings: [Finding], requests: Int) {
        let replies = projects.enumerated().map { ("GET /identity/v3/projects/\($1)", reply($0 + 1)) }
        let cloud = try FakeCloud(Dictionary(uniqueKeysWithValues: replies))
        let findings = Findings()
        await ProjectCheck(
            identity: cloud.identity, authorization: try .of(), concurrency: cloud.concurrency, report: findings.add
        ).perform(Set(projects.map { ProjectID(reported: $0) }), sources: [:])
        return (findings.all, cloud.transport.sent.count)
    }

    private static let ten = (1...10).map { ProjectID.numbered($0).description }

    @Test(arguments: [(403, "cannot tell"), (503, "did not answer")])
    func `After three projects that a token learns nothing of, the others are not asked about`(
        status: Int, words: String
    ) async throws {
        let (found, requests) = try await check(Self.ten) { _ in .keystone(status, "no") }
        #expect(found.map(\.state) == [.unknown])
        #expect(found.first?.message.hasPrefix("10 of 10 projects: ") == true)
        #expect(found.first?.message.contains(words) == true)
        #expect(requests == 3)
    }

    @Test func `One project that a token learns of is reason to ask about all`() async throws {
        let (found, requests) = try await check(Self.ten) { number in
            number == 3 ? .status(200, FakeCloud.project("web")) : .keystone(403, "no")
        }
        #expect(found.map(\.outline) == ["ok project", "unknown project"])
        #expect(requests == 10)
    }

    @Test func `Three answers that differ in what they do not say are reason to ask about all`() async throws {
        let (found, requests) = try await check(Self.ten) { .keystone($0 == 2 ? 503 : 403, "no") }
        #expect(found.map(\.message.first) == ["1", "9"])
        #expect(requests == 10)
    }

    @Test func `What is no project's ID is not asked about`() async throws {
        let (found, requests) = try await check(["web", "a/b", Self.ten[0]]) { _ in
            .status(200, FakeCloud.project("web"))
        }
        #expect(found.map(\.message) == ["1 of 1 projects exist and are enabled"])
        #expect(requests == 1)
    }
}
