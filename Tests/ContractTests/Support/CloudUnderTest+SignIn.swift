import Testing

extension CloudUnderTest {
    /// Asks Keystone for a token.
    func authenticate(_ identity: JSON, scope: JSON? = nil) async throws -> Answer {
        var auth: [String: JSON] = ["identity": identity]
        auth["scope"] = scope
        return try await RawClient.send(
            "POST", authURL + "/auth/tokens", headers: [("Content-Type", "application/json")],
            body: JSON.object(["auth": .object(auth)]).text
        )
    }

    /// A request by password; a password of nil is the account's own.
    static func password(of account: Account, _ password: String? = nil) -> JSON {
        let user: JSON = [
            "name": .string(account.name), "domain": ["id": "default"],
            "password": .string(password ?? account.password.value),
        ]
        return ["methods": ["password"], "password": ["user": user]]
    }

    /// The scope that is the project of an account.
    static func project(of account: Account) -> JSON {
        ["project": ["id": .string(account.projectID)]]
    }

    /// A new token of a caller.
    func signIn(_ who: Who) async throws -> Secret {
        let account = account(of: who)
        let scope: JSON =
            switch who {
            case .unscoped: "unscoped"
            case .system: ["system": ["all": true]]
            case .domainReader: ["domain": ["name": "Internal"]]
            case .owner, .ownerAdmin, .reader, .consumer, .admin: Self.project(of: account)
            }
        let answer = try await authenticate(Self.password(of: account), scope: scope)
        try #require(answer.status == 201, "\(answer)")
        return Secret(try #require(answer.header("X-Subject-Token")))
    }
}

extension CloudUnderTest {
    /// A request by application credential; a secret of nil is its own.
    static func credential(_ credential: ApplicationCredential, secret: String? = nil) -> JSON {
        let secret = secret ?? credential.secret.value
        return [
            "methods": ["application_credential"],
            "application_credential": ["id": .string(credential.id), "secret": .string(secret)],
        ]
    }

    /// A request by the name of an application credential, which needs its user.
    static func credential(named name: String, secret: Secret, of user: String) -> JSON {
        [
            "methods": ["application_credential"],
            "application_credential": [
                "name": .string(name), "secret": .string(secret.value),
                "user": ["name": .string(user), "domain": ["id": "default"]],
            ],
        ]
    }
}
