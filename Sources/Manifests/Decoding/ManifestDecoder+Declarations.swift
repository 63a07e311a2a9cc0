internal import ImageSharing
internal import Text
internal import YAML

/// The decoding of what has a name: projects, groups, and with their help image sets.
extension ManifestDecoder {
    /// Decodes the names of single projects.
    mutating func decodeProjects(_ root: Node) -> [ProjectDeclaration] {
        let form = NamedForm(key: .projects, example: "web-prod: <project ID>", noun: "project")
        var decoded: [ProjectDeclaration] = []
        for entry in named(root, form) {
            if reportSwapped(entry) { continue }
            let (target, name) = (decodeProject(entry.value, entry.path), declare(entry, form))
            guard let target, let name else { continue }
            decoded.append(
                ProjectDeclaration(name: name, source: collector.location(entry.key.mark), target: target))
        }
        return decoded
    }

    private mutating func decodeProject(_ value: Node, _ path: NodePath) -> ProjectDeclaration.Target? {
        if value.isUnknown { return nil }
        switch value.kind {
        case .mapping:
            let meant = collector.checkKeys(of: value, known: ProjectKey.names, path)
            let domain = collector.text(ProjectKey.domain, of: value, path)
            let name = collector.text(ProjectKey.name, of: value, path)
            if value[ProjectKey.name.rawValue] == nil, !meant.contains(ProjectKey.name.rawValue) {
                collector.error(
                    at: value.writtenAt, path, "`name` is missing",
                    hint: "write the name that Keystone knows the project by: `{name: web-prod, domain: Default}`; "
                        + "an ID stands alone, without a key"
                )
            }
            return name.map { .query(.named($0, domain: domain)) }
        case .sequence:
            collector.error(
                at: value.writtenAt, path, "one project belongs here, and this is \(value.kindDescription)",
                hint: "a list of projects is a group: move it below `groups:`"
            )
            return nil
        case .scalar:
            if !value.isNull, let text = value.text, let project = ProjectID(text, rule: rule) {
                if rule == .keystone { collector.warnOfDashes(in: project, at: value.writtenAt, path) }
                return .id(project)
            }
            collector.error(at: value.writtenAt, path, IdentifierMistake(project: value, rule: rule))
            return nil
        }
    }

    /// Reports an entry whose ID stands where its name belongs, and the other way round.
    ///
    /// - Returns: true for such an entry.
    private mutating func reportSwapped(_ entry: NamedEntry) -> Bool {
        guard let id = entry.key.text, DeclaredName.looksLikeID(id), !entry.value.isNull,
            let name = entry.value.text, DeclaredName.isValid(name)
        else { return false }
        // Whoever uses the name has made no mistake.
        ownNames.insert(name)
        collector.error(
            at: entry.key.mark, entry.path, "the ID stands before the name",
            hint: "the name comes first: `\(name): \(id)`")
        return true
    }

    /// Decodes the names of lists of projects.
    mutating func decodeGroups(_ root: Node) -> [GroupDeclaration] {
        let form = NamedForm(key: .groups, example: "web: [web-prod, <project ID>]", noun: "group")
        var decoded: [GroupDeclaration] = []
        for entry in named(root, form) {
            let (content, name) = (decodeGroup(entry), declare(entry, form))
            guard let content, let name else { continue }
            decoded.append(GroupDeclaration(name: name, source: collector.location(entry.key.mark), content: content))
        }
        return decoded
    }

