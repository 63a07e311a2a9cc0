import FoundationEssentials

/// A line of the sandbox's request log.
struct LoggedRequest: Decodable, Sendable {
    var method: String
    var path: String
    var status: Int?
    var fault: String?
    var member: String?

    /// True if it asked for a token.
    var isTokenRequest: Bool { method == "POST" && path.hasSuffix("/auth/tokens") }
    /// True if it listed an image's members.
    var isList: Bool { method == "GET" && path.hasSuffix("/members") }
    /// True if it was to add a member.
    var isAddition: Bool { method == "POST" && path.hasSuffix("/members") }

    /// True if it was to remove a member.
    var isRemoval: Bool { method == "DELETE" && path.contains("/members/") }

    /// True if the member was added, whether or not the client got to know.
    private var hasAdded: Bool { isAddition && (status == 200 || fault?.contains("after") == true) }
    /// True if the client got a whole list.
    private var hasListed: Bool { isList && status == 200 && fault != "truncate" }

    /// The additions, in `log`, of members that were in a list that the client had got before.
    static func additionsOfListedMembers(in log: [LoggedRequest]) -> [LoggedRequest] {
        var present: [String: Set<String?>] = [:]
        var listed: [String: Set<String?>] = [:]
        return log.filter { request in
            if request.hasListed { listed[request.path] = present[request.path] }
            if request.hasAdded { present[request.path, default: []].insert(request.member) }
            return request.isAddition && listed[request.path]?.contains(request.member) == true
        }
    }

    /// Reads a log.
    static func all(in log: String) throws -> [LoggedRequest] {
        // A line that is being written has no end yet.
        let complete = log.hasSuffix("\n") ? log[...] : log[..<(log.lastIndex(of: "\n") ?? log.startIndex)]
        return try complete.split(separator: "\n").map {
            try JSONDecoder().decode(LoggedRequest.self, from: Data($0.utf8))
        }
    }
}
