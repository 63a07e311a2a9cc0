import Testing

extension CloudUnderTest {
    /// An identity provider that Keystone trusts, and an access token of its.
    struct Federation: Sendable {
        /// The provider's ID and the protocol's, encoded for a path.
        let path: String
        let accessToken: Secret
    }

    /// The identity provider of this cloud, which vouches for the owner.
    ///
    /// A real Keystone leaves it to the web server before it to look into an access token, and reads what that finds
    /// from the request's environment. The testbed has no such server, but the environment has the request's own header
    /// fields, and a mapping may ask for any of it: so here the header field that bears the access token is what is
    /// found. The provider is made anew: it changes nothing for anybody else.
    func federation() async throws -> Federation {
        guard kind == .openStack else { return try #require(sandboxFederation) }
        let name = "ci \(Int.random(in: 0..<1_000_000_000))"
        let encoded = name.split(separator: " ").joined(separator: "%20")
        let accessToken = Secret("access-\(Int.random(in: 0..<1_000_000_000))")
        let local: JSON = ["user": ["name": .string(owner.name), "domain": ["id": "default"], "type": "local"]]
        let remote: JSON = ["type": "HTTP_AUTHORIZATION", "any_one_of": [.string("Bearer " + accessToken.value)]]
        let documents: [(String, JSON)] = [
            ("/identity_providers/" + encoded, ["identity_provider": ["enabled": true, "domain_id": "default"]]),
            ("/mappings/" + encoded, ["mapping": ["rules": [["local": [local], "remote": [remote]]]]]),
            ("/identity_providers/" + encoded + "/protocols/mapped", ["protocol": ["mapping_id": .string(name)]]),
        ]
        for (path, document) in documents {
            let answer = try await administer("PUT", "/OS-FEDERATION" + path, document)
            try #require(answer.status == 201, "\(answer)")
        }
        return Federation(path: encoded + "/protocols/mapped", accessToken: accessToken)
    }

    /// Shows Keystone an access token.
    func authenticate(by path: String, accessToken: Secret?) async throws -> Answer {
        try await RawClient.send(
            "POST", authURL + "/OS-FEDERATION/identity_providers/" + path + "/auth",
            headers: accessToken.map { [("Authorization", "Bearer " + $0.value)] } ?? [], body: nil
        )
    }

    /// Sends a request to Keystone as the admin.
    func administer(_ method: String, _ path: String, _ document: JSON? = nil) async throws -> Answer {
        let token = try await tokens.token(of: .admin) { try await signIn(.admin) }
        return try await RawClient.send(
            method, authURL + path,
            headers: [("X-Auth-Token", token.value), ("Content-Type", "application/json")], body: document?.text
        )
    }
}
