import Testing

@testable import OpenStack
@testable import Transport

extension Authorization {
    /// A token of the project `owner`, as Keystone would describe it.
    static func of(
        project: String? = "owner", roles: [String] = ["member"], isAdministrator: Bool = false,
        accessRules: [AccessRule]? = nil
    ) throws -> Authorization {
        var authorization = Authorization(
            token: Secret("secret-token"), projectID: project, isAdministrator: isAdministrator,
            imageService: try #require(ServiceURL("http://glance.test/image"))
        )
        authorization.roles = roles
        authorization.accessRules = accessRules
        return authorization
    }
}

extension AccessRule {
    /// A rule of the image service, as in `GET /v2/images/*/members`.
    static func image(_ line: String) -> AccessRule {
        let parts = line.split(separator: " ").map(String.init)
        return AccessRule(service: "image", method: parts.first ?? "", path: parts.last ?? "")
    }
}
