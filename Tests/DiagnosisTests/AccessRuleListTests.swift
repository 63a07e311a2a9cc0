import ImageSharing
import Testing

@testable import Diagnosis
@testable import OpenStack

/// The access rules that a manifest needs: no more than those.
struct AccessRuleListTests {
    private static let look = ["GET /v2/images/*", "GET /v2/images/*/members"]
    private static let sets = CloudQuestions(images: ImageQuery(coveringAll: []))
    private static let id = "0123456789abcdef0123456789abcdef"

    private static func lines(
        _ purpose: AccessRuleList.Purpose, _ questions: CloudQuestions = CloudQuestions(),
        _ actions: Set<Change.Action> = [.add]
    ) -> [String] {
        AccessRuleList(for: purpose, questions: questions, actions: actions).rules.map { rule in
            (rule.service == "image" ? "" : rule.service + " ") + "\(rule.method) \(rule.path)"
        }
    }

    private struct Case: Sendable {
        var purpose: AccessRuleList.Purpose
        var questions = CloudQuestions()
        var actions: Set<Change.Action> = [.add]
        var expected: [String]
    }

    private static let add = "POST /v2/images/*/members"
    private static let cases = [
        Case(purpose: .plan, actions: [.add, .accept, .remove], expected: look),
        Case(purpose: .plan, questions: sets, expected: ["GET /v2/images"] + look),
        Case(purpose: .apply, expected: look + [add]),
        Case(purpose: .daemon, actions: [.add, .accept], expected: look + [add, "PUT /v2/images/*/members/*"]),
        Case(
            purpose: .apply, questions: sets, actions: [.add, .remove],
            expected: ["GET /v2/images"] + look + [add, "DELETE /v2/images/*/members/*"]),
        Case(
            purpose: .accept, questions: CloudQuestions(offers: true), actions: [.accept],
            expected: ["GET /v2/images", "GET /v2/images/*/members/*", "PUT /v2/images/*/members/*"]),
    ]

    @Test(arguments: cases)
    private func `A command may do what the manifest asks for, and nothing else`(_ row: Case) {
        #expect(Self.lines(row.purpose, row.questions, row.actions) == row.expected)
    }

    @Test(
        arguments: [
            (ProjectQuery.named("web", domain: nil), ["/v3/projects"]),
            (.named("web", domain: "Internal"), ["/v3/projects", "/v3/domains"]),
            (.named("web", domain: "default"), ["/v3/projects", "/v3/domains/*", "/v3/domains"]),
            (.named("web", domain: id), ["/v3/projects", "/v3/domains/*", "/v3/domains"]),
            (.group(domain: nil, tag: "gold", parent: nil), ["/v3/projects"]),
            (.group(domain: "Internal", tag: nil, parent: "platform"), ["/v3/projects", "/v3/domains"]),
            (.group(domain: nil, tag: nil, parent: id), ["/v3/projects", "/v3/projects/*"]),
        ] as [(ProjectQuery, [String])])
    func `A name costs a look at Keystone, and no more of it than it needs`(_ query: ProjectQuery, _ paths: [String]) {
        let lines = Self.lines(.plan, CloudQuestions(projects: [query]))
        #expect(lines == Self.look + paths.map { "identity GET \($0)" })
    }

    @Test func `A rule that several names need is there once`() {
        let queries: Set = [
            ProjectQuery.named("a", domain: "Internal"), .group(domain: "Internal", tag: nil, parent: nil),
        ]
        let lines = Self.lines(.plan, CloudQuestions(projects: queries))
        #expect(lines == Self.look + ["identity GET /v3/projects", "identity GET /v3/domains"])
    }
}
