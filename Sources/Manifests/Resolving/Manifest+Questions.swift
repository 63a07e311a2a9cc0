package import ImageSharing

extension Manifest {
    /// All that has to be asked to know what is wished for; nothing for a manifest of IDs, nor for what nothing uses.
    package var questions: CloudQuestions {
        var projects: Set<ProjectQuery> = []
        let used = usedNames
        for name in used {
            if case .query(let query) = self.projects[name]?.target { projects.insert(query) }
        }
        for group in groups where used.contains(group.name) {
            if case .query(let query, _) = group.content { projects.insert(query) }
        }
        return CloudQuestions(
            images: sets.isEmpty ? nil : ImageQuery(coveringAll: sets.map(\.match)), projects: projects,
            offers: isOfTrust)
    }

    /// The names that the lists of images and sets use, those that they stand for included.
    var usedNames: Set<String> {
        var used = Set(
            (images.lazy.map(\.sharing) + sets.map(\.sharing)).flatMap { $0.members.names + $0.revoked.names }.map(
                \.name))
        // Whoever holds a group comes after it.
        for group in groups.reversed() where used.contains(group.name) {
            if case .list(let members) = group.content { used.formUnion(members.names.map(\.name)) }
        }
        return used
    }
}
