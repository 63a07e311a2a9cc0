package import ImageSharing

extension Manifest {
    /// Replaces names, groups and sets by the images and projects that they stand for.
    ///
    /// Pure and total: the same manifest and answers give the same state, in whatever order files and answers come. What
    /// could not be found out is a problem of the state, and of the rows that need it; all others are there. A manifest
    /// of IDs is its own answer.
    ///
    /// - Parameters:
    ///   - answers: the answers to `questions`.
    ///   - limits: the most that may come out.
    /// - Returns: the images and members that are asked for, as far as that is known.
    package func resolve(_ answers: CloudAnswers, within limits: ResolvingLimits = ResolvingLimits()) -> DesiredState {
        if isOfTrust { return accepted(among: answers.offers) }
        let desired = replacingNames(answers, within: limits)
        guard !missingFiles.isEmpty || isInChange else { return desired }
        return DesiredState(
            images: desired.images.map { $0.keepingEverybody(because: .fileMissing) },
            sets: desired.sets, projectNames: desired.projectNames, problems: desired.problems)
    }

    private func replacingNames(_ answers: CloudAnswers, within limits: ResolvingLimits) -> DesiredState {
        guard !sets.isEmpty || images.contains(where: \.sharing.hasNames) else {
            return DesiredState(
                images: images.compactMap {
                    guard covers($0.id) else { return nil }
                    return DesiredImage(
                        id: $0.id, source: $0.source, description: $0.description, members: $0.sharing.members.members,
                        terms: $0.sharing.terms)
                },
                projectNames: declaredProjectNames
            )
        }
        var resolution = Resolution(self, answers, limits)
        return resolution.run()
    }

    /// Returns the project that a name is declared to stand for by its ID; nil for any other name.
    package func project(declared name: String) -> ProjectID? {
        if case .id(let id) = projects[name]?.target { id } else { nil }
    }

    /// The names that are declared for projects, in any order.
    package var projectNames: some Collection<String> { projects.keys }

    /// The names of the projects that are declared by ID.
    var declaredProjectNames: [ProjectID: String] {
        var names: [ProjectID: String] = [:]
        for declaration in projects.values.sorted(by: { $0.name < $1.name }) {
            if case .id(let id) = declaration.target, names[id] == nil { names[id] = declaration.name }
        }
        return names
    }
}
