import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

/// Lookups that Keystone refuses, or does not answer: nobody else's trouble.
struct LookupRefusalTests {
    private typealias Run = LookupRun

    @Test(arguments: [
        ("/v3/projects?", "list_projects", "GET /v3/projects of service identity"),
        ("/v3/domains?", "list_domains", "GET /v3/domains of service identity"),
        ("/v3/domains/", "get_domain", "GET /v3/domains/* of service identity"),
        ("/v3/projects/", "get_project", "GET /v3/projects/* of service identity"),
    ])
    func `A refusal says who may ask, and that IDs work`(path: String, action: String, rule: String) async throws {
        let run = try Run { sent in
            if sent.contains(path) {
                return .keystone(403, "You are not authorized to perform the requested action: identity:\(action).")
            }
            return sent.contains("/domains") ? Run.domains(["Internal": Run.domainID]) : Run.page([])
        }
        let id = "a0000000000000000000000000000001"
        let failure = try #require(
            await #expect(throws: LookupError.self) {
                try await run.directory.enabledProjects(
                    domain: action == "get_domain" ? id : "Internal", tag: nil,
                    parent: action == "get_project" ? id : nil)
            })
        #expect(failure.kind == .forbidden)
        #expect(failure.error.message.hasPrefix("this token may not look "))
        #expect(failure.error.message.contains("Keystone at http://keystone.test/identity: You are not authorized"))
        let hint = try #require(failure.error.hint)
        for part in ["IDs work everywhere", "identity:\(action)", "admin", rule] {
            #expect(hint.contains(part))
        }
        #expect(run.lookups.last.map { "/v3" + $0 }?.contains(path) == true)
    }

    @Test func `Access rules that do not allow a lookup are told of, and cost no other token`() async throws {
        let rules = #"[{"service": "image", "method": "GET", "path": "/v2/images"}]"#
        let run = try Run(accessRules: rules) { _ in
            .keystone(401, "The request you have made requires authentication.")
        }
        let failure = try await run.failure()
        #expect(failure.kind == .forbidden)
        #expect(failure.error.message.contains("access rules do not allow it"))
        #expect(failure.error.hint?.contains("GET /v3/projects of service identity") == true)
        #expect(run.transport.lines.count == 2)
    }

    @Test func `A token that has ended is replaced once`() async throws {
        let replies = Replies([.keystone(401, "requires authentication"), Run.page([Run.project("a")])])
        let run = try Run { _ in replies.next() }
        #expect(try await run.directory.projects(named: "web", domain: nil).count == 1)
        #expect(run.transport.lines.filter { $0.hasPrefix("POST") }.count == 2)
    }

    @Test func `A Keystone that refuses each token it has issued does not end the run`() async throws {
        let run = try Run { _ in .keystone(401, "requires authentication") }
        for _ in 0..<3 {
            let failure = try await run.failure()
            #expect(failure.kind == .failed)
            #expect(failure.error.code == .tokenUnchecked)
        }
        #expect(run.transport.lines.filter { $0.hasPrefix("POST") }.count == 2)
        try await run.cloud.throttle.enter()
    }

    @Test func `Credentials that are refused end the run`() async throws {
        let transport = ScriptedTransport { _ in .keystone(401, "The request you have made requires authentication.") }
        let cloud = TestCloud(transport)
        let identity = IdentityClient(
            configuration: try CloudConfiguration(environment: TestCloud.password), exchange: cloud.exchange)
        let directory = ProjectDirectory(
            session: try cloud.session(environment: TestCloud.password), identity: identity)
        for _ in 0..<3 {
            let failure = await #expect(throws: LookupError.self) {
                try await directory.projects(named: "web", domain: nil)
            }
            #expect(failure?.kind == .failed)
        }
        // No account is locked by asking again and again.
        #expect(transport.lines == ["POST /identity/v3/auth/tokens"])
        await #expect(throws: OpenStackError.self) { try await cloud.throttle.enter() }
    }

    @Test(arguments: [
        ScriptedTransport.Reply.status(503), .status(429), .status(413), .answer(.status(503, retryAfter: "3600")),
        .answer(.status(429, retryAfter: "3600")), .answer(.status(503, retryAfter: "20")), .failure(.timedOut),
        .failure(.notSent("refused")), .failure(.unanswered("reset")), .failure(.tlsFailed("no")),
        .failure(.proxyFailed("no")), .failure(.malformed("no")), .status(400), .status(404), .status(302),
        .status(501),
    ])
    func `Whatever a Keystone does to lookups for ever, the image service is worked with`(
        reply: ScriptedTransport.Reply
    ) async throws {
        let run = try Run { path in path.hasPrefix("/identity") ? reply : .status(200, "{}") }
        for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
            let failure = try await run.failure(named: name)
            #expect(failure.kind == .failed)
            #expect(![.misconfigured, .tlsFailed, .unauthorized].contains(failure.error.code))
            #expect(failure.error.message.hasPrefix("Keystone at ") || failure.error.code == .notAsked)
        }
        let session = try run.cloud.session(environment: TestCloud.password)
        _ = try await session.send(.get, "/v2/images")
        #expect(await run.cloud.throttle.conclusion == nil)
        #expect(await run.cloud.throttle.currentLimit == 8)
    }

    @Test func `A Keystone that does not answer costs a run's patience once`() async throws {
        let run = try Run { _ in .status(503) }
        _ = try await run.failure(named: "a")
        let tries = run.lookups.count
        #expect(tries > 3)
        _ = try await run.failure(named: "b")
        _ = try await run.failure(named: "c")
        #expect(run.lookups.count == tries + 2)
        let failure = try await run.failure(named: "e")
        #expect(failure.error.message.contains("not asked: the lookups before have failed"))
        #expect(run.lookups.count == tries + 2)
        await run.directory.beginRun()
        _ = try await run.failure(named: "d")
        #expect(run.lookups.count > tries + 5)
    }

    @Test func `A lookup waits for its place like any other request`() async throws {
        let cloud = TestCloud(ScriptedTransport([]), concurrency: 1)
        try await cloud.throttle.enter()
        let arrivals = Arrivals()
        let lookup = Task {
            try await cloud.throttle.enter(ThrottledRequest(subject: "/v3/projects", purpose: .lookup))
            arrivals.note(nil)
        }
        try await cloud.throttle.enter(ThrottledRequest(purpose: .token))
        #expect(arrivals.count == 0)
        await cloud.throttle.leave()
        try await lookup.value
    }

    @Test func `Where there is no Keystone, nothing is looked up`() async throws {
        let run = try Run(environment: TestCloud.givenToken) { _ in nil }
        let failure = try await run.failure()
        #expect(failure.kind == .forbidden)
        #expect(failure.error.message.contains("there is no Keystone to ask"))
        #expect(run.transport.lines.isEmpty)
    }
}
