import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

@testable import GlanceSandbox

/// Talks to a running sandbox over loopback.
struct WireClient {
    let sandbox: Sandbox
    let address: SandboxAddress

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        var json: JSONValue? { JSONValue(bytes: body) }
    }

    func send(
        _ method: String,
        _ path: String,
        token: String? = nil,
        _ body: JSONValue? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(address.port)" + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Accept", value: "application/json")
        if let token { request.headers.add(name: "X-Auth-Token", value: token) }
        if let body { request.body = .bytes(Array(body.text.utf8)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers, body: Array(bytes.readableBytesView))
    }

    func token() async throws -> String {
        let demo = sandbox.directory.demo
        let answer = try await send(
            "POST", "/identity/v3/auth/tokens",
            [
                "auth": [
                    "identity": [
                        "methods": ["password"],
                        "password": [
                            "user": ["id": .string(demo.id), "password": .string(sandbox.configuration.password)]
                        ],
                    ],
                    "scope": ["project": ["id": .string(demo.project.id)]],
                ]
            ]
        )
        return try #require(answer.headers.first(name: "X-Subject-Token"))
    }

    /// The members of the first generated image.
    var members: String { "/image/v2/images/\(Identifier.uuid("image/image-1"))/members" }

    func listed(_ token: String) async throws -> [String] {
        let rows = try await send("GET", members, token: token).json?["members"]?.array
        return (rows ?? []).compactMap { $0["member_id"]?.string }
    }
}
