internal import ImageSharing
internal import Text

/// The projects that a name stands for.
struct Expansion {
    /// The projects, sorted, each once.
    var projects: [ProjectID] = []
    /// The declarations that could not be resolved, of all that belong to it.
    var failures: Set<String> = []
    /// True if nobody comes out, and a group is to blame that may be empty.
    var isEmptyByLeave = false
}

/// Resolves the names of projects and groups.
struct NameResolver {
    /// The projects of each name that is used.
    private(set) var expansions: [String: Expansion] = [:]
    /// The problem of each declaration that could not be resolved, by its name.
    private(set) var problems: [String: Problem] = [:]
    /// The names of the projects that were found.
    private(set) var projectNames: [ProjectID: String]
    private let answers: CloudAnswers
    private let mostProjects: Int

    /// Resolves the names that are used.
    ///
    /// - Parameters:
    ///   - manifest: the manifest.
    ///   - answers: the answers to its questions.
    ///   - mostProjects: the most projects that all groups may hold together, those of groups that they hold counted again.
    init(_ manifest: Manifest, _ answers: CloudAnswers, mostProjects: Int) {
        self.answers = answers
        self.mostProjects = mostProjects
        projectNames = [:]
        let used = manifest.usedNames
        // In one order: of two names for one project, the first is shown.
        for name in used.sorted() {
            if let declaration = manifest.projects[name] { resolve(declaration) }
        }
        var count = 0
        for group in manifest.groups where used.contains(group.name) {
            let expansion = resolve(group, atMost: mostProjects - count)
            count += expansion.projects.count
            expansions[group.name] = expansion
        }
        projectNames.merge(manifest.declaredProjectNames) { $1 }
    }

    private mutating func resolve(_ declaration: ProjectDeclaration) {
        switch declaration.target {
        case .id(let id): expansions[declaration.name] = Expansion(projects: [id])
        case .query(let query):
            guard let all = find(query, for: declaration.name, at: declaration.source) else {
                return fail(declaration.name)
            }
            // A namesake that is disabled keeps nobody from using the other one.
            let enabled = all.filter(\.isEnabled)
            let found = enabled.isEmpty ? all : enabled
            guard let project = found.first, found.count == 1 else {
                let problem =
                    found.isEmpty
                    ? Problem(
                        code: .projectNotFound, message: "Keystone has no \(query.text), or does not show it",
                        hint: "check the name and its domain, or write the project's ID", source: declaration.source)
                    : Problem(
                        code: .projectAmbiguous,
                        message: "\(query.text) is \(found.count) projects: "
                            + found.map(\.id.description).sorted().prefix(3).joined(separator: ", ")
                            + (found.count > 3 ? ", …" : ""),
                        hint: "name its domain, or write the project's ID", source: declaration.source)
                return fail(declaration.name, problem)
            }
            guard project.isEnabled else {
                return fail(
                    declaration.name,
                    Problem(
                        code: .projectNotFound,
                        message: "\(query.text), ID \(project.id), is disabled: nobody can use it",
                        hint: "take it out, or have it enabled", source: declaration.source))
            }
            projectNames[project.id] = projectNames[project.id] ?? declaration.name
            expansions[declaration.name] = Expansion(projects: [project.id])
        }
    }

    private mutating func resolve(_ group: GroupDeclaration, atMost limit: Int) -> Expansion {
        var expansion = Expansion()
        switch group.content {
        case .list(let members):
            // Where that alone is too much, the whole is not even put together.
            let most = members.names.compactMap { expansions[$0.name]?.projects.count }.max() ?? 0
            guard most <= limit else { return tooLarge(group) }
            var projects = Set(members.members.map(\.project))
            for use in members.names {
                guard let held = expansions[use.name] else { continue }
                projects.formUnion(held.projects)
                expansion.failures.formUnion(held.failures)
                if held.isEmptyByLeave { expansion.isEmptyByLeave = true }
            }
            expansion.projects = projects.sorted()
            if !projects.isEmpty { expansion.isEmptyByLeave = false }
        case .query(let query, let mayBeEmpty):
            guard let found = find(query, for: group.name, at: group.source)?.filter(\.isEnabled) else {
                return Expansion(failures: [group.name])
            }
            if found.isEmpty && !mayBeEmpty {
                problems[group.name] = Problem(
                    code: .groupEmpty,
                    message: "the group \(group.name.quotedForDisplay()) has nobody in it: there are no \(query.text)",
                    hint: "check it; if nobody is right, write `may_be_empty: true` in the group", source: group.source)
                return Expansion(failures: [group.name])
            }
            for project in found where projectNames[project.id] == nil { projectNames[project.id] = project.name }
            expansion.projects = Set(found.map(\.id)).sorted()
            expansion.isEmptyByLeave = found.isEmpty
        }
        return expansion.projects.count <= limit ? expansion : tooLarge(group)
    }

    private mutating func tooLarge(_ group: GroupDeclaration) -> Expansion {
        problems[group.name] = Problem(
            code: .tooManyRows, message: "all groups together come out with more than \(mostProjects) projects",
            hint: "nest fewer groups in one another", source: group.source)
        return Expansion(failures: [group.name])
    }

    /// The projects that Keystone has found; nil where that failed, which is a problem of the declaration then.
    private mutating func find(_ query: ProjectQuery, for name: String, at source: SourceLocation) -> [FoundProject]? {
        switch answers.projects[query] {
        case .success(let found): return found
        case .failure(var problem):
            problem.source = source
            problems[name] = problem
        case nil:
            problems[name] = Problem(
                code: .unexpectedResponse, message: "nobody has looked for the \(query.text)", source: source)
        }
        return nil
    }

    private mutating func fail(_ name: String, _ problem: Problem? = nil) {
        if let problem { problems[name] = problem }
        expansions[name] = Expansion(failures: [name])
    }
}
