package import FoundationEssentials

/// What a token allows, and where: all that a session needs to ask the image service.
package struct Authorization: Sendable, Equatable {
    /// The token.
    let token: Secret
    /// The project that the token speaks for.
    package let projectID: String
    /// Whether the token has the role that Glance's default policy calls its administrator.
    package let isAdministrator: Bool
    /// Where the image API is, without its version.
    package let imageService: ServiceURL
    /// How that address came to be chosen, in words.
    package var imageServiceOrigin = ""

    /// Whom the token speaks for, by name and ID; nil where a token was given.
    package var user: String?
    /// When the token expires, if Keystone said so.
    package var expiresAt: Date?
    /// How long the token lives, by Keystone's clock, if Keystone said so.
    package var lifetime: Duration?

    init(token: Secret, projectID: String, isAdministrator: Bool, imageService: ServiceURL) {
        self.token = token
        self.projectID = projectID
        self.isAdministrator = isAdministrator
        self.imageService = imageService
    }
}
