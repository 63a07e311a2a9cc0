/// The resource that a path below `/image` leads to.
enum ImageRoute: Sendable, Equatable {
    /// A list of versions; explicit where the caller asked for it by name.
    case versions(explicit: Bool)
    case healthcheck
    /// `/v2` alone.
    case root
    case images
    case image(String)
    case members(String)
    case member(String, String)
    case file(String)
    case tag(String, String)
    case action(String, ImageAction)
    /// The schema of that name, which need not exist.
    case schema(String)
    case unknown

    private static let versions: Set<String> = Set(
        ["v2"] + (0...17).filter { $0 != 14 && $0 != 16 }.map { "v2.\($0)" }
    )

    init(path: String) {
        // Runs of slashes are one slash, so that a blank image id makes `members` the id.
        let segments = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard let first = segments.first else {
            self = .versions(explicit: false)
            return
        }
        if first == "versions" {
            self = .versions(explicit: true)
        } else if segments == ["healthcheck"] {
            self = .healthcheck
        } else if !Self.versions.contains(first) {
            self = .versions(explicit: false)
        } else if path.hasSuffix("/") {
            self = .unknown
        } else {
            self = Self.route(Array(segments.dropFirst()))
        }
    }

    /// The methods that lead somewhere.
    var allowed: [String] {
        switch self {
        case .images, .members: ["GET", "POST"]
        case .image: ["GET", "PATCH", "DELETE"]
        case .member: ["GET", "PUT", "DELETE"]
        case .file: ["GET", "PUT"]
        case .tag: ["PUT", "DELETE"]
        case .action: ["POST"]
        case .schema: ["GET"]
        case .versions, .healthcheck, .root, .unknown: []
        }
    }

    private static func route(_ segments: [String]) -> Self {
        guard let first = segments.first else { return .root }
        if first == "schemas", segments.count == 2 { return .schema(segments[1]) }
        guard first == "images" else { return .unknown }
        switch segments.count {
        case 1: return .images
        case 2: return .image(segments[1])
        case 3 where segments[2] == "members": return .members(segments[1])
        case 3 where segments[2] == "file": return .file(segments[1])
        case 4 where segments[2] == "members": return .member(segments[1], segments[3])
        case 4 where segments[2] == "tags": return .tag(segments[1], segments[3])
        case 4 where segments[2] == "actions":
            return ImageAction(rawValue: segments[3]).map { .action(segments[1], $0) } ?? .unknown
        default: return .unknown
        }
    }
}

/// A change of an image's availability.
enum ImageAction: String, Sendable {
    case deactivate, reactivate
}

extension ServiceRequest {
    /// The place in Glance that the request is for; nil where another service is asked.
    var imageRoute: ImageRoute? { path(below: "/image").map(ImageRoute.init(path:)) }

    /// True if the request adds a member to an image, or would.
    var addsMember: Bool { method == "POST" && isAboutMembers }

    /// True if the request lists the members of an image, or would.
    var listsMembers: Bool { method == "GET" && isAboutMembers }

    private var isAboutMembers: Bool {
        guard case .members = imageRoute else { return false }
        return true
    }

    /// The member that the request adds, changes or removes, whether or not it may; nil for any other request.
    var changedMember: String? {
        let member: String? =
            switch (method, imageRoute) {
            case ("POST", .members): JSONValue(bytes: body)?["member"]?.string
            case ("PUT", .member(_, let member)), ("DELETE", .member(_, let member)): member
            default: nil
            }
        // What is longer than Glance's column is no member's ID, and could be anything.
        return member.flatMap { $0.unicodeScalars.count <= 255 ? $0 : nil }
    }
}
