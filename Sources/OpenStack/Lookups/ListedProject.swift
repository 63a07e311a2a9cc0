/// A project as Keystone lists it.
///
/// https://docs.openstack.org/api-ref/identity/v3/#list-projects
package struct ListedProject: Decodable, Sendable, Equatable {
    private enum CodingKeys: String, CodingKey {
        case id, name, tags
        case domainID = "domain_id"
        case parentID = "parent_id"
        case isEnabled = "enabled"
        case isDomain = "is_domain"
    }

    /// The ID.
    package let id: String
    /// The name, which is unique in its domain.
    package let name: String
    /// True if it can be used, as far as it depends on the project alone.
    package let isEnabled: Bool
    /// The domain's ID; nil for a project that is a domain itself.
    let domainID: String?
    /// The ID of the project or the domain that it is in.
    let parentID: String?
    /// The tags; nil where Keystone is too old to know any.
    let tags: [String]?
    /// True of a domain, which to Keystone is a project, too.
    let isDomain: Bool?
}

/// An answer with projects: all, or a page of them.
struct ProjectPage: Decodable {
    let projects: [ListedProject]
    let links: PageLinks?
    let truncated: Bool?
}

/// An answer with domains.
struct DomainPage: Decodable {
    struct Domain: Decodable {
        let id: String
        let name: String
    }

    let domains: [Domain]
    let links: PageLinks?
    let truncated: Bool?
}

/// The way from a page to others.
struct PageLinks: Decodable {
    let next: String?
}
