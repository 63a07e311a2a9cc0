internal import ImageSharing
internal import Text
internal import YAML

/// What the text of one file says, as far as it could be read.
struct DecodedManifest {
    var images: [ManifestImage] = []
    var sets: [ImageSet] = []
    var projects: [ProjectDeclaration] = []
    var groups: [GroupDeclaration] = []
    var trust: [TrustRule] = []

    static func += (all: inout DecodedManifest, file: DecodedManifest) {
        all.images += file.images
        all.sets += file.sets
        all.projects += file.projects
        all.groups += file.groups
        all.trust += file.trust
    }

    /// Takes as names what other files declare, and what could have been IDs, where nearly any text is one.
    ///
    /// - Parameter declared: the names of all files.
    /// - Returns: the names that were taken.
    mutating func claim(_ declared: Set<String>) -> Set<String> {
        var claimed: Set<String> = []
        func claim(_ list: MemberList) -> MemberList {
            var list = list
            list.members.removeAll { member in
                let text = member.project.description
                // A Keystone ID is no name.
                guard declared.contains(text) else { return false }
                list.names.append(NameUse(name: text, source: member.source))
                list.nameTerms[text] = list.memberTerms.removeValue(forKey: member.project)
                claimed.insert(text)
                return true
            }
            return list
        }
        func claim(_ sharing: inout Sharing) {
            sharing.members = claim(sharing.members)
            sharing.revoked = claim(sharing.revoked)
        }
        for index in images.indices { claim(&images[index].sharing) }
        for index in sets.indices { claim(&sets[index].sharing) }
        groups = groups.map { group in
            guard case .list(let members) = group.content else { return group }
            return GroupDeclaration(name: group.name, source: group.source, content: .list(claim(members)))
        }
        return claimed
    }
}

extension Manifest {
    /// The manifest of what was decoded, once its names are judged.
    init(_ content: DecodedManifest) {
        self.init(
            images: content.images, sets: content.sets,
            projects: Dictionary(content.projects.map { ($0.name, $0) }) { first, _ in first }, groups: content.groups,
            trust: content.trust)
    }
}

/// The places in the files before this one that may not be repeated.
struct TakenPlaces {
    /// The places that ask for images by ID.
    var images: [ImageID: SourceLocation] = [:]
    /// The places that declare projects and groups, which share their names.
    var names: [String: SourceLocation] = [:]
    /// The places that declare sets.
    var sets: [String: SourceLocation] = [:]
    /// The places that say whose offers are accepted.
    var trust: [TrustRule.Subject: SourceLocation] = [:]
}

/// Decodes a document's nodes, and collects every mistake on the way.
struct ManifestDecoder {
    /// The version of the manifests that are read, as they say it themselves.
    static let version = "1"

    private let root: Node?
    /// The kinds of file that are wanted.
    private let kinds: Set<ManifestKind>
    var collector: IssueCollector
    let elsewhere: TakenPlaces
    private(set) var rule = ProjectID.Rule.keystone
    /// The terms of the file's images and sets that do not say it themselves.
    private(set) var defaults = SharingDefaults()
    /// The names that this file declares for projects and groups.
    var ownNames: Set<String> = []
    /// The names that are used, to be judged when all files are read.
    var uses: [PendingName] = []
    /// The declarations' keys, by which they are shown where nothing uses them.
    var declarations: [PendingDeclaration] = []
    /// The places of the names that were declared so far.
    var declared: [String: (key: RootKey, mark: Mark)] = [:]
    /// The members of anchored lists that were decoded already: an alias shares them, and their mistakes are reported once.
    private var sharedMembers: [Int: MemberList] = [:]

    init(
        _ document: YAMLDocument, file: String, kinds: Set<ManifestKind>, issues: ManifestIssues, elsewhere: TakenPlaces
    ) {
        root = document.root
        self.kinds = kinds
        collector = IssueCollector(document, file: file, issues: issues)
        self.elsewhere = elsewhere
    }

    /// The content of the file in its order, as far as it could be read.
    mutating func decode() -> DecodedManifest {
        guard let root, !root.isNull else {
            collector.error(
                at: root?.mark ?? .start, NodePath(), "the manifest is empty",
                hint: kinds.contains(.sharing)
                    ? "write `version: 1` and `images: {}` if nothing is to be shared"
                    : "write `version: 1` and `accept: []` if nobody is trusted"
            )
            return DecodedManifest()
        }
        guard root.kind == .mapping else {
            collector.error(
                at: root.mark, NodePath(), "a manifest is a mapping, and this is \(root.kindDescription)",
                hint: "begin with `version: 1`, then `images:` and the images below it"
            )
            return DecodedManifest()
        }
        let kind = ManifestKind(of: root, among: kinds)
        guard kinds.contains(kind) else {
            refuse(kind, root)
            return DecodedManifest()
        }
        if kind == .trust { return DecodedManifest(trust: decodeTrust(root)) }
        let meant = collector.checkKeys(of: root, known: RootKey.names, NodePath())
        checkVersion(root, wasMeant: meant.contains(RootKey.version.rawValue))
        decideRule(root)
        let named = [RootKey.projects, .groups].compactMap { root[$0.rawValue] }
        ownNames = Set(named.flatMap { $0.pairs.compactMap(\.key.text) })
        defaults = decodeDefaults(root)
        var decoded = DecodedManifest()
        decoded.projects = decodeProjects(root)
        decoded.groups = decodeGroups(root)
        decoded.sets = decodeImageSets(root)
        // A file can hold nothing but names, for the others that are loaded with it.
        let others: [RootKey] = [.projects, .groups, .imageSets]
        let mayHaveNoImages = others.contains { root[$0.rawValue] != nil || meant.contains($0.rawValue) }
        decoded.images = decodeImages(
            root, areWanted: !mayHaveNoImages && !meant.contains(RootKey.images.rawValue))
        return decoded
    }

