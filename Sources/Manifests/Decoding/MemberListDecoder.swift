internal import ImageSharing
internal import Text
internal import YAML

/// Reads a list of project IDs and names.
struct MemberListDecoder {
    /// The parts that a list can play.
    enum Role: Equatable {
        /// That of the members of an image or a set.
        case members
        /// That of those who must not be.
        case revoked
        /// That of what a group holds; nil where the group's name is none.
        case group(String?)
    }

    let rule: ProjectID.Rule
    /// The names that the file itself declares: they come before IDs where nearly any text is one.
    let ownNames: Set<String>
    let role: Role

    /// An entry as it was read.
    private enum Entry {
        case project(ProjectID)
        case name(String)
    }

    /// Decodes a list.
    ///
    /// - Parameters:
    ///   - list: the list.
    ///   - path: the path that leads there.
    ///   - collector: the mistakes.
    ///   - uses: the names that are used, to which those of this list are added.
    /// - Returns: the members.
    func decode(
        _ list: Node, _ path: NodePath, _ collector: inout IssueCollector, _ uses: inout [PendingName]
    ) -> MemberList {
        if list.isUnknown { return MemberList() }
        guard list.kind == .sequence else {
            refuse(list, path, &collector)
            return MemberList()
        }
        var decoded = MemberList()
        decoded.members.reserveCapacity(list.count)
        var projects = Set<ProjectID>(minimumCapacity: list.count)
        var names: [String: Mark] = [:]
        let group: String? = if case .group(let name) = role { name } else { nil }
        for (index, item) in list.items.enumerated() {
            let (entry, terms) = entry(item, path, index, &collector)
            switch entry {
            case .project(let project):
                decoded.members.append(DesiredMember(project: project, source: collector.location(item.mark)))
                projects.insert(project)
                if let terms { decoded.memberTerms[project] = terms }
            case .name(let name):
                decoded.names.append(NameUse(name: name, source: collector.location(item.mark)))
                if let terms { decoded.nameTerms[name] = terms }
                uses.append(
                    PendingName(
                        name: name, item: subject(of: item), list: path, index: index, group: group, first: names[name])
                )
                names[name] = names[name] ?? item.mark
            case nil: break
            }
        }
        if projects.count != decoded.members.count { reportDuplicates(list, path, &collector) }
        return decoded
    }

    /// The node that names whom an entry is about.
    private func subject(of item: Node) -> Node {
        item.kind == .mapping ? item[MemberKey.project.rawValue] ?? item : item
    }

    /// Reads a node whose kind can be told without the other files.
    private func read(_ item: Node) -> Entry? {
        // Nearly every entry is this one.
        if rule == .keystone, let text = item.utf8, let project = ProjectID(keystone: text.span) {
            return .project(project)
        }
        // What YAML reads as nothing is nobody's ID, also where nearly any text is one.
        guard !item.isNull, let text = item.text else { return nil }
        if rule == .any, ownNames.contains(text) { return .name(text) }
        if let project = ProjectID(text, rule: rule) { return .project(project) }
        return rule == .keystone && DeclaredName.isValid(text) ? .name(text) : nil
    }

    /// Decodes an entry, and its terms where it has any.
    private func entry(
        _ item: Node, _ path: NodePath, _ index: Int, _ collector: inout IssueCollector
    ) -> (Entry?, MemberTerms?) {
        guard item.kind == .mapping, hasTerms(item) else {
            return (entry(item, path.appending(index: index), &collector), nil)
        }
        let path = path.appending(index: index)
        guard role == .members else {
            collector.error(at: item.writtenAt, path, IdentifierMistake(termsIn: role == .revoked))
            return (nil, nil)
        }
        let meant = collector.checkKeys(of: item, known: MemberKey.names, path)
        let terms = collector.memberTerms(of: item, path)
        guard let subject = item[MemberKey.project.rawValue] else {
            if !meant.contains(MemberKey.project.rawValue) {
                collector.error(
                    at: item.writtenAt, path, "`project` is missing",
                    hint: "write whom it is about, as in `{project: <project ID>, until: 2027-01-31}`")
            }
            return (nil, nil)
        }
        let key = path.appending(key: MemberKey.project.rawValue)
        return (entry(subject, key, &collector), terms == MemberTerms() ? nil : terms)
    }

    /// Returns true for an entry that is meant to say more than who it is.
    private func hasTerms(_ item: Node) -> Bool {
        item.pairs.contains { MemberKey(rawValue: $0.key.text ?? "") != nil }
    }

    private func entry(
        _ item: Node, _ path: @autoclosure () -> NodePath, _ collector: inout IssueCollector
    ) -> Entry? {
        if item.isUnknown { return nil }
        guard let entry = read(item) else {
            collector.error(
                at: item.kind == .scalar ? item.mark : item.writtenAt, path(),
                IdentifierMistake(member: item, rule: rule)
            )
            return nil
        }
        if case .project(let project) = entry, rule == .keystone {
            collector.warnOfDashes(in: project, at: item.mark, path())
        }
        return entry
    }

    /// Walks the list again, for the first place of each project that comes twice.
    private func reportDuplicates(_ list: Node, _ path: NodePath, _ collector: inout IssueCollector) {
        var first: [ProjectID: Mark] = [:]
        for (index, item) in list.items.enumerated() {
            guard case .project(let project) = read(subject(of: item)) else { continue }
            if let mark = first[project] {
                collector.reportRepeated("project", at: item.writtenAt, path.appending(index: index), first: mark)
            } else {
                first[project] = item.mark
            }
        }
    }

    /// Reports those of whom one entry says both that they shall be members and that they must not be.
    ///
    /// - Parameters:
    ///   - list: the list of those who must not be.
    ///   - path: the path that leads there.
    ///   - members: those who shall be.
    ///   - collector: the mistakes.
    func reportContradictions(
        between list: Node, _ path: NodePath, and members: MemberList, _ collector: inout IssueCollector
    ) {
        let projects = Dictionary(members.members.map { ($0.project, $0.source) }) { first, _ in first }
        let names = Dictionary(members.names.map { ($0.name, $0.source) }) { first, _ in first }
        for (index, item) in list.items.enumerated() {
            let (noun, place): (String, SourceLocation?) =
                switch read(item) {
                case .project(let project): ("project", projects[project])
                case .name(let name): ("name", names[name])
                case nil: ("", nil)
                }
            guard let place else { continue }
            collector.error(
                at: item.writtenAt, path.appending(index: index),
                "this \(noun) is in `members`, too, in \(Mark(line: place.line, column: place.column))",
                hint: "it cannot be both: remove one of the two lines")
        }
    }

    private func refuse(_ value: Node, _ path: NodePath, _ collector: inout IssueCollector) {
        if value.isNull {
            collector.error(
                at: value.writtenAt, path, "there are no members here",
                hint: "write `[]` to share the image with nobody; else indent the list below this line"
            )
        } else if let text = value.text {
            collector.error(at: value.writtenAt, path, IdentifierMistake(insteadOfList: text))
        } else {
            collector.error(
                at: value.writtenAt, path, "members are a list of project IDs, and this is \(value.kindDescription)",
                hint: "write each project ID as an item of its own: `- <project ID>`, without a colon"
            )
        }
    }
}
