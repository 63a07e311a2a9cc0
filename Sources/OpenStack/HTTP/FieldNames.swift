import HTTPTypes

extension HTTPField.Name {
    /// The request's ID: ours to send, each service's own to answer.
    static let openStackRequestID = literal("X-Openstack-Request-Id")
    /// The request's ID on older clouds.
    static let computeRequestID = literal("X-Compute-Request-Id")
    /// The token that a request is made with.
    static let authToken = literal("X-Auth-Token")
    /// The token that Keystone hands out.
    static let subjectToken = literal("X-Subject-Token")

    /// What Keystone hands out where one factor of several was enough for a beginning.
    static let authReceipt = literal("Openstack-Auth-Receipt")
    /// Says that we know of access rules, without which Keystone does not show a token that has some.
    static let accessRules = literal("OpenStack-Identity-Access-Rules")

    /// A name that is a valid token of RFC 9110 as it stands here; the way past the failing initialiser is never taken.
    private static func literal(_ name: String) -> Self { Self(name) ?? .via }
}
