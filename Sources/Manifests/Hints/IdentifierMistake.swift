internal import ImageSharing
internal import Text
internal import YAML

/// A text that is no ID, what is wrong with it, and what was probably meant.
struct IdentifierMistake {
    let message: String
    let hint: String?
    /// True where nothing more is known than that it is no ID.
    let isUnspecific: Bool

    init(_ message: String, hint: String?, isUnspecific: Bool = false) {
        self.message = message
        self.hint = hint
        self.isUnspecific = isUnspecific
    }

    /// A key of `images` that is no image ID.
    init(image key: Node, _ text: String) {
        if key.isNull {
            self.init(
                "there is nothing where an image ID belongs",
                hint: "ask for the ID: " + IdentifierKind.image.lookup(nil))
        } else {
            self = Self.find(in: Self.beginning(of: text), kind: .image)
        }
    }

    /// An item of a list of members that is no project ID.
    init(member item: Node, rule: ProjectID.Rule) {
        if item.aliasMark != nil, item.kind != .scalar {
            self.init(
                "one project ID belongs here, and this alias stands for \(item.kindDescription)",
                hint:
                    "YAML cannot join lists: give the alias as the whole list, like `members: *group`, or write the IDs out"
            )
        } else if item.kind == .mapping, let key = item.pairs.first(where: { _ in true })?.key.text,
            ProjectKey(rawValue: key) != nil || GroupKey(rawValue: key) != nil
        {
            let place = key == ProjectKey.name.rawValue ? RootKey.projects : .groups
            self.init(
                "a project ID or a name belongs here, and this is a mapping",
                hint: "give it a name below `\(place.rawValue):`, and write that name here"
            )
        } else if item.kind == .mapping {
            self.init(
                "a project ID belongs here, and this is a mapping",
                hint: "an item is the ID alone: `- <project ID>`, without a key, a colon or braces"
            )
        } else if item.kind == .sequence {
            self.init("a project ID belongs here, and this is a list", hint: "write one `- ` before each project ID")
        } else if item.isNull {
            let word = item.text ?? ""
            self.init(
                "there is nothing where a project ID belongs",
                hint: "write the ID after the dash, or remove the line"
                    + (rule == .any && !word.isEmpty ? "; if “\(word)” is an ID, write it in quotes" : "")
            )
        } else {
            let text = Self.beginning(of: item.text ?? "")
            self = rule == .any ? Self.unaddressable(text) : Self.find(in: text, kind: .project)
        }
    }

    /// An entry with terms in a list that can have none.
    ///
    /// - Parameter isRevoked: true for a list of those who must not be members, false for that of a group.
    init(termsIn isRevoked: Bool) {
        if isRevoked {
            self.init(
                "a project ID or a name belongs here, and this is a mapping",
                hint: "write the ID or the name alone; a comment (#) can say why")
        } else {
            self.init(
                "a project ID or a name belongs here, and this is a mapping",
                hint: "`until` and `reason` stand where an image is shared: "
                    + "`members: [{project: <this group>, until: 2027-01-31}]`")
        }
    }

    /// The value of a project's declaration that is no project ID.
    init(project value: Node, rule: ProjectID.Rule) {
        let mistake = Self(member: value, rule: rule)
        if value.isNull {
            self.init(mistake.message, hint: "write the ID after the colon, or take the line out")
            return
        }
        guard mistake.isUnspecific, let text = value.text else {
            self = mistake
            return
        }
        let name = DeclaredName.isValid(text) ? text : "<name>"
        self.init(
            mistake.message,
            hint: "if that is its name, have it looked up: `{name: \(name), domain: Default}`; or ask for its ID: "
                + IdentifierKind.project.lookup(text))
    }

    /// A text where the list of members belongs.
    init(insteadOfList whole: String) {
        let text = Self.beginning(of: whole)
        let pieces = Self.pieces(text)
        if text.hasPrefix("- ") || text.contains("\n") {
            self.init(
                "the list is below a | or >, or in quotes, so that it is one text: \(text.quotedForDisplay())",
                hint: "remove the |, the > or the quotes, and write each project ID on a line of its own after a `- `"
            )
        } else if text.hasPrefix("-") {
            self.init(
                "members are a list of project IDs, and this is the text \(text.quotedForDisplay())",
                hint: "put a space after each -: `- \(pieces.first?.drop { $0 == "-" } ?? "<project ID>")`"
            )
        } else if text.hasPrefix("[") || pieces.count > 1 {
            self.init(
                "the list is in quotes, or on one line, so that it is one text: \(text.quotedForDisplay())",
                hint: "write each project ID as an item of its own: `- \(pieces.first ?? "<project ID>")`"
            )
        } else {
            self.init(
                "members are a list of project IDs, and this is the text \(text.quotedForDisplay())",
                hint: ProjectID(text) == nil && !DeclaredName.isValid(text)
                    ? "write each project ID as an item of its own: `- <project ID>`"
                    : "write it as an item of a list: `- \(text)`"
            )
        }
    }

    /// The part of a text that is examined: no ID is as long, and a text can be reported a thousand times.
    private static func beginning(of text: String) -> String {
        text.utf8.count <= 1024 ? text : String(text.unicodeScalars.prefix(1024))
    }

    /// The mistake of a text that even `project_ids: any` does not allow.
    private static func unaddressable(_ text: String) -> Self {
        let shown = text.quotedForDisplay()
        if text.isEmpty { return Self("an empty text is no project ID", hint: nil) }
        if text.contains("/") || text == "." || text == ".." {
            return Self("\(shown) cannot be part of a URL, so Glance could never show or remove it", hint: nil)
        }
        if text.utf8.count > 255 {
            return Self("\(shown) is longer than the 255 characters that Glance keeps", hint: nil)
        }
        return invisible(in: text, kind: .project)
            ?? Self("\(shown) has characters other than printable ASCII", hint: "write the project's ID, not its name")
    }

    /// The items of a list that was written as one text.
    static func pieces(_ text: String) -> [String] {
        text.split { ",;[]\"' ".contains($0) }.map { String($0).escapedForDisplay(limit: 64) }
    }
}
