import Text

/// A question to Keystone for projects: for one by its name, or for all enabled ones that a group asks for.
///
/// A domain or a parent is named by its name or by its ID, as the manifest has it.
package enum ProjectQuery: Hashable, Sendable {
    /// The one project of this name, in this domain where one is named.
    case named(String, domain: String?)
    /// The enabled projects of a domain, with a tag, and right below a parent: of all that are given.
    case group(domain: String?, tag: String?, parent: String?)

    /// The projects that are asked for, in words and escaped, for the middle of a sentence.
    package var text: String {
        switch self {
        case .named(let name, let domain):
            "project \(name.quotedForDisplay())" + (domain.map { " of domain \($0.quotedForDisplay())" } ?? "")
        case .group(let domain, let tag, let parent):
            "enabled projects"
                + (domain.map { " of domain \($0.quotedForDisplay())" } ?? "")
                + (tag.map { " with the tag \($0.quotedForDisplay())" } ?? "")
                + (parent.map { " below \($0.quotedForDisplay())" } ?? "")
        }
    }
}

extension ProjectQuery: Comparable {
    /// By what they ask for, so that they are always asked in one order.
    package static func < (one: ProjectQuery, other: ProjectQuery) -> Bool {
        one.key.lexicographicallyPrecedes(other.key)
    }

    private var key: [String] {
        switch self {
        case .named(let name, let domain): ["named", name, domain ?? ""]
        case .group(let domain, let tag, let parent): ["group", domain ?? "", tag ?? "", parent ?? ""]
        }
    }
}

/// A project as Keystone lists it.
package struct FoundProject: Hashable, Sendable {
    /// The project.
    package let id: ProjectID
    /// The name, which is unique in its domain only.
    package let name: String
    /// True if it can be used.
    package let isEnabled: Bool

    /// Makes a project.
    package init(id: ProjectID, name: String, isEnabled: Bool = true) {
        self.id = id
        self.name = name
        self.isEnabled = isEnabled
    }
}
