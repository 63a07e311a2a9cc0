internal import ImageSharing
internal import Text
internal import YAML

/// Reads a list of project IDs.
struct MemberListDecoder {
    let rule: ProjectID.Rule

    /// The members of a list, without those that are wrong.
    func decode(_ list: Node, _ path: NodePath, _ collector: inout IssueCollector) -> [DesiredMember] {
        if list.isUnknown { return [] }
        guard list.kind == .sequence else {
            refuse(list, path, &collector)
            return []
        }
        var members: [DesiredMember] = []
        members.reserveCapacity(list.count)
        var projects = Set<ProjectID>(minimumCapacity: list.count)
        for (index, item) in list.items.enumerated() {
            guard let project = decode(item, path, index, &collector) else { continue }
            members.append(DesiredMember(project: project, source: collector.location(item.mark)))
            projects.insert(project)
        }
        if projects.count != members.count { reportDuplicates(list, path, &collector) }
        return members
    }

    private func decode(
        _ item: Node, _ path: NodePath, _ index: Int, _ collector: inout IssueCollector
    ) -> ProjectID? {
        if item.isUnknown { return nil }
        // What YAML reads as nothing is nobody's ID, also where nearly any text is one.
        guard !item.isNull, let text = item.text, let project = ProjectID(text, rule: rule) else {
            collector.error(
                at: item.kind == .scalar ? item.mark : item.writtenAt, path.appending(index: index),
                IdentifierMistake(member: item, rule: rule)
            )
            return nil
        }
        if project.isDashed && rule == .keystone {
            collector.warning(
                at: item.mark, path.appending(index: index),
                "\(text.quotedForDisplay()) has dashes, which Keystone's project IDs do not have",
                hint: "if it is the same project, write \(text.filter { $0 != "-" })"
            )
        }
        return project
    }

    /// Walks the list again, for the first place of each member that comes twice.
    private func reportDuplicates(_ list: Node, _ path: NodePath, _ collector: inout IssueCollector) {
        var first: [ProjectID: Mark] = [:]
        for (index, item) in list.items.enumerated() {
            guard let text = item.text, let project = ProjectID(text, rule: rule) else { continue }
            if let mark = first[project] {
                collector.error(
                    at: item.writtenAt, path.appending(index: index), "this project is already in \(mark)",
                    hint: "remove one of the two lines"
                )
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
