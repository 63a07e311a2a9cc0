extension ServiceRequest {
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
