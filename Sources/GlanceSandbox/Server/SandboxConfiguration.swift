package import FoundationEssentials

/// The settings of a sandbox.
package struct SandboxConfiguration: Sendable {
    /// The port to listen on, on the loopback address; 0 means any free one.
    package var port: Int
    /// Images that exist from the start, owned by the demo project, of which only the IDs matter.
    package var imageIDs: [String]
    /// Images that exist from the start.
    package var images: [SandboxImage]
    /// The number of images that exist besides, with IDs of their own.
    package var generatedImages: Int
    /// The greatest number of members of an image; negative means any number.
    package var memberLimit: Int
    package var dialect: Dialect
    /// The number of projects `consumer-1`, `consumer-2` … besides `consumer`.
    package var consumers: Int
    /// The domains besides Default.
    package var domains: [SandboxDomain]
    /// The projects besides those of users.
    package var projects: [SandboxProject]
    /// The greatest number of images in a page, and the number of projects in one where the caller asks for none; nil
    /// for what Glance and Keystone do unless configured.
    package var pageSize: Int?
    /// A file that gets a line of JSON for each request.
    package var requestLog: String?
    package var faults: [Fault]
    package var tokenLifetime: Duration
    /// The password of every user, and the secret of the application credential.
    package var password: String
    /// The time, as the services know it.
    package var now: @Sendable () -> Date
    /// The way to wait, where a fault delays something.
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        port: Int = 0,
        imageIDs: [String] = [],
        images: [SandboxImage] = [],
        generatedImages: Int = 0,
        memberLimit: Int = 128,
        dialect: Dialect = .current,
        consumers: Int = 24,
        domains: [SandboxDomain] = [.internal],
        projects: [SandboxProject] = SandboxProject.examples,
        pageSize: Int? = nil,
        requestLog: String? = nil,
        faults: [Fault] = [],
        tokenLifetime: Duration = .seconds(3600),
        password: String? = nil,
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.port = port
        self.imageIDs = imageIDs
        self.images = images
        self.generatedImages = generatedImages
        self.memberLimit = memberLimit
        self.dialect = dialect
        self.consumers = consumers
        self.domains = domains
        self.projects = projects
        self.pageSize = pageSize
        self.requestLog = requestLog
        self.faults = faults
        self.tokenLifetime = tokenLifetime
        self.password = password ?? Identifier.randomHex(words: 2)
        self.now = now
        self.sleep = sleep
    }

    /// The IDs of the generated images, the same at every start.
    package var generatedImageIDs: [String] {
        SandboxImage.generated(generatedImages).map(\.id)
    }
}

/// A reason that keeps a sandbox from starting.
package enum SandboxError: Error, Equatable, CustomStringConvertible {
    case portOutOfRange(Int)
    case portTaken(Int)
    case requestLogNotWritable(path: String, errno: Int32)

    package var description: String {
        switch self {
        case .portOutOfRange(let port): "port \(port) is not between 0 and 65535"
        case .portTaken(let port): "port \(port) is taken: choose another one, or 0 for any that is free"
        case .requestLogNotWritable(let path, let errno): "cannot write the request log \(path) (errno \(errno))"
        }
    }
}
