/// What a path below `/image` leads to.
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

    private static func route(_ segments: [String]) -> Self {
        guard let first = segments.first else { return .root }
        guard first == "images" else { return .unknown }
        switch segments.count {
        case 1: return .images
        case 2: return .image(segments[1])
        case 3 where segments[2] == "members": return .members(segments[1])
        case 4 where segments[2] == "members": return .member(segments[1], segments[3])
        default: return .unknown
        }
    }
}
