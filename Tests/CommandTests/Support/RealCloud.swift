import CloudsYAML
import FoundationEssentials
import HTTPTypes
import Logging
import OpenStack
import Pacing
import SystemPackage
import Testing
import Transport

/// A real Keystone and Glance, as `Tests/Testbed/run` describes them to what it runs.
struct RealCloud: Decodable, Sendable {
    struct ApplicationCredential: Decodable, Sendable {
        var id: String
        var name: String
        var secret: String
    }

    struct User: Decodable, Sendable {
        var name: String
        var id: String
        var password: String
        var project_name: String
        var project_id: String
    }

    var auth_url: String
    var short_auth_url: String
    var region: String
    var small_region: String
    var image_url: String
    var small_image_url: String
    var tls_region: String
    var tls_auth_url: String
    var tls_client_auth_url: String
    var tls_client_image_url: String
    var ca_file: String
    var client_certificate: String
    var client_key: String
    var users: [String: User]
    var application_credential: ApplicationCredential
    var restricted_application_credential: ApplicationCredential
    var consumers: [String]

    /// The file that describes the cloud, if there is one.
    static let description = ProcessInfo.processInfo.environment["GLANCE_SHARE_TESTBED_CLOUD"]

    /// Reads the description.
    init(file: String) throws {
        self = try JSONDecoder().decode(RealCloud.self, from: Data(contentsOf: URL(filePath: file)))
    }

    /// The variables of one of its users.
    func variables(user: String = "owner", region: String? = nil, authURL: String? = nil) -> [String: String] {
        guard let user = users[user] else { return [:] }
        return [
            "OS_AUTH_URL": authURL ?? auth_url, "OS_USERNAME": user.name, "OS_PASSWORD": user.password,
            "OS_PROJECT_NAME": user.project_name, "OS_USER_DOMAIN_ID": "default", "OS_PROJECT_DOMAIN_ID": "default",
            "OS_REGION_NAME": region ?? self.region, "OS_IDENTITY_API_VERSION": "3",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        ]
    }

    /// Makes images of the demo project, to be shared.
    func makeImages(_ count: Int, region: String? = nil) async throws -> [String] {
        struct NewImage: Encodable {
            var name = "golden"
            var visibility = "shared"
            var disk_format = "raw"
            var container_format = "bare"
        }
        struct Made: Decodable {
            var id: String
        }
        let configuration = try LoadedCloud(environment: variables(region: region)).configuration
        let body = Array(try JSONEncoder().encode(NewImage()))
        return try await AsyncHTTPTransport.with(trust: configuration.trust, connections: 1) { transport in
            let clock = RunClock()
            let backOff = BackOff(retryFor: .seconds(10), clock: clock)
            let exchange = Exchange(
                transport: transport, throttle: Throttle(concurrency: 1, backOff: backOff), backOff: backOff,
                timeout: .seconds(30), userAgent: "tests",
                logger: Logger(label: "tests")
            )
            let identity = IdentityClient(configuration: configuration, exchange: exchange)
            let tokens = TokenCache(clock: clock, authorize: identity.authorize)
            let session = Session(exchange: exchange, tokens: tokens, access: .readWrite)
            var made: [String] = []
            for _ in 0..<count {
                let answer = try await session.send(.post, "/v2/images", body: body)
                made.append(try answer.decode(Made.self, expecting: "an image").id)
            }
            return made
        }
    }
}

/// Runs `body` in a folder of its own with the program pointed at the real cloud.
func withRealCloud(
    region: (RealCloud) -> String? = { _ in nil },
    _ body: (RealCloud, Program) async throws -> Void
) async throws {
    let cloud = try RealCloud(file: try #require(RealCloud.description))
    let folder = FileManager.default.temporaryDirectory.appending(path: "glance-share-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(
        cloud, Program(environment: cloud.variables(region: region(cloud)), folder: FilePath(folder.path))
    )
}
