internal import ImageSharing
internal import Text
internal import YAML

/// Judges the names of all files together: a name can be declared in any of them.
struct NameCheck {
    private let declared: Set<String>
    private let used: Set<String>
    private let sets: Set<String>
    /// True if every file could be read, so that a name that nobody declares is a mistake.
    private let knowsAllNames: Bool
    /// The groups in an order in which each comes after those that it holds.
    let order: [GroupDeclaration]
    /// The groups that hold themselves, with the name in their list by which they do, and the way round.
    private var circles: [String: Circle]
    /// The suggestions that were looked for already.
    private var suggestions: [String: String?] = [:]

    private struct Circle {
        let use: NameUse
        let way: [String]
    }

    /// Prepares a check.
    ///
    /// - Parameters:
    ///   - groups: the groups of all files.
    ///   - sets: the names of the image sets of all files.
    ///   - files: the names of all files.
    ///   - claimed: names that are used, too.
    ///   - knowsAllNames: false where some file could not be read.
    init(groups: [GroupDeclaration], sets: Set<String>, files: [FileNames], claimed: Set<String>, knowsAllNames: Bool) {
        declared = Set(files.flatMap(\.declared))
        used = claimed.union(files.flatMap { $0.uses.map(\.name) })
        self.knowsAllNames = knowsAllNames
        self.sets = sets
        (order, circles) = Self.sort(groups)
    }

    /// Reports the mistakes of one file's names.
    mutating func report(_ names: FileNames, into issues: inout ManifestIssues) {
        var collector = IssueCollector(names.document, file: names.file, issues: issues)
        for use in names.uses {
            let path = use.list.appending(index: use.index)
            if !declared.contains(use.name) {
                if knowsAllNames || declared.isEmpty { collector.error(at: use.item.mark, path, mistake(of: use)) }
            } else if let first = use.first {
                collector.reportRepeated("name", at: use.item.writtenAt, path, first: first)
            } else if let group = use.group, let circle = circles[group], circle.use.name == use.name {
                collector.error(at: use.item.writtenAt, path, Self.message(circle), hint: Self.circleHint)
                circles[group] = nil
            }
        }
        issues = collector.issues
    }

    /// Reports the names of one file that nothing uses.
    func reportUnused(_ names: FileNames, into issues: inout ManifestIssues) {
        var collector = IssueCollector(names.document, file: names.file, issues: issues)
        for declaration in names.declarations where !used.contains(declaration.name) {
            collector.warning(
                at: declaration.key.mark, declaration.path,
                "nothing uses the \(declaration.noun) \(declaration.name.quotedForDisplay())",
                hint: "use it in a list of members, or take it out"
            )
        }
        issues = collector.issues
    }

    /// Reports the groups that hold themselves by a name that could have been an ID.
    func reportRest(into issues: inout ManifestIssues) {
        for circle in circles.values {
            issues.append(
                ManifestIssue(
                    severity: .error, file: circle.use.source.file, source: circle.use.source,
                    path: RootKey.groups.rawValue,
                    message: Self.message(circle), hint: Self.circleHint, snippet: nil))
        }
    }

    private static let circleHint = "take one of these names out of the group before it"

    private static func message(_ circle: Circle) -> String {
        let shown = circle.way.count <= 12 ? circle.way : circle.way.prefix(6) + ["…"] + circle.way.suffix(5)
        return "this group holds itself: \(shown.joined(separator: " → "))"
    }

    private mutating func mistake(of use: PendingName) -> IdentifierMistake {
        let mistake = IdentifierMistake(member: use.item, rule: .keystone)
        guard mistake.isUnspecific else { return mistake }
        let name = use.name
        if sets.contains(name) {
            return IdentifierMistake(
                "\(name.quotedForDisplay()) is an image set, and a member is a project",
                hint: "write projects or groups here; the images of a set are shared with its own `members`")
        }
        if declared.isEmpty {
            return IdentifierMistake(
                mistake.message,
                hint:
                    "declare the name below `projects:` or `groups:`, or read the file that does, too (-f); or write the ID: "
                    + IdentifierKind.project.lookup(name))
        }
        let suggestion = suggestions[name] ?? KeySuggestion.closest(to: name, among: declared.sorted())
        suggestions[name] = .some(suggestion)
        return IdentifierMistake(
            "\(name.quotedForDisplay()) is neither a project ID nor declared in `projects` or `groups`",
            hint: suggestion.map { "did you mean `\($0)`?" }
                ?? "declare it below `projects:`, as in `\(name): <project ID>`, or write the ID itself"
        )
    }

    /// Sorts groups so that each comes after those that it holds.
    ///
    /// It goes without recursion: a file can nest as many groups as it has lines.
    private static func sort(_ groups: [GroupDeclaration]) -> (order: [GroupDeclaration], circles: [String: Circle]) {
        let byName = Dictionary(groups.map { ($0.name, $0) }) { first, _ in first }
        func held(by name: String) -> ArraySlice<NameUse> {
            guard case .list(let members) = byName[name]?.content else { return [] }
            return members.names.filter { byName[$0.name] != nil }[...]
        }
        var order: [GroupDeclaration] = []
        var circles: [String: Circle] = [:]
        // False for those on the way, true for those that are done.
        var isDone: [String: Bool] = [:]
        for group in groups.sorted(by: { $0.name < $1.name }) where isDone[group.name] == nil {
            // The way from this group to the one that is being looked at, each with what is left of its list.
            var way = [(name: group.name, rest: held(by: group.name))]
            isDone[group.name] = false
            while let (name, rest) = way.last {
                guard let next = rest.first else {
                    way.removeLast()
                    isDone[name] = true
                    if let group = byName[name] { order.append(group) }
                    continue
                }
                way[way.count - 1].rest = rest.dropFirst()
                switch isDone[next.name] {
                case nil:
                    isDone[next.name] = false
                    way.append((next.name, held(by: next.name)))
                case false:
                    let start = way.lastIndex { $0.name == next.name } ?? 0
                    if circles[name] == nil {
                        circles[name] = Circle(use: next, way: way[start...].map(\.name) + [next.name])
                    }
                case true: break
                }
            }
        }
        return (order, circles)
    }
}
