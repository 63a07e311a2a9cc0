/// A refusal by Keystone.
struct KeystoneError: Error, Sendable {
    let status: Int
    let message: String
    /// The entry that Keystone adds to the refusals of its authentication plugins.
    var identity: JSONValue?

    /// Any refusal whose cause Keystone does not tell.
    static let unauthorized = Self(status: 401, message: "The request you have made requires authentication.")

    /// A way to sign in that Keystone is not configured for.
    static let unsupportedMethod = Self(
        status: 401, message: "Attempted to authenticate with an unsupported method.",
        identity: ["methods": ["password", "token", "mapped", "application_credential"]]
    )

    /// Something that the caller may not do, and Keystone does not say what.
    static let forbidden = Self(
        status: 403, message: "You are not authorized to perform the requested action.")

    /// Keystone trips over a request, and says nothing of why.
    static let internalServerError = Self(status: 500, message: "")

    /// There is no such project.
    static func noProject(_ id: String) -> Self {
        Self(status: 404, message: "Could not find project: \(id).")
    }

    /// Something that the caller may not do.
    static func forbidden(_ action: String) -> Self {
        Self(status: 403, message: "You are not authorized to perform the requested action: \(action).")
    }

    /// Something is missing from the request.
    static func missing(_ attribute: String, in target: String) -> Self {
        malformed("Expecting to find \(attribute) in \(target).")
    }

    /// A request that Keystone cannot make sense of.
    static func malformed(_ reason: String) -> Self {
        Self(
            status: 400,
            message: """
                \(reason) The server could not comply with the request since it is either malformed or otherwise \
                incorrect. The client is assumed to be in error.
                """
        )
    }

    /// A request that Keystone's schema refuses.
    static func invalid(_ message: String) -> Self {
        Self(status: 400, message: message)
    }

    /// The answer that says so.
    func response(baseURL: String) -> ServiceResponse {
        guard status != 500 else {
            return GunicornPage.response(status: status, title: StatusTitle.title(status), reason: "")
        }
        var error: [JSONValue.Entry] = [
            .init(key: "code", value: .number(Double(status))),
            .init(key: "message", value: .string(message)),
            .init(key: "title", value: .string(StatusTitle.title(status))),
        ]
        if let identity { error.insert(.init(key: "identity", value: identity), at: 1) }
        let response = ServiceResponse(status: status, json: ["error": .object(error)])
        return status == 401 ? response.adding("WWW-Authenticate", "Keystone uri=\"\(baseURL)\"") : response
    }
}

/// The answers of the web framework below Keystone to requests of which Keystone never hears.
enum FlaskPage {
    /// The page for a path or a method that is not routed.
    static func response(status: Int) -> ServiceResponse {
        let text =
            status == 405
            ? "The method is not allowed for the requested URL."
            : """
            The requested URL was not found on the server. If you entered the URL manually please check your \
            spelling and try again.
            """
        let title = StatusTitle.title(status)
        return ServiceResponse(
            status: status,
            contentType: "text/html; charset=utf-8",
            text: """
                <!doctype html>
                <html lang=en>
                <title>\(status) \(title)</title>
                <h1>\(title)</h1>
                <p>\(text)</p>

                """
        )
    }
}
