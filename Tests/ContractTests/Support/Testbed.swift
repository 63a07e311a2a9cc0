import Foundation

/// The real Keystone and Glance, as the file says that `Tests/Testbed/up` writes.
struct Testbed: Decodable {
    /// The path of that file, where there is one.
    static var path: String? {
        ProcessInfo.processInfo.environment["GLANCE_SHARE_TESTBED_CLOUD"].flatMap { $0.isEmpty ? nil : $0 }
    }

    private struct User: Decodable {
        let name: String
        let id: String
        let password: String
        let projectName: String
        let projectId: String
    }

    fileprivate struct Credential: Decodable {
        let id: String
        let name: String
        let secret: String
    }

    private let authUrl: String
    private let shortAuthUrl: String
    private let region: String
    private let smallRegion: String
    private let imageUrl: String
    private let smallImageUrl: String
    private let users: [String: User]
    private let consumers: [String]
    private let applicationCredential: Credential
    private let restrictedApplicationCredential: Credential

    /// Something the file should say and does not.
    struct Missing: Error {
        let what: String
    }

    /// Tokens are good for an hour, and asking for one is slow.
    private static let tokens = TokenShelf()

    /// Reads the file.
    static func read() throws -> Testbed {
        guard let path else { throw Missing(what: "GLANCE_SHARE_TESTBED_CLOUD") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Testbed.self, from: Data(contentsOf: URL(filePath: path)))
    }

    /// The cloud whose images take that many members.
    func cloud(_ limit: MemberLimit) throws -> CloudUnderTest {
        CloudUnderTest(
            kind: .openStack,
            authURL: authUrl,
            limitedAuthURL: shortAuthUrl,
            imageURL: limit == .small ? smallImageUrl : imageUrl,
            region: limit == .small ? smallRegion : region,
            owner: try account("owner"),
            ownerAdmin: try account("owner_admin"),
            reader: try account("reader"),
            consumer: try account("consumer"),
            admin: try account("admin"),
            domainReader: try account("domain_reader"),
            consumers: consumers,
            applicationCredential: .init(applicationCredential),
            restrictedCredential: .init(restrictedApplicationCredential),
            tokens: Self.tokens
        )
    }

    private func account(_ role: String) throws -> CloudUnderTest.Account {
        guard let user = users[role] else { throw Missing(what: "users." + role) }
        return CloudUnderTest.Account(
            name: user.name,
            id: user.id,
            password: Secret(user.password),
            projectName: user.projectName,
            projectID: user.projectId
        )
    }
}

extension CloudUnderTest.ApplicationCredential {
    fileprivate init(_ credential: Testbed.Credential) {
        self.init(id: credential.id, name: credential.name, secret: Secret(credential.secret))
    }
}
