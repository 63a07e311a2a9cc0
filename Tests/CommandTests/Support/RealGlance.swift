import FoundationEssentials
import HTTPTypes
import Logging
import Testing

@testable import CloudsYAML
@testable import GlanceSandbox
@testable import OpenStack
@testable import Pacing
@testable import Transport

/// The real cloud's Glance, asked without the program, for states that the program never makes.
struct RealGlance: Sendable {
    let cloud: RealCloud
    private let exchange: Exchange
    private let service: ServiceURL
    private let tokens: [String: Secret]

    /// Runs `body` with a connection to Glance as the owner of images and as an administrator.
    static func with(_ cloud: RealCloud, _ body: (RealGlance) async throws -> Void) async throws {
        try await AsyncHTTPTransport.with(trust: .init(), connections: 8) { transport in
            let clock = RunClock()
            let backOff = BackOff(retryFor: .seconds(10), clock: clock)
            let exchange = Exchange(
                transport: transport, throttle: Throttle(concurrency: 8, backOff: backOff), backOff: backOff,
                timeout: .seconds(30), userAgent: "tests",
                logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
            )
            var tokens: [String: Secret] = [:]
            for user in ["owner", "admin"] {
                let configuration = try LoadedCloud(environment: cloud.variables(user: user)).configuration
                let identity = IdentityClient(configuration: configuration, exchange: exchange)
                tokens[user] = try await identity.authorize().token
            }
            try await body(
                RealGlance(
                    cloud: cloud, exchange: exchange, service: try #require(ServiceURL(cloud.image_url)), tokens: tokens
                ))
        }
    }

    /// Sends a request, once.
    ///
    /// - Returns: the status, and the content where it is a success.
    @discardableResult
    func ask(
        _ method: HTTPRequest.Method, _ path: String, as user: String = "owner", _ document: String? = nil
    ) async throws -> (status: Int?, body: [UInt8]) {
        let fields: HTTPFields = [.authToken: try #require(tokens[user]).exposed]
        do throws(OpenStackError) {
            let answer = try await exchange.perform(
                method, service, path, fields: fields, body: document.map { Array($0.utf8) }, safety: .write)
            return (answer.response.status.code, answer.body)
        } catch {
            return (error.status, [])
        }
    }

    /// Makes an image to be shared.
    func makeImage(as user: String = "owner", _ properties: String = "") async throws -> String {
        struct Made: Decodable {
            var id: String
        }
        let (status, body) = try await ask(
            .post, "/v2/images", as: user,
            #"{"name": "golden", "visibility": "shared", "disk_format": "raw", "container_format": "bare"\#(properties)}"#
        )
        try #require(status == 201)
        return try JSONDecoder().decode(Made.self, from: Data(body)).id
    }

    /// Adds members until one of them is there several times, as parallel writers leave it behind.
    ///
    /// - Returns: that member.
    func makeDuplicate(of image: String, as user: String = "owner") async throws -> String {
        for member in cloud.consumers {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await add(member, to: image, as: user) } }
                try await group.waitForAll()
            }
            if try await members(of: image, as: user).count(where: { $0 == member }) > 1 { return member }
        }
        throw OpenStackError(.conflict, message: "this Glance keeps no duplicates")
    }

    /// The members of an image, row by row.
    func members(of image: String, as user: String = "owner") async throws -> [String] {
        struct List: Decodable {
            struct Member: Decodable {
                var member_id: String
            }
            var members: [Member]
        }
        let body = try await ask(.get, "/v2/images/\(image)/members", as: user).body
        return try JSONDecoder().decode(List.self, from: Data(body)).members.map(\.member_id)
    }

    /// Adds a member.
    func add(_ member: String, to image: String, as user: String = "owner") async throws -> Int? {
        try await ask(.post, "/v2/images/\(image)/members", as: user, #"{"member": "\#(member)"}"#).status
    }
}
