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
        projects: [ProjectQuery: Result<[FoundProject], Problem>] = [:], concluding desired: DesiredState? = nil
    ) async -> [Finding] {
        let findings = Findings()
        let check = LookupCheck(
            images: { _ throws(Problem) in try images.get() },
            projects: { query throws(Problem) in try (projects[query] ?? .success([])).get() }, report: findings.add
        )
        let answers = await check.perform(questions)
        #expect(answers.images == questions.images.map { _ in images })
        #expect(Set(answers.projects.keys) == Set(questions.projects))
        if let desired { check.conclude(desired, from: answers) }
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
            (
                "warning lookup",
                "may look for enabled projects of domain “empty”: there are none, or this token is shown none"
            ),
            ("ok lookup", "enabled projects of domain “full”: 2, “a”, “b”"),
            ("unknown lookup", "enabled projects of domain “late”: no answer"),
            ("warning lookup", "may look for project “none”: there are none, or this token is shown none"),
            ("ok lookup", "project “off”: \(ProjectID.numbered(4)), which is disabled"),
            ("ok lookup", "project “one”: \(ProjectID.numbered(1))"),
            ("wrong lookup", "project “secret”: this token may not look"),
            ("ok lookup", "project “two”: \(ProjectID.numbered(2)), \(ProjectID.numbered(3))"),
        ]
        #expect(found.map(\.outline) == rows.map(\.0))
        #expect(found.map(\.message) == rows.map(\.1))
        #expect(found.allSatisfy { $0.state == .ok || $0.hint != nil })
    }

    @Test func `What the answers come to is said with its place, and what failed is said once`() async {
        let place = SourceLocation(file: "sharing.yaml", line: 3, column: 5)
        func set(_ name: String, _ images: [ImageID]?, note: String? = nil) -> ImageSetFinding {
            ImageSetFinding(name: name, source: place, match: "", images: images, note: note)
        }
        var forbidden = Self.forbidden
        (forbidden.source, forbidden.rows) = (place, 7)
        let empty = Problem(
            code: .groupEmpty, message: "the group “web” has nobody in it", hint: "check it", source: place, rows: 1)
        let late = Problem(code: .tooManyRows, message: "too many rows", rows: 5)
        let query = ProjectQuery.named("secret", domain: nil)
        let found = await check(
            CloudQuestions(projects: [query]), projects: [query: .failure(Self.forbidden)],
            concluding: DesiredState(
                images: [],
                sets: [set("all", [.numbered(1), .numbered(2)], note: "by ID"), set("none", []), set("unknown", nil)],
                problems: [forbidden, empty, late]))
        #expect(
            found.map { "\($0.outline): \($0.message)" } == [
                "wrong lookup: project “secret”: this token may not look",
                "ok lookup: image set “all” (sharing.yaml:3:5): 2 of these images; by ID",
                "wrong lookup: sharing.yaml:3:5: the group “web” has nobody in it",
                "wrong lookup: the manifest: too many rows",
            ])
    }
}
