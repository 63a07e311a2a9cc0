package import Transport

/// An identity and its proof: one case for each authentication type that is built.
package enum Credentials: Sendable, Equatable {
    /// A user's password (`password`, `v3password`).
    case password(user: User, password: Secret, scope: Scope)
    /// A token of Keystone's, to be exchanged for one with a scope (`token`, `v3token`).
    case token(Secret, scope: Scope)
    /// An application credential, which is bound to its project (`v3applicationcredential`).
    case applicationCredential(ApplicationCredential, secret: Secret)
    /// A client of an identity provider that Keystone trusts (`v3oidcclientcredentials`).
    case federatedClient(OpenIDClient, Federation, scope: Scope)
    /// An access token of an identity provider that Keystone trusts (`v3oidcaccesstoken`).
    case federatedToken(Secret, Federation, scope: Scope)
    /// A token with an image endpoint; Keystone will not be asked (`admin_token`, `token_endpoint`).
    ///
    /// Where the project is unknown, an owner's list cannot always be told from a consumer's.
    case givenToken(Secret, projectID: String?, endpoint: ServiceURL)
    /// No token at all, for a Glance without Keystone (`none`).
    case none(endpoint: ServiceURL)

    /// A user, by ID or by name and domain.
    package enum User: Sendable, Equatable {
        case id(String)
        case name(String, domain: Domain)
    }

    /// A project, by ID or by name and domain.
    package enum Project: Sendable, Equatable {
        case id(String)
        case name(String, domain: Domain)
    }

    /// An application credential, by ID or by name and user.
    package enum ApplicationCredential: Sendable, Equatable {
        case id(String)
        case name(String, user: User)
    }

    /// A domain, by ID or by name.
    package enum Domain: Sendable, Equatable {
        case id(String)
        case name(String)
    }

    /// The scope that the token is to have.
    package enum Scope: Sendable, Equatable {
        case project(Project)
        case domain(Domain)
        case system
        case trust(String)
        case unscoped
    }

    /// One of Keystone's identity providers, and a protocol of its.
    package struct Federation: Sendable, Equatable {
        /// The provider's ID in Keystone.
        package var identityProvider: String
        /// The protocol's ID in Keystone, often `openid`.
        package var protocolID: String

        /// Names a provider.
        package init(identityProvider: String, protocolID: String) {
            self.identityProvider = identityProvider
            self.protocolID = protocolID
        }
    }

    /// A client that gets its access token from the identity provider (RFC 6749, 4.4).
    package struct OpenIDClient: Sendable, Equatable {
        /// The source of access tokens.
        package enum Endpoint: Sendable, Equatable {
            /// The token endpoint itself.
            case token(ProviderAddress)
            /// A discovery document that names it (OpenID Connect Discovery 1.0).
            case discovery(ProviderAddress)
        }

        /// The token of the provider's answer that proves the identity to Keystone, by its name there.
        package enum TokenKind: String, Sendable {
            case accessToken = "access_token"
            case idToken = "id_token"
        }

        /// The client's ID.
        package var id: String
        /// The client's secret.
        package var secret: Secret
        /// The source of access tokens.
        package var endpoint: Endpoint
        /// The scopes that are asked for, separated by spaces.
        package var scope: String
        /// The token of the answer that counts (`access_token_type`).
        package var tokenKind: TokenKind

        /// Describes a client.
        package init(
            id: String, secret: Secret, endpoint: Endpoint, scope: String = "openid profile",
            tokenKind: TokenKind = .accessToken
        ) {
            self.id = id
            self.secret = secret
            self.endpoint = endpoint
            self.scope = scope
            self.tokenKind = tokenKind
        }
    }
}

extension Credentials {
    /// The proofs: not to be shown, whoever repeats them.
    package var secrets: [Secret] {
        switch self {
        case .password(_, let secret, _), .token(let secret, _), .applicationCredential(_, let secret),
            .federatedToken(let secret, _, _), .givenToken(let secret, _, _):
            [secret]
        case .federatedClient(let client, _, _): [client.secret]
        case .none: []
        }
    }
}
