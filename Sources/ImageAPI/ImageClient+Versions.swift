import HTTPTypes
package import OpenStack

extension ImageClient {
    private struct VersionList: Decodable {
        var versions: [Version]
    }

    private struct Version: Decodable {
        var id: String
        var status: String
    }

    /// Asks the image service which version it is.
    ///
    /// https://docs.openstack.org/api-ref/image/versions/index.html
    ///
    /// - Returns: the current version, as in `v2.16`.
    /// - Throws: why there is no Glance there.
    package func version() async throws(OpenStackError) -> String {
        let answer = try await session.send(.get, "/versions")
        let versions = try answer.decode(VersionList.self, expecting: "a list of Image API versions").versions
        guard let version = versions.first(where: { $0.status == "CURRENT" }) ?? versions.first else {
            throw .unexpected(answer, expected: "a version of the Image API")
        }
        return version.id
    }
}
