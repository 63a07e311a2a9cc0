package import FoundationEssentials
package import Transport

/// A token, its rights and its image service: all that a session needs to ask that.
package struct Authorization: Sendable, Equatable {
    /// The token; nil for an image service that wants none.
    let token: Secret?
    /// The project that the token speaks for; nil where that is not known.
    package let projectID: String?
    /// True if the image service treats the token as an administrator's.
    package let isAdministrator: Bool
    /// The address of the image API, without its version.
    package let imageService: ServiceURL
    /// The origin of that address, in words.
    package let imageServiceOrigin: String
    /// The image API's region by the catalog's word; nil where the catalog was not asked, or names none.
    package var imageServiceRegion: String?

    // What else Keystone says of the token; nil or empty where it was not asked.

    /// The name of the token's project.
    package var projectName: String?
    /// The name of the domain of the token's project.
    var projectDomainName: String?
    /// The ID of the domain of the token's project.
    var projectDomainID: String?
    /// The ID of the user that the token speaks for.
    var userID: String?
    /// The name of the user that the token speaks for.
    var userName: String?
    /// The names of the roles that the user has in the project.
    package var roles: [String] = []
    /// The proofs that the user gave, as in `password` or `application_credential`.
    var methods: [String] = []
    /// The rules of an application credential; nil where none bound it.
    package var accessRules: [AccessRule]?
    /// The scope of the token, in words.
    package var scope: String?
    /// The moment when the token was made, by Keystone's clock.
    var issuedAt: Date?
    /// The moment when the token expires, by Keystone's clock.
    package var expiresAt: Date?
    /// True if Keystone has said that the token is good, rather than whoever gave it.
    var isFromKeystone = false
    /// The time that Keystone's clock is ahead of ours, or behind it where negative, to the second.
    package var clockSkew: Duration?

    init(token: Secret?, projectID: String?, isAdministrator: Bool, imageService: ServiceURL, origin: String = "") {
        self.token = token
        self.projectID = projectID
        self.isAdministrator = isAdministrator
        self.imageService = imageService
        imageServiceOrigin = origin
    }

    /// The user that the token speaks for, by name and ID.
    package var user: String? {
        userID.map { "\(userName ?? $0) (\($0))" }
    }

    /// The time that the token lives from the moment when it was made, whatever our own clock says; nil where not known.
    ///
    /// A token that was made from another one lives no longer than that one.
    package var lifetime: Duration? {
        guard let issuedAt, let expiresAt, expiresAt > issuedAt else { return nil }
        return .seconds(expiresAt.timeIntervalSince(issuedAt))
    }

    /// Returns whether an application credential's access rules, where there are any, allow a request.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - path: the path with its version; a part `*` means any.
    ///   - service: the type of the service that is asked.
    /// - Returns: whether they do.
    package func allows(_ method: String, _ path: String, of service: String = "image") -> Bool {
        accessRules?.contains { $0.allows(method, path, of: service) } ?? true
    }
}
