/// The conditions in `GET /v3/projects`, and those in `GET /v3/domains`, which are fewer.
///
/// https://docs.openstack.org/api-ref/identity/v3/#list-projects
struct ProjectQuery: Sendable {
    private let items: [ServiceRequest.QueryItem]

    private typealias Comparison = @Sendable (_ name: String, _ wanted: String) -> Bool

    /// The comparisons of names that the database makes.
    private static let selections: [String: Comparison] = [
        "name": { $0.utf8.elementsEqual($1.utf8) },
        "name__icontains": { $0.lowercased().contains($1.lowercased()) },
        "name__istartswith": { $0.lowercased().hasPrefix($1.lowercased()) },
        "name__iendswith": { $0.lowercased().hasSuffix($1.lowercased()) },
    ]
    /// The comparisons of names that no database makes alike, and Keystone makes itself.
    private static let comparisons: [String: Comparison] = [
        "name__contains": { $0.contains($1) },
        "name__startswith": { $0.hasPrefix($1) },
        "name__endswith": { $0.hasSuffix($1) },
    ]
    private static let truths = ["True", "TRUE", "true", "", "1", "y", "Y", "on", "ON", "yes"]
    private static let untruths = ["False", "FALSE", "false", "0", "n", "N", "off", "OFF", "no"]

    init(_ items: [ServiceRequest.QueryItem]) throws(KeystoneError) {
        self.items = items
        for item in items {
            func refusal(_ reason: String) -> KeystoneError {
                .invalid(
                    "Invalid input for field/attribute \(item.name). Value: \(item.value). '\(item.value)' \(reason)")
            }
            switch item.name {
            case "parent_id"
            where item.value.wholeMatch(of: /[0-9a-fA-F]{32}/) == nil && !Identifier.isUUID(item.value):
                throw refusal("is not a 'uuid'")
            case "name" where item.value.isEmpty, "domain_id" where item.value.isEmpty:
                throw refusal("should be non-empty")
            case "enabled" where !(Self.truths + Self.untruths).contains(item.value),
                "is_domain" where !(Self.truths + Self.untruths).contains(item.value):
                throw refusal("is not one of [True, 'True', 'TRUE', 'true', False]")
            default: break
            }
        }
    }

    /// True for who asks for the domains themselves, which are projects to Keystone.
    var asksForDomains: Bool {
        items.first { $0.name == "is_domain" }.map { Self.truths.contains($0.value) } ?? false
    }

    /// True for who asks for what is in a domain or below a project.
    var namesPlace: Bool {
        items.contains { ["domain_id", "parent_id"].contains($0.name) }
    }

    /// Returns true for a project that fulfils the conditions that go to the database; what is no condition is not
    /// looked at.
    func selects(_ project: SandboxProject) -> Bool {
        selects(name: project.name, isEnabled: project.isEnabled)
            && items.allSatisfy { item in
                switch item.name {
                case "domain_id": item.value == project.domain.id
                case "parent_id": item.value == project.parentID
                default: true
                }
            }
    }

    /// Returns true for a domain that fulfils the conditions that go to the database.
    func selects(_ domain: SandboxDomain) -> Bool {
        selects(name: domain.name, isEnabled: domain.isEnabled)
    }

    /// Returns true for a project that stays when Keystone goes through the page that the database gave.
    func keeps(_ project: SandboxProject) -> Bool {
        keeps(name: project.name) && keeps(tags: Set(project.tags))
    }

    /// Returns true for a domain that stays when Keystone goes through the page that the database gave.
    func keeps(_ domain: SandboxDomain) -> Bool {
        keeps(name: domain.name)
    }

    private func selects(name: String, isEnabled: Bool) -> Bool {
        items.allSatisfy { item in
            item.name == "enabled"
                ? Self.truths.contains(item.value) == isEnabled
                : Self.selections[item.name]?(name, item.value) ?? true
        }
    }

    private func keeps(name: String) -> Bool {
        items.allSatisfy { Self.comparisons[$0.name]?(name, $0.value) ?? true }
    }

    /// Of several lists of tags under one name, the first counts.
    private func keeps(tags: Set<String>) -> Bool {
        func wanted(_ name: String) -> Set<String>? {
            items.first { $0.name == name }.map {
                Set($0.value.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
            }
        }
        return (wanted("tags")?.isSubset(of: tags) ?? true)
            && !(wanted("tags-any")?.isDisjoint(with: tags) ?? false)
            && !(wanted("not-tags")?.isSubset(of: tags) ?? false)
            && (wanted("not-tags-any")?.isDisjoint(with: tags) ?? true)
    }
}
