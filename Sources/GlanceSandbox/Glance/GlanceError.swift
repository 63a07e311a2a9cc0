/// A refusal by Glance.
struct GlanceError: Error, Sendable {
    let status: Int
    /// The words for the cause; nil for those of the web framework.
    var explanation: String?
    var detail = ""
    var headers: [ServiceResponse.Header] = []

    static func badRequest(_ explanation: String) -> Self { Self(status: 400, explanation: explanation) }
    static func forbidden(_ explanation: String) -> Self { Self(status: 403, explanation: explanation) }
    static func notFound(_ explanation: String? = nil) -> Self { Self(status: 404, explanation: explanation) }
    static func conflict(_ explanation: String) -> Self { Self(status: 409, explanation: explanation) }
    static let internalServerError = Self(status: 500)

    /// The refusal of content of a kind that is not understood; nil where the caller says nothing of its kind.
    static func unsupportedMediaType(_ type: String?, detail: String, headers: [ServiceResponse.Header] = []) -> Self {
        // Where there is no type, the placeholder of the page's template stays.
        let explanation = "The request media type \(type ?? "${CONTENT_TYPE}") is not supported by this server.\n"
        return Self(status: 415, explanation: explanation, detail: detail, headers: headers)
    }

    /// The refusal of a method that a path does not have.
    static func methodNotAllowed(allow: String) -> Self {
        Self(status: 405, headers: [.init(name: "Allow", value: allow)])
    }
}
