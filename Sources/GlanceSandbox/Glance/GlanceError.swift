/// A refusal by Glance.
struct GlanceError: Error, Sendable {
    let status: Int
    /// `nil` says what the web framework says of that status.
    var explanation: String?
    var detail = ""
    var headers: [ServiceResponse.Header] = []

    static func badRequest(_ explanation: String) -> Self { Self(status: 400, explanation: explanation) }
    static func forbidden(_ explanation: String) -> Self { Self(status: 403, explanation: explanation) }
    static func notFound(_ explanation: String? = nil) -> Self { Self(status: 404, explanation: explanation) }
    static func conflict(_ explanation: String) -> Self { Self(status: 409, explanation: explanation) }
    static let internalServerError = Self(status: 500)

    /// A policy says no.
    static func unauthorized(_ action: PolicyAction) -> Self {
        .forbidden("You are not authorized to complete \(action.rawValue) action.")
    }

    /// The path exists; the method does not.
    static func methodNotAllowed(allow: String) -> Self {
        Self(status: 405, headers: [.init(name: "Allow", value: allow)])
    }
}
