/// The content of Keystone's answer to `POST /v3/auth/tokens`, as far as it is used here.
struct TokenDocument: Decodable {
    struct Token: Decodable {
        var project: Project?
        var user: User?
        var issued_at: String?
        var expires_at: String?
        var roles: [Role]?
        var catalog: [ServiceCatalog.Service]?
    }

    struct Project: Decodable {
        var id: String
    }

    struct User: Decodable {
        var id: String
        var name: String?
    }

    struct Role: Decodable {
        var name: String
    }

    var token: Token
}
