/// A cloud, as far as a test needs to know it.
struct CloudUnderTest: Sendable {
    /// Somebody who can sign in, in one project.
    struct Account: Sendable {
        let name: String
        let id: String
        let password: Secret
        let projectName: String
        let projectID: String
    }

    /// A credential of the owner, good for the owner's project.
    struct ApplicationCredential: Sendable {
        let id: String
        let name: String
        let secret: Secret
    }

    let kind: CloudKind
    /// The address of Keystone's API, with its version.
    let authURL: String
    /// The address of a Keystone with the same projects, whose lists of them have pages of 10.
    let limitedAuthURL: String
    /// The address of Glance as the catalog gives it, without a version.
    let imageURL: String
    let region: String
    let owner: Account
    /// An administrator of the owner's project.
    let ownerAdmin: Account
    /// A user of the owner's project, with the role `reader` alone.
    let reader: Account
    /// A user of another project, which images are shared with.
    let consumer: Account
    let admin: Account
    /// A reader of the domain Internal, in no project.
    let domainReader: Account
    /// More projects to share with.
    let consumers: [String]
    let applicationCredential: ApplicationCredential
    /// A credential that may look at images and add members, and nothing else.
    let restrictedCredential: ApplicationCredential
    /// The identity provider that the sandbox comes with; a real Keystone is told of one when it is needed.
    var sandboxFederation: Federation?
    /// The administrator of the domain that the sandbox comes with; a real Keystone is told of one when it is needed.
    var sandboxDomainAdmin: Account?
    let tokens: TokenShelf

    /// The account behind a role in a test.
    func account(of who: Who) -> Account {
        switch who {
        case .owner, .unscoped: owner
        case .ownerAdmin: ownerAdmin
        case .domainReader: domainReader
        case .reader: reader
        case .consumer: consumer
        case .admin, .system: admin
        }
    }
}

/// A sender of requests.
enum Who: String, Sendable, Hashable, CaseIterable {
    case owner, ownerAdmin, reader, consumer, admin
    /// With a token for the domain Internal.
    case domainReader
    /// The owner, with a token that is good for no project.
    case unscoped
    /// The admin, with a token for the whole system and no project.
    case system
}
