/// Where a sandbox listens.
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
