/// An identity provider that the sandbox's Keystone trusts, and its one client, who is the demo user to Keystone.
package struct SandboxFederation: Sendable {
    /// The provider's ID in Keystone, which wants to be encoded in a path.
    package let identityProvider = "demo provider"
    /// The protocol's ID: the one that Keystone allows unless it is configured otherwise.
    package let protocolID = "mapped"
    /// The client's ID at the provider.
    package let clientID = "demo-client"
    /// The client's secret at the provider.
    package let clientSecret: String
    /// What the provider gives to its client, and what Keystone takes.
    package let accessToken: String
    let user: SandboxUser
}
