import TestSupport
import Testing

@testable import OpenStack

struct ProjectDirectoryTests {
    private typealias Run = LookupRun
    private static let domainID = LookupRun.domainID

    @Test func `A project is found by its name, to the letter`() async throws {
        let run = try Run { _ in
            Run.page([Run.project("a", "web"), Run.project("b", "WEB", isEnabled: false), Run.project("c", "web")])
        }
        #expect(try await run.directory.projects(named: "web", domain: nil).map(\.id) == ["a", "c"])
        #expect(run.lookups == ["/projects?name=web&limit=1000"])
    }

    @Test func `Names are encoded, and compared octet by octet`() async throws {
        let composed = "\u{E9} &b=c"
        let run = try Run { _ in Run.page([Run.project("a", "e\u{301} &b=c"), Run.project("b", composed)]) }
        #expect(try await run.directory.projects(named: composed, domain: nil).map(\.id) == ["b"])
        #expect(run.lookups == ["/projects?name=%C3%A9%20%26b%3Dc&limit=1000"])
    }

    @Test(arguments: [nil, true]) func `That there is no project of a name is no failure`(more: Bool?) async throws {
        let run = try Run { _ in Run.page(more == nil ? [] : [Run.project("a", "other")]) }
        #expect(try await run.directory.projects(named: "web", domain: nil).isEmpty)
    }

    @Test func `The domain of the token's own project costs no request`() async throws {
        let own = Run.ownDomainID
        for domain in ["Own", own] {
            let run = try Run { _ in Run.page([Run.project("a", domain: own), Run.project("b")]) }
            #expect(try await run.directory.projects(named: "web", domain: domain).map(\.id) == ["a"])
            #expect(run.lookups == ["/projects?name=web&domain_id=\(own)&limit=1000"])
        }
    }

    @Test func `A domain is looked for by name, once a run`() async throws {
        let run = try Run { path in
            path.contains("/domains?") ? Run.domains(["Internal": Self.domainID, "internal": "x"]) : Run.page([])
        }
        for _ in 0..<2 {
            async let one = run.directory.projects(named: "a", domain: "Internal")
            async let other = run.directory.enabledProjects(domain: "Internal", tag: nil, parent: nil)
            #expect(try await one.isEmpty)
            #expect(try await other.isEmpty)
        }
        #expect(run.lookups.count { $0.hasPrefix("/domains") } == 1)
        #expect(run.lookups.first == "/domains?name=Internal")
        #expect(run.lookups.contains("/projects?enabled=true&domain_id=\(Self.domainID)&limit=1000"))
        await run.directory.beginRun()
        _ = try await run.directory.projects(named: "a", domain: "Internal")
        #expect(run.lookups.count { $0.hasPrefix("/domains") } == 2)
    }

    @Test func `What looks like an ID is looked for by ID first, then by name`() async throws {
        for domain in [Self.domainID, "default"] {
            let byID = try Run { path in
                path.contains("/domains/") ? .status(200, "{}") : Run.page([Run.project("a", domain: domain)])
            }
            #expect(try await byID.directory.projects(named: "web", domain: domain).count == 1)
            #expect(byID.lookups == ["/domains/\(domain)", "/projects?name=web&domain_id=\(domain)&limit=1000"])

            let byName = try Run { path in
                path.contains("/domains/")
                    ? .keystone(404, "Could not find domain: \(domain).")
                    : path.contains("/domains?") ? Run.domains([domain: "x"]) : Run.page([])
            }
            #expect(try await byName.directory.projects(named: "web", domain: domain).isEmpty)
            #expect(
                byName.lookups == [
                    "/domains/\(domain)", "/domains?name=\(domain)", "/projects?name=web&domain_id=x&limit=1000",
                ])
        }
    }

    @Test func `A domain that is not there is told of, once looked for`() async throws {
        let run = try Run { _ in Run.domains(["intern": "x"]) }
        for _ in 0..<2 {
            let failure = try await run.failure(domain: "Intern")
            #expect(failure.kind == .notFound)
            #expect(failure.error.message.contains("no domain “Intern”, or does not show it"))
        }
        #expect(run.lookups == ["/domains?name=Intern"])
    }

    @Test func `A group is the enabled projects of a domain, of a tag and below a parent`() async throws {
        let parent = "a0000000000000000000000000000001"
        let projects = [
            Run.project("a", parent: parent, tags: ["x", "gold"]),
            Run.project("b", parent: parent, tags: ["Gold", "gold "]),
            Run.project("c", parent: parent, tags: ["gold"], isEnabled: false), Run.project("d", tags: ["gold"]),
            Run.project("e", domain: "other", parent: parent, tags: ["gold"]),
            Run.project("f", parent: parent, tags: ["gold"]).replacing(
                #""is_domain": false"#, with: #""is_domain": true"#),
            #"{"id": "g", "name": "web", "domain_id": "\#(Self.domainID)", "parent_id": "\#(parent)", "enabled": true}"#,
        ]
        let run = try Run { path in
            if path.contains("/domains?") { return Run.domains(["Internal": Self.domainID]) }
            return path.contains("name=platform") ? Run.page([Run.project(parent, "platform")]) : Run.page(projects)
        }
        let found = try await run.directory.enabledProjects(domain: "Internal", tag: "gold", parent: "platform")
        #expect(found.map(\.id) == ["a"])
        let (domain, limit) = ("domain_id=\(Self.domainID)", "limit=1000")
        #expect(
            run.lookups == [
                "/domains?name=Internal", "/projects?name=platform&\(domain)&\(limit)",
                "/projects?enabled=true&\(domain)&parent_id=\(parent)&\(limit)",
            ])
        // A tag alone goes through everything: the server would cut the page first.
        _ = try await run.directory.enabledProjects(domain: nil, tag: "gold", parent: nil)
        #expect(run.lookups.last == "/projects?enabled=true&limit=1000")
    }

    @Test func `A parent may be an ID, must be there, and must be one`() async throws {
        let parent = "a0000000000000000000000000000001"
        let byID = try Run { $0.contains("/projects/") ? .status(200, "{}") : Run.page([]) }
        #expect(try await byID.directory.enabledProjects(domain: nil, tag: nil, parent: parent).isEmpty)
        #expect(byID.lookups == ["/projects/\(parent)", "/projects?enabled=true&parent_id=\(parent)&limit=1000"])

        let missing = try Run { path in
            path.contains("/projects/") ? .keystone(404, "Could not find project: \(parent).") : Run.page([])
        }
        let absence = await #expect(throws: LookupError.self) {
            try await missing.directory.enabledProjects(domain: nil, tag: nil, parent: parent)
        }
        #expect(absence?.kind == .notFound)

        let twice = try Run { _ in Run.page([Run.project("a"), Run.project("b", domain: "other")]) }
        let ambiguity = await #expect(throws: LookupError.self) {
            try await twice.directory.enabledProjects(domain: nil, tag: nil, parent: "web")
        }
        #expect(ambiguity?.kind == .ambiguous)
        #expect(ambiguity?.error.message.contains("a of domain \(Self.domainID), b of domain other") == true)
        // Domains are known by an ID that is none of a parent's.
        let named = try Run { _ in Run.page([]) }
        _ = await #expect(throws: LookupError.self) {
            try await named.directory.enabledProjects(domain: nil, tag: nil, parent: "default")
        }
        #expect(named.lookups == ["/projects?name=default&limit=1000"])
    }
}
