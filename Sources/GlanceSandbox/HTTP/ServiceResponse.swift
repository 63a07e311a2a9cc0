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

/// The words that go with a status, as the services' own libraries write them.
enum StatusTitle {
    private static let titles: [Int: String] = [
        200: "OK", 201: "Created", 204: "No Content", 206: "Partial Content", 300: "Multiple Choices", 302: "Found",
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        408: "Request Timeout", 409: "Conflict", 413: "Request Entity Too Large", 415: "Unsupported Media Type",
        416: "Request Range Not Satisfiable", 417: "Expectation Failed", 429: "Too Many Requests",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout",
    ]

    /// The title of a status.
    static func title(_ status: Int) -> String {
        titles[status] ?? "Unknown"
    }

    /// Webob's words for a status that nobody gave an explanation.
    static func explanation(_ status: Int) -> String {
        switch status {
        case 401:
            """
            This server could not verify that you are authorized to access the document you requested. Either you \
            supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply \
            the credentials required.
            """
        case 403: "Access was denied to this resource."
        case 404: "The resource could not be found."
        case 409: "There was a conflict when trying to complete your request."
        case 416: "The Range requested is not available."
        case 413: "The body of your request was too large for this server."
        case 429: "The client has sent too many requests in a given amount of time."
        case 502: "Bad gateway."
        case 503: "The server is currently unavailable. Please try again at a later time."
        case 504: "The gateway has timed out."
        case 500...: "The server has either erred or is incapable of performing the requested operation."
        default: "The server could not comply with the request since it is either malformed or otherwise incorrect."
        }
    }
}
