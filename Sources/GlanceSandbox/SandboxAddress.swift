/// Where a sandbox listens.
package struct SandboxAddress: Sendable, Equatable {
    package let port: Int

    /// The address of Keystone, as `OS_AUTH_URL` gives it.
    package var authURL: String { "http://127.0.0.1:\(port)/identity" }
    /// The address of Glance, as the catalog gives it.
    package var imageURL: String { "http://127.0.0.1:\(port)/image" }
}
