/// The `OS_*` variables that lead a client to a sandbox.
package struct SandboxEnvironment: Sendable {
    /// Names and values, in the order in which they are written.
    package let variables: [(name: String, value: String)]

    /// The variables of a user who comes with a password.
    package init(address: SandboxAddress, user: SandboxUser, password: String) {
        variables = [
            // The type and the project's ID too: those of another cloud may be set already.
            ("OS_AUTH_TYPE", "password"),
            ("OS_AUTH_URL", address.authURL),
            ("OS_USERNAME", user.name),
            ("OS_PASSWORD", password),
            ("OS_PROJECT_ID", user.project.id),
            ("OS_PROJECT_NAME", user.project.name),
            ("OS_USER_DOMAIN_NAME", SandboxDomain.default.name),
            ("OS_PROJECT_DOMAIN_NAME", user.project.domain.name),
            ("OS_REGION_NAME", CatalogDocument.region),
            ("OS_INTERFACE", "public"),
            ("OS_IDENTITY_API_VERSION", "3"),
        ]
    }

    /// The variables of an application credential.
    package init(address: SandboxAddress, credential: SandboxApplicationCredential) {
        variables = [
            ("OS_AUTH_TYPE", "v3applicationcredential"),
            ("OS_AUTH_URL", address.authURL),
            ("OS_APPLICATION_CREDENTIAL_ID", credential.id),
            ("OS_APPLICATION_CREDENTIAL_SECRET", credential.secret),
            ("OS_REGION_NAME", CatalogDocument.region),
            ("OS_INTERFACE", "public"),
            ("OS_IDENTITY_API_VERSION", "3"),
        ]
    }

    /// One `export` line for each variable, quoted for a shell.
    package var exportLines: String {
        variables.map { "export \($0.name)=\(Self.quoted($0.value))\n" }.joined()
    }

    private static func quoted(_ value: String) -> String {
        let plain = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: ":"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        if plain, !value.isEmpty { return value }
        let escaped = value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return "'" + escaped + "'"
    }
}

/// The address that a sandbox listens on.
package struct SandboxAddress: Sendable, Equatable {
    package let port: Int

    /// The address of Keystone, as `OS_AUTH_URL` gives it.
    package var authURL: String { "http://127.0.0.1:\(port)/identity" }
    /// The address of Glance, as the catalog gives it.
    package var imageURL: String { "http://127.0.0.1:\(port)/image" }
    /// The address of the identity provider's token endpoint, whose last slash matters.
    package var tokenEndpoint: String { "http://127.0.0.1:\(port)/openid/token/" }
    /// The address of the document that names it.
    package var discoveryEndpoint: String { "http://127.0.0.1:\(port)/openid/.well-known/openid-configuration" }
}
