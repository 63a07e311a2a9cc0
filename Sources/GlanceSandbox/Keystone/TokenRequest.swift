/// The token that a caller of `POST /v3/auth/tokens` asks for, and the proofs of who asks.
struct TokenRequest: Sendable {
    let methods: [String]
    /// The payload of each method, by its name.
    let identity: JSONValue
    /// The scope asked for; nil where the caller names none.
    let scope: JSONValue?

    init(_ body: JSONValue) throws(KeystoneError) {
        guard let auth = body["auth"], auth != .null else {
            throw .missing("auth", in: "request body")
        }
        guard let identity = auth["identity"] else {
            throw .invalid("'identity' is a required property")
        }
        guard let names = identity["methods"]?.array else {
            throw .invalid("Invalid input for field 'identity': 'methods' is a required property")
        }
        var methods: [String] = []
        for name in names {
            guard let name = name.string else {
                throw .invalid("Invalid input for field 'identity/methods/0': \(name.text) is not of type 'string'")
            }
            if !methods.contains(name) { methods.append(name) }
        }
        for method in methods where identity[method] == nil {
            throw .missing(method, in: "identity")
        }
        let supported = ["password", "token", "application_credential"]
        guard methods.allSatisfy(supported.contains) else {
            throw .unsupportedMethod
        }
        if let password = identity["password"]?["user"]?["password"], password.string == nil {
            throw .invalid(
                "Invalid input for field 'identity/password/user/password': \(password.text) is not of type 'string'"
            )
        }
        if let token = identity["token"], token["id"]?.string == nil {
            throw .invalid("Invalid input for field 'identity/token': 'id' is a required property")
        }
        if let user = identity["password"]?["user"], user["id"] == nil, user["name"] == nil {
            throw .invalid("Invalid input for field identity/password/user: id or name must be present.")
        }
        if methods.contains("application_credential"), auth["scope"] != nil {
            throw KeystoneError(
                status: 401,
                message: """
                    Error authenticating with application credential: Application credentials cannot request a scope.
                    """,
                identity: [:]
            )
        }
        self.methods = methods
        self.identity = identity
        self.scope = auth["scope"]
    }
}
