import CloudsYAML
import FoundationEssentials
import GlanceSandbox
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import OpenStack
@testable import Pacing
@testable import Transport
@testable import glance_share

/// A cloud in which images and projects are looked up, and its account of what was asked.
struct LookupCloud: Sendable {
    /// A kind of cloud.
    enum Kind: Sendable {
        case sandbox, real
    }

    /// The clouds at hand: the real one where the environment says where it is.
    static let all: [Kind] = RealCloud.description == nil ? [.sandbox] : [.sandbox, .real]

    /// The variables of a user, by the name that the testbed has for the account.
    let variables: @Sendable (String) -> [String: String]
    private let transport: RecordingTransport

    /// Runs `body` with a cloud; faults, images and page size are the sandbox's alone.
    static func with(
        _ kind: Kind, faults: [String] = [], images: Int = 0, pageSize: Int? = nil,
        _ body: (LookupCloud) async throws -> Void
    ) async throws {
        try await AsyncHTTPTransport.with(trust: .init(), connections: 8) { transport in
            let recording = RecordingTransport(base: transport)
            switch kind {
            case .real:
                let real = try RealCloud(file: try #require(RealCloud.description))
                let restricted = real.restricted_application_credential
                try await body(
                    LookupCloud(
                        variables: { user in
                            user == "restricted"
                                ? [
                                    "OS_AUTH_URL": real.auth_url, "OS_AUTH_TYPE": "v3applicationcredential",
                                    "OS_APPLICATION_CREDENTIAL_ID": restricted.id,
                                    "OS_APPLICATION_CREDENTIAL_SECRET": restricted.secret,
                                    "OS_REGION_NAME": real.region,
                                ] : real.variables(user: user)
                        }, transport: recording))
            case .sandbox:
                let configuration = SandboxConfiguration(
                    generatedImages: images, pageSize: pageSize, faults: try faults.map(Fault.init(specification:)))
                try await withSandbox(configuration) { sandbox, address in
                    let users = [
                        "owner": sandbox.directory.demo, "owner_admin": sandbox.directory.demoAdmin,
                        "admin": sandbox.directory.admin, "consumer": sandbox.directory.consumer,
                    ]
                    let restricted = SandboxEnvironment(
                        address: address, credential: sandbox.directory.restrictedCredential)
                    try await body(
                        LookupCloud(
                            variables: { user in
                                let environment = users[user].map { sandbox.environment(at: address, user: $0) }
                                return Dictionary(
                                    (environment ?? restricted).variables.map { ($0.name, $0.value) },
                                    uniquingKeysWith: { $1 })
                            }, transport: recording))
                }
            }
        }
    }

    /// A connection as a user.
    func connection(as user: String) throws -> CloudConnection {
        CloudConnection(
            try LoadedCloud(environment: variables(user), directory: "/nowhere").configuration,
            limits: RunLimits(
                concurrency: 8, maximumRate: nil, retryFor: .seconds(1), retries: RetryLimits(),
                requestTimeout: .seconds(30)),
            transport: transport, clock: RunClock(),
            logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    /// A directory of projects, a few to a page, as a user.
    func projectDirectory(as user: String, inPage: Int) throws -> ProjectDirectory {
        let connection = try connection(as: user)
        return ProjectDirectory(session: connection.reading, identity: connection.identity, inPage: inPage)
    }

    /// The requests that `body` makes, but those for tokens: paths as they were sent, without what is before the version.
    func requests(_ body: () async throws -> Void) async throws -> [String] {
        let before = transport.paths.count
        try await body()
        return transport.paths.dropFirst(before).filter { !$0.hasSuffix("/auth/tokens") }.map { path in
            // The sandbox has a path before the version, the real cloud has none.
            String(path.trimmingPrefix(/\/(identity|image)(?=\/v)/))
        }
    }

    /// Makes or changes an image, as a user.
    func glance(
        _ method: HTTPRequest.Method, _ path: String, as user: String = "owner", _ document: String? = nil
    ) async throws -> [UInt8] {
        let service = try await connection(as: user).identity.authorize().imageService
        return try await send(method, service, path, as: user, document)
    }

    /// Makes or changes a project, as the administrator.
    func keystone(_ method: HTTPRequest.Method, _ path: String, _ document: String? = nil) async throws -> [UInt8] {
        let service = try #require(try connection(as: "admin").identity.service)
        return try await send(method, service, "/v3" + path, as: "admin", document)
    }

    private func send(
        _ method: HTTPRequest.Method, _ service: ServiceURL, _ path: String, as user: String, _ document: String?
    ) async throws -> [UInt8] {
        let connection = try connection(as: user)
        let token = try #require(try await connection.identity.authorize().token)
        var fields: HTTPFields = [.authToken: token.exposed]
        if method == .patch && path.hasPrefix("/v2/") {
            fields[.contentType] = "application/openstack-images-v2.1-json-patch"
        }
        return try await connection.identity.exchange.perform(
            method, service, path, fields: fields, body: document.map { Array($0.utf8) }, safety: .write
        ).body
    }
}

/// A transport that remembers the paths that it is sent.
private final class RecordingTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let log = Mutex<[String]>([])

    init(base: any HTTPTransport) {
        self.base = base
    }

    /// The paths so far, in order.
    var paths: [String] { log.withLock { $0 } }

    func send(
        _ request: HTTPRequest, body: [UInt8]?, timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        log.withLock { $0.append(request.path ?? "") }
        return try await base.send(request, body: body, timeout: timeout)
    }
}
