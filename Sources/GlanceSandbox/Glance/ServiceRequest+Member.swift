extension ServiceRequest {
    /// Whether the request adds a member to an image, or would.
    var addsMember: Bool { method == "POST" && isAboutMembers }

    /// Whether the request lists the members of an image, or would.
    var listsMembers: Bool { method == "GET" && isAboutMembers }

    private var isAboutMembers: Bool {
        guard let path = path(below: "/image"), case .members = ImageRoute(path: path) else { return false }
        return true
    }

    /// The member that the request adds, changes or removes, whether or not it may; `nil` for any other request.
    var changedMember: String? {
        guard let path = path(below: "/image") else { return nil }
        let member: String? =
            switch (method, ImageRoute(path: path)) {
            case ("POST", .members): JSONValue(bytes: body)?["member"]?.string
            case ("PUT", .member(_, let member)), ("DELETE", .member(_, let member)): member
            default: nil
            }
        // What is longer than Glance's column is no member's ID, and could be anything.
        return member.flatMap { $0.unicodeScalars.count <= 255 ? $0 : nil }
    }
}
