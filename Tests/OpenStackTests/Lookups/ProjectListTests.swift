import TestSupport
import Testing

@testable import OpenStack

/// Lists of projects in pages, and Keystones that do not give them as they should.
struct ProjectListTests {
    private typealias Run = LookupRun

    private static func page(
        _ ids: some Sequence<Int>, next: String? = nil, isTruncated: Bool = false
    ) -> ScriptedTransport.Reply {
        Run.page(ids.map { Run.project("p\($0)") }, next: next, isTruncated: isTruncated)
    }

    /// A run in which the pages come one after another.
    private func run(_ pages: ScriptedTransport.Reply...) throws -> LookupRun {
        let rest = Replies(pages)
        return try Run { _ in rest.next() }
    }

    @Test func `Pages follow each other by the last ID, and no address that Keystone names is gone to`() async throws {
        let next = "http://inside.test:5000/v3/projects?marker=nonsense"
        let run = try run(
            Self.page(1...2, next: next, isTruncated: true), Self.page(3...4, next: next, isTruncated: true),
            Self.page([]))
        let found = try await run.directory.projects(named: "web", domain: nil)
        #expect(found.map(\.id) == ["p1", "p2", "p3", "p4"])
        let query = "/projects?name=web&limit=1000"
        #expect(run.lookups == [query, query + "&marker=p2", query + "&marker=p4"])
    }

    @Test func `A Keystone that knows no pages gives all at once`() async throws {
        let run = try run(Self.page(0..<10_000))
        #expect(try await run.directory.projects(named: "web", domain: nil).count == 10_000)
    }

    @Test func `A list that is cut off without a next page is a failure`() async throws {
        let pages = [
            [Self.page(1...2, isTruncated: true)], [Self.page([], isTruncated: true)],
            [Self.page(1...2, next: "x", isTruncated: true), Self.page([3], isTruncated: true)],
        ]
        for pages in pages {
            let rest = Replies(pages)
            let failure = try await Run { _ in rest.next() }.failure()
            #expect(failure.kind == .failed)
            #expect(failure.error.code == .unexpected)
            #expect(failure.error.message.contains("Keystone at http://keystone.test/identity: the list is cut off"))
            #expect(failure.error.hint?.contains("list_limit") == true)
        }
    }

    @Test func `Pages that repeat, or lead nowhere, are failures`() async throws {
        let pages = [
            [Self.page(1...2, next: "x"), Self.page(2...3, next: "x")],
            [Self.page(1...2, next: "x"), Self.page([], next: "x")],
            [Self.page([], next: "x")],
        ]
        for pages in pages {
            let rest = Replies(pages)
            let failure = try await Run { _ in rest.next() }.failure()
            #expect(failure.error.code == .unexpected)
            #expect(failure.error.hint?.contains("auth_url") == true)
        }
    }

    @Test func `A list that does not end is given up`() async throws {
        let run = try Run { path in
            let last = path.split(separator: "marker=p").dropFirst().last.flatMap { Int($0) } ?? 0
            return Self.page(last + 1...last + 10_000, next: "x", isTruncated: true)
        }
        let failure = try await run.failure()
        #expect(failure.error.message.contains("more than 100000 projects"))
        #expect(run.lookups.count == 11)
    }

    @Test func `Where a project goes away between two pages, the list begins anew`() async throws {
        let gone = ScriptedTransport.Reply.keystone(404, "Marker p2 could not be found.")
        let mended = try run(Self.page(1...2, next: "x"), gone, Self.page([1, 3]))
        #expect(try await mended.directory.projects(named: "web", domain: nil).map(\.id) == ["p1", "p3"])

        let endless = try Run { $0.contains("marker") ? gone : Self.page(1...2, next: "x") }
        let failure = try await endless.failure()
        #expect(failure.error.code == .serverTrouble)
        #expect(endless.lookups.count == 10)
        // Somebody else's 404 says nothing of a project.
        let foreign = try run(Self.page(1...2, next: "x"), .status(404, "<html>nothing here</html>"))
        #expect(try await foreign.failure().error.code == .unexpected)
    }

    @Test(arguments: [
        "[]", "{}", "<html>", #"{"projects": null}"#, #"{"projects": [{"id": "a"}]}"#,
        #"{"projects": [{"id": 5, "name": "a", "enabled": true}]}"#, #"{"projects": [\#(LookupRun.project(""))]}"#,
        #"{"projects": [\#(LookupRun.project("a/b"))]}"#, #"{"projects": [\#(LookupRun.project(".."))]}"#,
        #"{"projects": [\#(LookupRun.project("a b"))]}"#, #"{"projects": [\#(LookupRun.project("ü"))]}"#,
    ])
    func `What is no list of projects is refused`(body: String) async throws {
        let failure = try await Run { _ in .status(200, body) }.failure()
        #expect(failure.error.code == .unexpected)
        #expect(failure.error.message.hasPrefix("Keystone at "))
    }
}
