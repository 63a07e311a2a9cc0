internal import ImageSharing
internal import Text
internal import YAML

/// Decodes the images of a document's nodes, and collects every mistake on the way.
struct ManifestDecoder {
    /// The version of the manifests that are read, as they say it themselves.
    static let version = "1"

    private let root: Node?
    private var collector: IssueCollector
    /// The places where other files ask for images.
    private let elsewhere: [ImageID: SourceLocation]
    private var rule = ProjectID.Rule.keystone
    /// The members of anchored lists that were decoded already: an alias shares them, and their mistakes are reported once.
    private var sharedMembers: [Int: [DesiredMember]] = [:]

    var issues: ManifestIssues { collector.issues }

    init(_ document: YAMLDocument, file: String, issues: ManifestIssues, elsewhere: [ImageID: SourceLocation]) {
        root = document.root
        collector = IssueCollector(document, file: file, issues: issues)
        self.elsewhere = elsewhere
    }

    /// The images in the order of the file, as far as they could be read.
    mutating func decode() -> [DesiredImage] {
        guard let root, !root.isNull else {
            collector.error(
                at: root?.mark ?? .start, NodePath(), "the manifest is empty",
                hint: "write `version: 1` and `images: {}` if nothing is to be shared"
            )
            return []
        }
        guard root.kind == .mapping else {
            collector.error(
                at: root.mark, NodePath(), "a manifest is a mapping, and this is \(root.kindDescription)",
                hint: "begin with `version: 1`, then `images:` and the images below it"
            )
            return []
        }
        let meant = checkKeys(of: root, known: ["version", "images", "project_ids"], NodePath())
        checkVersion(root, wasMeant: meant.contains("version"))
        decideRule(root)
        return decodeImages(root, wereMeant: meant.contains("images"))
    }

    private mutating func checkVersion(_ root: Node, wasMeant: Bool) {
        let path = NodePath().appending(key: "version")
        guard let version = root["version"] else {
            if !wasMeant {
                collector.error(
                    at: .start, NodePath(), "`version` is missing", hint: "write `version: 1` in the first line"
                )
            }
            return
        }
        // Quoted or not, it is the same text: nothing in a manifest changes its meaning by quotes.
        guard version.text != Self.version, !version.isUnknown else { return }
        collector.error(
            at: version.writtenAt, path, "only 1 can be here, and this is \(version.kindDescription)",
            hint: "this program reads manifests of version 1: write `version: 1`"
        )
    }

    private mutating func decideRule(_ root: Node) {
        guard let value = root["project_ids"], !value.isUnknown else { return }
        // A word for it is not the word, but it says what was meant: no ID is called wrong for it.
        let word = value.text.map { $0.utf8.count <= 8 ? $0.lowercased() : "" } ?? ""
        if ["any", "all", "anything", "*"].contains(word) || EditDistance.between(word, "any") == 1 { rule = .any }
        guard value.text != "any" else { return }
        collector.error(
            at: value.writtenAt, NodePath().appending(key: "project_ids"),
            "only `any` can be here, and this is \(value.kindDescription)",
            hint: "leave the line out where project IDs are 32 hexadecimal digits, as Keystone writes them"
        )
    }

    private mutating func decodeImages(_ root: Node, wereMeant: Bool) -> [DesiredImage] {
        let path = NodePath().appending(key: "images")
        guard let images = root["images"] else {
            if !wereMeant {
                collector.error(
                    at: root.mark, NodePath(), "`images` is missing",
                    hint: "write `images: {}` if nothing is to be shared"
                )
            }
            return []
        }
        guard images.kind == .mapping else {
            if images.isUnknown { return [] }
            if images.isNull {
                collector.error(
                    at: images.mark, path, "there are no images here",
                    hint: "write `images: {}` if nothing is to be shared; else indent the images below this line"
                )
            } else {
                collector.error(
                    at: images.writtenAt, path,
                    "image IDs with their projects belong here, and this is \(images.kindDescription)",
                    hint: "write `<image ID>:` with a colon, and below it a list of project IDs"
                )
            }
            return []
        }
        var decoded: [DesiredImage] = []
        decoded.reserveCapacity(images.count)
        for (key, value) in images.pairs {
            if let image = decodeImage(key, value, path) { decoded.append(image) }
        }
        return decoded
    }

    private mutating func decodeImage(_ key: Node, _ value: Node, _ parent: NodePath) -> DesiredImage? {
        // A key that is a list or a mapping was reported when the nodes were composed.
        guard let text = key.text else { return nil }
        let id = ImageID(text)
        if let id {
            if let other = elsewhere[id] {
                collector.error(
                    at: key.mark, parent.appending(key: text), "this image is already in \(other)".escapedForDisplay,
                    hint: "an image can be in one place only: merge the two entries, or remove one"
                )
            }
        } else if text == "<<" && key.isPlain {
            collector.refuseMergeKey(at: key.mark, parent)
        } else {
            collector.error(at: key.mark, parent, IdentifierMistake(image: key, text))
        }
        let (description, members) = decodeSharing(value, parent.appending(key: text))
        return id.map {
            DesiredImage(id: $0, source: collector.location(key.mark), description: description, members: members)
        }
    }

    /// Decodes the value of an image: a list of members, or the long form.
    private mutating func decodeSharing(
        _ value: Node, _ path: NodePath
    ) -> (description: String?, members: [DesiredMember]) {
        guard value.kind == .mapping else { return (nil, decodeMembers(value, path)) }
        let meant = checkKeys(of: value, known: ["description", "members"], path)
        let description = value["description"]
        if let description, description.kind != .scalar {
            collector.error(
                at: description.writtenAt, path.appending(key: "description"),
                "a description is a text, and this is \(description.kindDescription)", hint: "put the text in quotes"
            )
        }
        guard let members = value["members"] else {
            if !meant.contains("members") {
                collector.error(
                    at: value.writtenAt, path, "`members` is missing",
                    hint: "write `members: []` to share it with nobody"
                )
            }
            return (text(of: description), [])
        }
        return (text(of: description), decodeMembers(members, path.appending(key: "members")))
    }

    /// A description's text; nil for one that says nothing.
    private func text(of description: Node?) -> String? {
        guard let description, !description.isNull, let text = description.text else { return nil }
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? nil : text
    }

    private mutating func decodeMembers(_ list: Node, _ path: NodePath) -> [DesiredMember] {
        if let shared = sharedMembers[list.identity] { return shared }
        let members = MemberListDecoder(rule: rule).decode(list, path, &collector)
        if list.isAnchored { sharedMembers[list.identity] = members }
        return members
    }

    /// Reports unknown keys.
    ///
    /// - Returns: the known keys that were meant by them, or may come with a merge: that these are missing need not be
    ///   reported.
    private mutating func checkKeys(of mapping: Node, known: [String], _ path: NodePath) -> Set<String> {
        var meant: Set<String> = []
        for (key, _) in mapping.pairs {
            guard let text = key.text, !known.contains(text) else { continue }
            if text == "<<" && key.isPlain {
                collector.refuseMergeKey(at: key.mark, path)
                meant.formUnion(known)
            } else if !collector.issues.keepsMore(.error) {
                collector.omitError()
            } else {
                if let suggestion = KeySuggestion.meant(by: text, among: known) { meant.insert(suggestion) }
                collector.error(
                    at: key.mark, path, "the key \(text.quotedForDisplay()) is unknown",
                    hint: KeySuggestion.hint(for: text, among: known)
                )
            }
        }
        return meant
    }
}
