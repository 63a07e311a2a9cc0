extension Visit {
    /// Sends a request to Keystone, below its version.
    func askKeystone(
        _ path: String, as who: Who? = .owner, method: String = "GET", _ document: JSON? = nil
    ) async throws -> Answer {
        var headers = [("Accept", "application/json")]
        if let who { headers.append(("X-Auth-Token", try await token(of: who).value)) }
        if document != nil { headers.append(("Content-Type", "application/json")) }
        return try await RawClient.send(method, cloud.authURL + path, headers: headers, body: document?.text)
    }
}