    /// The names of the file, to be judged when all files are read.
    func names(in document: YAMLDocument, file: String) -> FileNames {
        FileNames(document: document, file: file, declared: ownNames, uses: uses, declarations: declarations)
    }

    mutating func checkVersion(_ root: Node, wasMeant: Bool) {
        let path = NodePath().appending(key: RootKey.version.rawValue)
        guard let version = root[RootKey.version.rawValue] else {
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
        guard let value = root[RootKey.projectIDs.rawValue], !value.isUnknown else { return }
        // A word for it is not the word, but it says what was meant: no ID is called wrong for it.
        let word = value.text.map { $0.utf8.count <= 8 ? $0.lowercased() : "" } ?? ""
        if ["any", "all", "anything", "*"].contains(word) || EditDistance.between(word, "any") == 1 { rule = .any }
        guard value.text != "any" else { return }
        collector.error(
            at: value.writtenAt, NodePath().appending(key: RootKey.projectIDs.rawValue),
            "only `any` can be here, and this is \(value.kindDescription)",
            hint: "leave the line out where project IDs are 32 hexadecimal digits, as Keystone writes them"
        )
    }

    private mutating func decodeImages(_ root: Node, areWanted: Bool) -> [ManifestImage] {
        let path = NodePath().appending(key: RootKey.images.rawValue)
        guard let images = root[RootKey.images.rawValue] else {
            if areWanted {
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
        var decoded: [ManifestImage] = []
        decoded.reserveCapacity(images.count)
        for (key, value) in images.pairs {
            if let image = decodeImage(key, value, path) { decoded.append(image) }
        }
        return decoded
    }

    private mutating func decodeImage(_ key: Node, _ value: Node, _ parent: NodePath) -> ManifestImage? {
        // A key that is a list or a mapping was reported when the nodes were composed.
        guard let text = key.text else { return nil }
        let id = ImageID(text)
        if let id {
            if let other = elsewhere.images[id] {
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
        let (description, sharing) = decodeImage(value, parent.appending(key: text))
        return id.map {
            ManifestImage(id: $0, source: collector.location(key.mark), description: description, sharing: sharing)
        }
    }

    /// Decodes the value of an image: a list of members, or the long form.
    private mutating func decodeImage(_ value: Node, _ path: NodePath) -> (description: String?, sharing: Sharing) {
        guard value.kind == .mapping else {
            return (nil, Sharing(members: decodeMembers(value, path), defaults))
        }
        let meant = collector.checkKeys(of: value, known: ImageKey.names, path)
        let description = value[ImageKey.description.rawValue]
        if let description, description.kind != .scalar {
            collector.error(
                at: description.writtenAt, path.appending(key: ImageKey.description.rawValue),
                "a description is a text, and this is \(description.kindDescription)", hint: "put the text in quotes"
            )
        }
        let sharing = decodeSharing(value, path, meant: meant)
        if sharing.mayBeEmpty, sharing.exclusive == nil {
            collector.warning(
                at: value[ImageKey.mayBeEmpty.rawValue]?.writtenAt ?? value.writtenAt,
                path.appending(key: ImageKey.mayBeEmpty.rawValue),
                "this says nothing: without `exclusive`, a list that comes out with nobody removes nobody",
                hint: "take the line out")
        }
        return (text(of: description), sharing)
    }

    /// A description's text; nil for one that says nothing.
    private func text(of description: Node?) -> String? {
        guard let description, !description.isNull, let text = description.text else { return nil }
        return text.isBlank ? nil : text
    }

    /// Decodes a list of projects.
    ///
    /// - Parameters:
    ///   - list: the list.
    ///   - path: the path that leads there.
    ///   - role: the part that it plays.
    /// - Returns: its members, without those that are wrong.
    mutating func decodeMembers(
        _ list: Node, _ path: NodePath, as role: MemberListDecoder.Role = .members
    ) -> MemberList {
        // A list with terms is fine as one of members only.
        if let shared = sharedMembers[list.identity], role == .members || !shared.hasTerms { return shared }
        let decoder = MemberListDecoder(rule: rule, ownNames: ownNames, role: role)
        let members = decoder.decode(list, path, &collector, &uses)
        if list.isAnchored { sharedMembers[list.identity] = members }
        return members
    }
}
