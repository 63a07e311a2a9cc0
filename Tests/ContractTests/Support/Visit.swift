import GlanceSandbox
import Synchronization
import Testing

/// One test's stay at a cloud: it makes its own images, and takes them away in the end.
final class Visit: Sendable {
    let cloud: CloudUnderTest
    private let made = Mutex<[String]>([])
    private let madeProjects = Mutex<[String]>([])

    var kind: CloudKind { cloud.kind }

    private init(_ cloud: CloudUnderTest) {
        self.cloud = cloud
    }

    /// Stays at a cloud for as long as the closure takes.
    static func to(_ cloud: CloudUnderTest, _ body: (Visit) async throws -> Void) async throws {
        let visit = Visit(cloud)
        do {
            try await body(visit)
        } catch {
            try? await visit.leave()
            throw error
        }
        try await visit.leave()
    }

    /// Sends a request to Glance, below its address: the path is used as it is written.
    func send(
        _ method: String,
        _ path: String,
        as who: Who? = .owner,
        accept: String? = "application/json",
        headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> Answer {
        var headers = headers
        if let who { headers.append(("X-Auth-Token", try await token(of: who).value)) }
        if let accept { headers.append(("Accept", accept)) }
        if body != nil, !headers.contains(where: { $0.0 == "Content-Type" }) {
            headers.append(("Content-Type", "application/json"))
        }
        let address = cloud.imageURL + path
        var answer = try await RawClient.send(method, address, headers: headers, body: body)
        // A real Glance that many ask at once now and then refuses a token that is good; nothing was done then.
        for _ in 0..<2 where answer.status == 401 && who != nil {
            answer = try await RawClient.send(method, address, headers: headers, body: body)
        }
        return answer
    }

    /// The token of a caller.
    func token(of who: Who) async throws -> Secret {
        let cloud = cloud
        return try await cloud.tokens.token(of: who) { try await cloud.signIn(who) }
    }

    /// Makes an image without data, shared unless told otherwise.
    func makeImage(_ attributes: JSON = [:], as who: Who = .owner) async throws -> TestImage {
        var document: [String: JSON] = [
            "name": "contract", "visibility": "shared", "disk_format": "raw", "container_format": "bare",
        ]
        if case .object(let entries) = attributes { document.merge(entries) { _, given in given } }
        let answer = try await send("POST", "/v2/images", as: who, body: JSON.object(document).text)
        try #require(answer.status == 201, "\(answer)")
        let id = try #require(answer.json?["id"]?.string)
        made.withLock { $0.append(id) }
        return TestImage(id: id)
    }

    /// Takes a project away in the end.
    func remember(project: String) {
        madeProjects.withLock { $0.append(project) }
    }

    private func leave() async throws {
        // A project goes after those in it.
        for id in madeProjects.withLock({ $0 }).reversed() {
            let answer = try await askKeystone("/projects/" + id, as: .admin, method: "DELETE")
            #expect(answer.status == 204 || answer.status == 404)
        }
        for id in made.withLock({ $0 }) {
            let answer = try await send("DELETE", "/v2/images/" + id, as: .admin)
            #expect(answer.status == 204 || answer.status == 404)
        }
    }
}

extension CloudKind {
    /// Stays at this cloud for as long as the closure takes; a page size is the sandbox's alone.
    func visit(
        _ limit: MemberLimit = .usual, pageSize: Int? = nil, _ body: (Visit) async throws -> Void
    ) async throws {
        switch self {
        case .sandbox:
            let configuration = SandboxConfiguration(memberLimit: limit.rawValue, pageSize: pageSize)
            try await withSandbox(configuration) { sandbox, address in
                try await Visit.to(CloudUnderTest(sandbox, at: address), body)
            }
        case .openStack:
            try await Visit.to(Testbed.read().cloud(limit), body)
        }
    }
}
