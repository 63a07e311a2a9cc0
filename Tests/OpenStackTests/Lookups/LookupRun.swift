import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

/// A Keystone of a script, asked for projects by a user whose token it has issued.
struct LookupRun {
    static let domainID = "d0000000000000000000000000000001"
    static let ownDomainID = "d0000000000000000000000000000002"

    let transport: ScriptedTransport
    let cloud: TestCloud
    let directory: ProjectDirectory

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - accessRules: the rules of an application credential, as JSON.
    ///   - environment: the credentials.
    ///   - script: what Keystone says to a lookup, by its path; a request for a token is answered here.
    /// - Throws: what is wrong with the credentials.
    init(
        accessRules: String? = nil, environment: [String: String] = TestCloud.password,
        _ script: @escaping @Sendable (String) -> ScriptedTransport.Reply?
    ) throws {
        transport = ScriptedTransport { sent in
            if sent.line == "POST /identity/v3/auth/tokens" {
                return .answer(Self.token(accessRules: accessRules))
            }
            return script(sent.request.path ?? "")
        }
        cloud = TestCloud(transport)
        let identity = IdentityClient(
            configuration: try CloudConfiguration(environment: environment), exchange: cloud.exchange)
        directory = ProjectDirectory(
            session: try cloud.session(.readOnly, environment: environment), identity: identity)
    }

    /// A token of a project in the domain Own.
    private static func token(accessRules: String?) -> HTTPAnswer {
        var answer = HTTPAnswer.token("secret-token", accessRules: accessRules)
        let domain = #""project": {"domain": {"id": "\#(ownDomainID)", "name": "Own"}, "#
        answer.body = Array(
            String(decoding: answer.body, as: UTF8.self).replacing(#""project": {"#, with: domain).utf8)
        return answer
    }

    /// The lookups that were sent, without what comes before the version.
    var lookups: [String] {
        transport.lines.filter { $0.hasPrefix("GET") }.map { String($0.dropFirst("GET /identity/v3".count)) }
    }

    /// A project as Keystone writes it.
    static func project(
        _ id: String, _ name: String = "web", domain: String = domainID, parent: String = domainID,
        tags: [String] = [], isEnabled: Bool = true, more: String = ""
    ) -> String {
        """
        {"id": "\(id)", "name": "\(name)", "domain_id": "\(domain)", "parent_id": "\(parent)", "enabled": \(isEnabled),
        "tags": [\(tags.map(\.debugDescription).joined(separator: ", "))], "is_domain": false\(more)}
        """
    }

    /// A page of projects.
    static func page(_ projects: [String], next: String? = nil, isTruncated: Bool = false) -> ScriptedTransport.Reply {
        let next = next.map(\.debugDescription) ?? "null"
        let truncated = isTruncated ? #", "truncated": true"# : ""
        return .status(
            200,
            """
            {"projects": [\(projects.joined(separator: ", "))],
            "links": {"next": \(next), "self": "s", "previous": null}\(truncated)}
            """)
    }

    static func domains(_ names: [String: String]) -> ScriptedTransport.Reply {
        let list = names.map { #"{"id": "\#($1)", "name": "\#($0)", "enabled": true}"# }.joined(separator: ", ")
        return .status(200, #"{"domains": [\#(list)], "links": {"next": null}}"#)
    }

    /// The error of projects of a name.
    func failure(named name: String = "web", domain: String? = nil) async throws -> LookupError {
        try #require(
            await #expect(throws: LookupError.self) { try await directory.projects(named: name, domain: domain) })
    }
}

/// Replies that are given one after another, and then none.
final class Replies: Sendable {
    private let rest: Mutex<[ScriptedTransport.Reply]>

    init(_ replies: [ScriptedTransport.Reply]) {
        rest = Mutex(replies)
    }

    /// The next reply.
    func next() -> ScriptedTransport.Reply? {
        rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}
