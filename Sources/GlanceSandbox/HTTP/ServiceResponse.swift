/// An answer of one of the services.
struct ServiceResponse: Sendable {
    /// One header line.
    struct Header: Sendable, Equatable {
        let name: String
        let value: String
    }

    var status: Int
    var headers: [Header]
    var body: [UInt8]

    init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A text of some content type.
    init(status: Int, contentType: String, text: String) {
        self.init(
            status: status,
            headers: [.init(name: "Content-Type", value: contentType)],
            body: Array(text.utf8)
        )
    }

    /// A JSON document.
    init(status: Int, json: JSONValue, contentType: String = "application/json") {
        self.init(status: status, contentType: contentType, text: json.text)
    }

    /// The answer to what was done and has nothing to show.
    static let done = Self(
        status: 204, headers: [Header(name: "Content-Type", value: "text/html; charset=UTF-8")])

    /// The same answer with one header more.
    func adding(_ name: String, _ value: String) -> Self {
        var response = self
        response.headers.append(.init(name: name, value: value))
        return response
    }
}
