package import Transport
package import FoundationEssentials

/// What a token allows, and where: all that a session needs to ask the image service.
package struct Authorization: Sendable, Equatable {
    /// The token; nil for an image service that wants none.
    let token: Secret?
    /// The project that the token speaks for; nil where that is not known.
    package let projectID: String?
    /// Whether the image service treats the token as an administrator's.
    package let isAdministrator: Bool
    /// Where the image API is, without its version.
    package let imageService: ServiceURL
    /// How that address came to be chosen, in words.
    package let imageServiceOrigin: String
    /// The image API's region by the catalog's word; nil where the catalog was not asked, or names none.
    package var imageServiceRegion: String?

    // What else Keystone says of the token; nil or empty where it was not asked.

    /// The name of the token's project.
    package var projectName: String?
    /// The domain of the token's project, by name or else by ID.
    package var projectDomain: String?
    /// The ID of the user that the token speaks for.
    package var userID: String?
    /// The name of the user that the token speaks for.
    package var userName: String?
    /// The names of the roles that the user has in the project.
    package var roles: [String] = []
    /// How the user proved who it is, as in `password` or `application_credential`.
    package var methods: [String] = []
    /// What an application credential may ask for; nil where no rules bound it.
    package var accessRules: [AccessRule]?
    /// What the token is good for, in words.
    package var scope: String?
    /// When the token was made, by Keystone's clock.
    package var issuedAt: Date?
    /// When the token expires, by Keystone's clock.
    package var expiresAt: Date?
    /// Whether Keystone has said that the token is good, rather than whoever gave it.
    var isFromKeystone = false
    /// How far Keystone's clock is ahead of ours, or behind it where negative, to the second.
    package var clockSkew: Duration?

    init(token: Secret?, projectID: String?, isAdministrator: Bool, imageService: ServiceURL, origin: String = "") {
        self.token = token
        self.projectID = projectID
        self.isAdministrator = isAdministrator
        self.imageService = imageService
        imageServiceOrigin = origin
    }

    /// Whom the token speaks for, by name and ID.
    package var user: String? {
        userID.map { "\(userName ?? $0) (\($0))" }
    }

    /// How long the token lives from the moment when it was made, whatever our own clock says; nil where not known.
    ///
    /// A token that was made from another one lives no longer than that one.
    package var lifetime: Duration? {
        guard let issuedAt, let expiresAt, expiresAt > issuedAt else { return nil }
        return .seconds(expiresAt.timeIntervalSince(issuedAt))
    }
}
