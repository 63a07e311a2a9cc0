internal import ImageSharing
internal import Text
internal import YAML

/// Reads a list of project IDs and names.
struct MemberListDecoder {
    let rule: ProjectID.Rule
    /// The names that the file itself declares: they come before IDs where nearly any text is one.
    let ownNames: Set<String>
    /// The group whose list it is; nil for that of an image or a set.
    let group: String?

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
        for (index, item) in list.items.enumerated() {
            switch entry(item, path, index, &collector) {
            case .project(let project):
                decoded.members.append(DesiredMember(project: project, source: collector.location(item.mark)))
                projects.insert(project)
            case .name(let name):
                decoded.names.append(NameUse(name: name, source: collector.location(item.mark)))
                uses.append(
                    PendingName(name: name, item: item, list: path, index: index, group: group, first: names[name]))
                names[name] = names[name] ?? item.mark
            case nil: break
            }
        }
        if projects.count != decoded.members.count { reportDuplicates(list, path, &collector) }
        return decoded
    }

    /// Reads an entry whose kind can be told without the other files.
    private func read(_ item: Node) -> Entry? {
        // What YAML reads as nothing is nobody's ID, also where nearly any text is one.
        guard !item.isNull, let text = item.text else { return nil }
        if rule == .any, ownNames.contains(text) { return .name(text) }
        if let project = ProjectID(text, rule: rule) { return .project(project) }
        return rule == .keystone && DeclaredName.isValid(text) ? .name(text) : nil
    }

    private func entry(
        _ item: Node, _ path: NodePath, _ index: Int, _ collector: inout IssueCollector
    ) -> Entry? {
        if item.isUnknown { return nil }
        guard let entry = read(item) else {
            collector.error(
                at: item.kind == .scalar ? item.mark : item.writtenAt, path.appending(index: index),
                IdentifierMistake(member: item, rule: rule)
            )
            return nil
        }
        if case .project(let project) = entry, rule == .keystone {
            collector.warnOfDashes(in: project, at: item.mark, path.appending(index: index))
        }
        return entry
    }

    /// Walks the list again, for the first place of each project that comes twice.
    private func reportDuplicates(_ list: Node, _ path: NodePath, _ collector: inout IssueCollector) {
        var first: [ProjectID: Mark] = [:]
        for (index, item) in list.items.enumerated() {
            guard case .project(let project) = read(item) else { continue }
            if let mark = first[project] {
                collector.reportRepeated("project", at: item.writtenAt, path.appending(index: index), first: mark)
            } else {
                first[project] = item.mark
            }
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
