import Testing

extension Visit {
    /// Sends a request to Keystone, below its version.
    func askKeystone(
        _ path: String, as who: Who? = .owner, method: String = "GET", _ document: JSON? = nil
    ) async throws -> Answer {
        try await askKeystone(at: cloud.authURL + path, as: who, method: method, document)
    }

    /// Sends a request to an address of Keystone's.
    func askKeystone(
        at url: String, as who: Who?, method: String = "GET", _ document: JSON? = nil
    ) async throws -> Answer {
        var headers = [("Accept", "application/json")]
        if let who { headers.append(("X-Auth-Token", try await token(of: who).value)) }
        if document != nil { headers.append(("Content-Type", "application/json")) }
        return try await RawClient.send(method, url, headers: headers, body: document?.text)
    }

    /// The ID of the domain of that name.
    func domainID(_ name: String) async throws -> String {
        let answer = try await askKeystone("/domains?name=" + name, as: .admin)
        return try #require(answer.json?["domains"]?.array?.first?["id"]?.string, "\(answer)")
    }

    /// The ID of the project of that name in a domain.
    func projectID(_ name: String, in domain: String) async throws -> String {
        let answer = try await askKeystone("/projects?name=\(name)&domain_id=\(domain)", as: .admin)
        return try #require(answer.projects.first?["id"]?.string, "\(answer)")
    }

    /// Makes a project, which goes again in the end.
    func makeProject(_ attributes: JSON) async throws -> JSON {
        let answer = try await askKeystone("/projects", as: .admin, method: "POST", ["project": attributes])
        try #require(answer.status == 201, "\(answer)")
        let project = try #require(answer.json?["project"])
        remember(project: try #require(project["id"]?.string))
        return project
    }
}
