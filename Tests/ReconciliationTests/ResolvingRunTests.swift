import ImageAPI
import ImageSharing
import Manifests
import TestSupport
import Testing

@testable import Reconciliation

/// A run that begins with a manifest of names.
struct ResolvingRunTests {
    private static let text = """
        version: 1
        groups:
          internal: {domain: Internal}
          lost: {domain: Lost}
        images:
          \(ImageID.numbered(9)): [lost, \(ProjectID.numbered(5))]
        image_sets:
          debian: {match: {name: "debian-*"}, members: [internal]}
        """
    private static let known = ProjectQuery.group(domain: "Internal", tag: nil, parent: nil)
    private static let lost = ProjectQuery.group(domain: "Lost", tag: nil, parent: nil)
    private static let images = [1, 2].map {
        FoundImage(id: .numbered($0), name: "debian-\($0)", owner: "o", createdAt: "2026-01-01T00:00:00Z")
    }

    private func run(
        _ answers: CloudAnswers, _ text: String = ResolvingRunTests.text,
        _ glance: FakeGlance = FakeGlance([1: [], 2: [], 9: []])
    ) async throws -> (report: Report, calls: [FakeGlance.Call]) {
        await glance.setAnswers(answers)
        let manifest = try ManifestLoader().load(Array(text.utf8), named: "sharing.yaml").manifest
        let report = await Run(glance).reconcile(manifest, for: .apply(.init(glance)))
        return (report, await glance.calls)
    }

    @Test func `Each question is asked once, after the token and before the members`() async throws {
        let (report, calls) = try await run(
            CloudAnswers(
                images: .success(Self.images),
                projects: [
                    Self.known: .success([FoundProject(id: .numbered(1), name: "one")]),
                    Self.lost: .success([FoundProject(id: .numbered(2), name: "two")]),
                ]))
        #expect(report.verdict == .applied)
        #expect(report.summary.created == 4)
        #expect(calls.first == .authorize)
        let asked = calls.prefix(4).dropFirst()
        #expect(asked.contains(.projects(Self.known)) && asked.contains(.projects(Self.lost)))
        #expect(asked.contains { if case .images = $0 { true } else { false } })
        let lists = calls.filter { if case .list = $0 { true } else { false } }
        #expect(Set(lists.map { "\($0)" }).count == 3 && lists.count == 3)
    }

    @Test func `A lookup in vain is told once, with the rows that need it, and everything else is done`() async throws {
        let (report, _) = try await run(
            CloudAnswers(
                images: .success(Self.images),
                projects: [
                    Self.known: .success([FoundProject(id: .numbered(1), name: "one")]),
                    Self.lost: .failure(Problem(code: .timedOut, message: "no answer")),
                ]))
        #expect(report.verdict == .partial)
        #expect(report.summary.created == 3)
        #expect(report.problems.map(\.rows) == [1])
        #expect(report.problems.first?.source?.line == 4)
        #expect(!report.isCloudsTrouble && !report.isWorthAnotherRun)
    }

    @Test func `A run of nothing but lookups in vain may be tried again`() async throws {
        let text = "version: 1\ngroups:\n  lost: {domain: Lost}\nimages:\n  \(ImageID.numbered(9)): [lost]\n"
        let away = Problem(code: .cloudUnavailable, message: "away")
        let (report, _) = try await run(CloudAnswers(projects: [Self.lost: .failure(away)]), text)
        #expect(report.verdict == .failed)
        #expect(report.isWorthAnotherRun)
    }

    @Test func `An image that could not be listed is not asked for, and its set is not known`() async throws {
        let away = Problem(code: .cloudUnavailable, message: "away")
        let (report, calls) = try await run(
            CloudAnswers(
                images: .failure(away),
                projects: [
                    Self.known: .success([]), Self.lost: .success([FoundProject(id: .numbered(2), name: "two")]),
                ]))
        #expect(calls.filter { if case .list = $0 { true } else { false } } == [.list(.numbered(9))])
        #expect(report.plan?.sets.map(\.images) == [nil])
        #expect(report.summary.created == 2)
        #expect(report.verdict == .partial)
    }

    @Test func `A manifest of IDs costs what it did`() async throws {
        let text = "version: 1\nimages:\n  \(ImageID.numbered(9)): [\(ProjectID.numbered(5))]\n"
        let (report, calls) = try await run(CloudAnswers(), text)
        #expect(calls == [.authorize, .list(.numbered(9)), .add(.numbered(9), .numbered(5))])
        #expect(report.verdict == .applied)
    }
}