    private mutating func decodeGroup(_ entry: NamedEntry) -> GroupDeclaration.Content? {
        let (value, path) = (entry.value, entry.path)
        if value.isUnknown { return nil }
        guard value.kind == .mapping else {
            if value.isNull || value.kind == .sequence && value.count == 0 {
                collector.error(
                    at: value.writtenAt, path, "this group has nobody in it",
                    hint: value.isNull
                        ? "indent its list below this line, or take the line out"
                        : "take it out, and its name where it is used; `members: []` shares an image with nobody"
                )
                return nil
            }
            return .list(decodeMembers(value, path, as: .group(entry.key.text)))
        }
        _ = collector.checkKeys(of: value, known: GroupKey.names, path)
        let (domain, tag) = (
            collector.text(GroupKey.domain, of: value, path), collector.text(GroupKey.tag, of: value, path)
        )
        let parent = collector.text(GroupKey.parent, of: value, path)
        let mayBeEmpty = collector.flag(GroupKey.mayBeEmpty, of: value, path) ?? false
        let selectors = [GroupKey.domain, .tag, .parent]
        if domain == nil, tag == nil, parent == nil {
            let isMistaken = value.pairs.contains { key, _ in !GroupKey.names.contains(key.text ?? "") }
            if !isMistaken, !selectors.contains(where: { value[$0.rawValue] != nil }) {
                collector.error(
                    at: value.writtenAt, path, "nothing says which projects belong to this group",
                    hint:
                        "write `domain`, `tag` or `parent`, as in `{domain: Internal}`; or a list: `[web-prod, <project ID>]`"
                )
            }
            return nil
        }
        return .query(.group(domain: domain, tag: tag, parent: parent), mayBeEmpty: mayBeEmpty)
    }
}

/// A mapping from names, and what may be said about its form.
struct NamedForm {
    let key: RootKey
    /// An entry as it can be.
    let example: String
    /// One of the things that have the names.
    let noun: String
}

/// An entry of a mapping from names.
struct NamedEntry {
    let key: Node
    let value: Node
    let path: NodePath
}

extension ManifestDecoder {
    /// The entries of one of the root's mappings from names; none where it is absent or has another form.
    mutating func named(_ root: Node, _ form: NamedForm) -> [NamedEntry] {
        guard let mapping = root[form.key.rawValue], !mapping.isUnknown else { return [] }
        let path = NodePath().appending(key: form.key.rawValue)
        guard mapping.kind == .mapping else {
            if mapping.isNull {
                collector.error(
                    at: mapping.writtenAt, path, "there is no \(form.noun) here",
                    hint: "take the line out, or indent what belongs to it below this line"
                )
            } else {
                collector.error(
                    at: mapping.writtenAt, path,
                    "names of \(form.noun)s with a colon belong here, and this is \(mapping.kindDescription)",
                    hint: "write an entry like `\(form.example)`"
                )
            }
            return []
        }
        return mapping.pairs.compactMap { key, value in
            key.text.map { NamedEntry(key: key, value: value, path: path.appending(key: $0)) }
        }
    }

    /// The name of a declared project or group, where it can be one and nothing else has it.
    private mutating func declare(_ entry: NamedEntry, _ form: NamedForm) -> String? {
        guard let name = name(of: entry, form) else { return nil }
        if let own = declared[name], own.key == form.key {
            // YAML has reported the key that is there twice.
            return nil
        }
        if let other = declared[name].map({ collector.location($0.mark) }) ?? elsewhere.names[name] {
            reportTaken(
                entry, by: other, hint: "projects and groups share their names, over all files: rename one of the two")
            return nil
        }
        declared[name] = (form.key, entry.key.mark)
        declarations.append(PendingDeclaration(name: name, key: entry.key, path: entry.path, noun: form.noun))
        return name
    }

    /// The name of an entry, where it can be one.
    mutating func name(of entry: NamedEntry, _ form: NamedForm) -> String? {
        guard let text = entry.key.text else { return nil }
        if DeclaredName.isValid(text) { return text }
        let path = NodePath().appending(key: form.key.rawValue)
        if text == "<<" && entry.key.isPlain {
            collector.refuseMergeKey(at: entry.key.mark, path)
        } else {
            let looksLikeID = DeclaredName.looksLikeID(text)
            collector.error(
                at: entry.key.mark, path,
                looksLikeID
                    ? "\(text.quotedForDisplay()) looks like an ID, and cannot be a name"
                    : "\(text.quotedForDisplay()) cannot be the name of \(form.noun == "image set" ? "an" : "a") \(form.noun)",
                hint: !looksLikeID
                    ? DeclaredName.rule
                    : form.key == .imageSets
                        ? "an image's ID belongs below `images:`; a set has a name, like `debian-12`"
                        : "give it a name that says who it is, as in `\(form.example)`"
            )
        }
        return nil
    }

    /// Reports a name that something else has already.
    mutating func reportTaken(_ entry: NamedEntry, by other: SourceLocation, hint: String) {
        collector.error(
            at: entry.key.mark, entry.path, "this name is already declared in \(other)".escapedForDisplay, hint: hint)
    }
}
