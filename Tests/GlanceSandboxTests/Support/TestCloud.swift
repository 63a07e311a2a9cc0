import FoundationEssentials
import Testing

@testable import GlanceSandbox

/// A cloud asked directly, without a network in between.
struct TestCloud {
    let cloud: Cloud
    let directory: SandboxDirectory
    let configuration: SandboxConfiguration

    init(_ configuration: SandboxConfiguration = .init(generatedImages: 1)) {
        self.configuration = configuration
        directory = SandboxDirectory(
            consumers: configuration.consumers, domains: configuration.domains, projects: configuration.projects,
            password: configuration.password)
        cloud = Cloud(configuration: configuration, directory: directory)
    }

    /// The first generated image.
    var image: String { Identifier.uuid("image/image-1") }

    /// The path of the first image's members.
    var members: String { "/image/v2/images/\(image)/members" }

    func send(
        _ method: String,
        _ target: String,
        token: String? = nil,
        _ body: JSONValue? = nil,
        headers: [String: String] = [:]
    ) async -> ServiceResponse {
        var headers = headers.merging(["host": "127.0.0.1:9292"]) { own, _ in own }
        headers["x-auth-token"] = token
        let bytes = Array((body?.text ?? "").utf8)
        return await cloud.answer(ServiceRequest(method: method, target: target, headers: headers, body: bytes))
    }

    func authenticate(_ identity: JSONValue, scope: JSONValue? = nil, query: String = "") async -> ServiceResponse {
        var auth: [JSONValue.Entry] = [.init(key: "identity", value: identity)]
        if let scope { auth.append(.init(key: "scope", value: scope)) }
        return await send("POST", "/identity/v3/auth/tokens" + query, ["auth": .object(auth)])
    }

    func password(_ user: SandboxUser, _ password: String? = nil) -> JSONValue {
        [
            "methods": ["password"],
            "password": [
                "user": [
                    "name": .string(user.name), "domain": ["name": "Default"],
                    "password": .string(password ?? configuration.password),
                ]
            ],
        ]
    }

    /// A token of a user in its project, or in another scope.
    func token(_ user: SandboxUser, scope: JSONValue? = nil) async throws -> String {
        let scope = scope ?? ["project": ["id": .string(user.project.id)]]
        let response = await authenticate(password(user), scope: scope)
        return try #require(response.header("X-Subject-Token"))
    }

    func setVisibility(_ visibility: Visibility) async throws {
        let response = await patch("visibility", .string(visibility.rawValue))
        try #require(response.status == 200)
    }

    /// Changes an attribute of the first image, as an admin may.
    func patch(_ attribute: String, _ value: JSONValue) async -> ServiceResponse {
        let token = try? await token(directory.admin)
        return await send(
            "PATCH", "/image/v2/images/\(image)", token: token,
            [["op": "replace", "path": .string("/" + attribute), "value": value]],
            headers: ["content-type": "application/openstack-images-v2.1-json-patch"]
        )
    }
}

extension ServiceResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue? { JSONValue(bytes: body) }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
