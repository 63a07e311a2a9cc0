import NIOHTTP1

/// An answer, as it came.
struct Answer: Sendable, CustomStringConvertible, CustomReflectable {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    var json: JSON? { JSON(text) }

    /// The value of a header, in whatever case it was written.
    func header(_ name: String) -> String? {
        headers.first(name: name)
    }

    /// The `Content-Type` without its parameters.
    var type: String? {
        header("Content-Type").map { String($0.prefix { $0 != ";" }) }
    }

    /// The methods that `Allow` names.
    var allowed: Set<String> {
        Set((header("Allow") ?? "").split { $0 == "," || $0 == " " }.map(String.init))
    }

    /// The name that the service gave to the request.
    var requestID: String? { header("X-Openstack-Request-Id") }

    /// The project IDs in a list of members, in no order: Glance promises none.
    var members: [String] {
        (json?["members"]?.array ?? []).compactMap { $0["member_id"]?.string }.sorted()
    }

    /// The projects in a list of Keystone's, in their order.
    var projects: [JSON] { json?["projects"]?.array ?? [] }

    /// The IDs in a list of images, in their order.
    var images: [String] {
        (json?["images"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    /// True if a token came with it.
    var bearsToken: Bool { header("X-Subject-Token")?.isEmpty == false }

    // Headers stay out: one of them is a token.
    var description: String { "\(status) \(text.prefix(500))" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
