import Diagnosis
import ImageSharing
import TestSupport
import Testing

/// What a manifest has to look up, as a cloud answers it.
struct LookupCheckTests {
    private static let forbidden = Problem(
        code: .lookupForbidden, message: "this token may not look", hint: "IDs work everywhere")
    private static let unavailable = Problem(code: .cloudUnavailable, message: "no answer", hint: "run again later")

    private func check(
        _ questions: CloudQuestions, images: Result<[FoundImage], Problem> = .success([]),
        projects: [ProjectQuery: Result<[FoundProject], Problem>] = [:]
    ) async -> [Finding] {
        let findings = Findings()
        await LookupCheck(
            images: { _ throws(Problem) in try images.get() },
            projects: { query throws(Problem) in try (projects[query] ?? .success([])).get() }, report: findings.add
        ).perform(questions)
        return findings.all
    }

    private static func image(_ number: Int, _ name: String?) -> FoundImage {
        FoundImage(id: .numbered(number), name: name, owner: "owner", createdAt: "2026-01-01T00:00:00Z")
    }

    private static func project(_ number: Int, _ name: String, isEnabled: Bool = true) -> FoundProject {
        FoundProject(id: .numbered(number), name: name, isEnabled: isEnabled)
    }

    @Test func `A manifest of IDs asks nothing, and nothing is said`() async {
        #expect(await check(CloudQuestions()).isEmpty)
    }

    @Test func `Images are counted, and a few of them named`() async {
        let questions = CloudQuestions(images: ImageQuery(coveringAll: [ImageMatch(tags: ["golden"])]))
        let rows: [(Result<[FoundImage], Problem>, String, String)] = [
            (
                .success([Self.image(1, "debian-2"), Self.image(2, nil), Self.image(3, "debian-1")]), "ok lookup",
                "3 for the image sets to choose from, “00000000-0000-4000-8000-000000000002”, “debian-1”, “debian-2”"
            ),
            (
                .success((1...6).map { Self.image($0, "n\($0)") }), "ok lookup",
                "6 for the image sets to choose from, “n1”"
            ),
            (.success([]), "warning lookup", "there is none that an image set could match"),
            (.failure(Self.forbidden), "wrong lookup", "the images of this project: this token may not look"),
            (.failure(Self.unavailable), "unknown lookup", "the images of this project: no answer"),
        ]
        for (answer, outline, message) in rows {
            let found = await check(questions, images: answer)
            #expect(found.map(\.outline) == [outline])
            #expect(found.first?.message.contains(message) == true, "\(found)")
        }
        #expect(await check(questions, images: rows[1].0).first?.message.hasSuffix("“n5”, …") == true)
        #expect(await check(questions, images: rows[3].0).first?.hint == "IDs work everywhere")
    }

    @Test func `Each question for projects has its finding, in their order`() async {
        let named = ["one", "none", "two", "off", "secret"].map { ProjectQuery.named($0, domain: nil) }
        let groups = ["full", "empty", "late"].map { ProjectQuery.group(domain: $0, tag: nil, parent: nil) }
        let found = await check(
            CloudQuestions(projects: Set(named + groups)),
            projects: [
                named[0]: .success([Self.project(1, "one")]),
                named[2]: .success([Self.project(2, "two"), Self.project(3, "two")]),
                named[3]: .success([Self.project(4, "off", isEnabled: false)]), named[4]: .failure(Self.forbidden),
                groups[0]: .success([Self.project(5, "b"), Self.project(6, "a")]),
                groups[2]: .failure(Self.unavailable),
            ])
        let rows = [
            ("wrong lookup", "the projects of domain “empty”: there is none, or this token is shown none"),
            ("ok lookup", "the projects of domain “full”: 2, “a”, “b”"),
            ("unknown lookup", "the projects of domain “late”: no answer"),
            ("wrong lookup", "the project “none”: there is none, or this token is not shown it"),
            ("warning lookup", "the project “off”: \(ProjectID.numbered(4)), which is disabled"),
            ("ok lookup", "the project “one”: \(ProjectID.numbered(1))"),
            ("wrong lookup", "the project “secret”: this token may not look"),
            ("wrong lookup", "the project “two”: there are 2, “\(ProjectID.numbered(2))”, “\(ProjectID.numbered(3))”"),
        ]
        #expect(found.map(\.outline) == rows.map(\.0))
        #expect(found.map(\.message) == rows.map(\.1))
        #expect(found.allSatisfy { $0.state == .ok || $0.hint != nil || $0.state == .warning })
    }
}
