import Testing

extension CloudUnderTest {
    /// Calls `body` with somebody who is an administrator of the domain, and on a real Keystone exists only so long.
    func withDomainAdmin(_ body: (Account) async throws -> Void) async throws {
        if let account = sandboxDomainAdmin { return try await body(account) }
        let name = "domain-admin-\(Int.random(in: 0..<1_000_000_000))"
        let password = Secret("password-\(Int.random(in: 0..<1_000_000_000))")
        let user: JSON = ["name": .string(name), "domain_id": "default", "password": .string(password.value)]
        let made = try await administer("POST", "/users", ["user": user])
        let id = try #require(made.json?["user"]?["id"]?.string, "\(made)")
        do {
            let roles = try await administer("GET", "/roles?name=admin")
            let role = try #require(roles.json?["roles"]?.array?.first?["id"]?.string)
            _ = try await administer("PUT", "/domains/default/users/\(id)/roles/\(role)")
            try await body(Account(name: name, id: id, password: password, projectName: "", projectID: ""))
        } catch {
            _ = try await administer("DELETE", "/users/\(id)")
            throw error
        }
        _ = try await administer("DELETE", "/users/\(id)")
    }
}
