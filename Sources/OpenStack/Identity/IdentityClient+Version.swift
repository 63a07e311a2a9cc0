import HTTPTypes

extension IdentityClient {
    private struct Document: Decodable {
        var version: Version
    }

    private struct Version: Decodable {
        var id: String
    }

    /// Asks Keystone which version it is; needs no token.
    ///
    /// https://docs.openstack.org/api-ref/identity/v3/#show-v3-api-version-details
    ///
    /// - Returns: the version, as in `v3.14`.
    /// - Throws: why there is no Keystone there.
    package func version() async throws(OpenStackError) -> String {
        let answer = try await keystone(.get, "/v3")
        do throws(OpenStackError) {
            return try answer.decode(Document.self, expecting: "the version of a Keystone").version.id
        } catch {
            var explained = error
            explained.hint =
                "check auth_url (OS_AUTH_URL): it should be Keystone's address, with or without /v3, and nothing after that"
            throw explained
        }
    }
}
