import FoundationEssentials
import Transport

/// The list of API versions with which a service answers where no version is.
///
/// https://docs.openstack.org/api-ref/image/versions/
struct VersionList: Sendable, Equatable {
    /// A version and its address.
    struct Version: Sendable, Equatable {
        let id: String
        let url: String?
    }

    /// The versions, as the service orders them.
    let versions: [Version]

    private struct Document: Decodable {
        struct Version: Decodable {
            var id: String
            var links: [Link]?
        }

        struct Link: Decodable {
            var rel: String?
            var href: String?
        }

        var versions: [Version]
    }

    /// Reads an answer's content; nil where it holds no versions.
    init?(_ answer: HTTPAnswer) {
        let document = try? JSONDecoder().decode(Document.self, from: Data(answer.quotableText.utf8))
        guard let document, !document.versions.isEmpty else { return nil }
        versions = document.versions.map { version in
            Version(id: version.id, url: version.links?.first { $0.rel == "self" }?.href)
        }
    }

    /// The versions and their addresses, in words; each address once, for a service has many versions at one.
    var text: String {
        var seen: Set<String?> = []
        return versions.filter { seen.insert($0.url).inserted }.prefix(5)
            .map { $0.id + ($0.url.map { " at \($0)" } ?? "") }.joined(separator: ", ")
    }

    /// Finds the address on the same host that version 2 is said to have, if it is another one than ours.
    ///
    /// - Parameter service: where we looked.
    /// - Returns: the address, without the version.
    func secondVersion(besides service: ServiceURL) -> ServiceURL? {
        versions.lazy.filter { $0.id == "v2" || $0.id.hasPrefix("v2.") }
            .compactMap { $0.url.flatMap { ServiceURL($0, droppingVersion: "v2") } }
            .first { $0.authority == service.authority && $0.prefix != service.prefix }
    }
}
