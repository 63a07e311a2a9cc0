package import HTTPTypes

extension HTTPField.Name {
    /// The request's ID: ours to send, each service's own to answer.
    package static let openStackRequestID = literal("X-Openstack-Request-Id")
    /// The request's ID on older clouds.
    package static let computeRequestID = literal("X-Compute-Request-Id")
    /// The token that a request is made with.
    package static let authToken = literal("X-Auth-Token")
    /// The token that Keystone hands out.
    package static let subjectToken = literal("X-Subject-Token")

    /// The receipt that Keystone hands out after one factor of several.
    package static let authReceipt = literal("Openstack-Auth-Receipt")
    /// Says that we know of access rules, without which Keystone does not show a token that has some.
    package static let accessRules = literal("OpenStack-Identity-Access-Rules")

    /// A name that is a valid token of RFC 9110 as it stands here; the way past the failing initialiser is never taken.
    private static func literal(_ name: String) -> Self { Self(name) ?? .via }
}
