import Daemon
import ImageSharing
import Text

/// A search for a text in what images and their projects are called.
struct ImageSearch {
    private let query: String
    private let names: [ProjectID: String]
    /// The projects that were looked at: many images have the same.
    private var projects: [ProjectID: Bool] = [:]

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - query: the text, in lower case.
    ///   - names: the names of projects.
    init(_ query: String, names: [ProjectID: String]) {
        self.query = query
        self.names = names
    }

    /// Returns true if the text is part of a name or ID of the image, or of one of its projects.
    mutating func finds(_ image: ImageStatus) -> Bool {
        query.isEmpty || image.image.description.contains(query)
            || image.searchedNames.contains { $0.lowercased().contains(query) }
            || image.members.contains { finds($0.project) }
    }

    private mutating func finds(_ project: ProjectID) -> Bool {
        if let known = projects[project] { return known }
        let isFound = [project.description, names[project] ?? ""].contains { $0.lowercased().contains(query) }
        projects[project] = isFound
        return isFound
    }
}

extension ImageStatus {
    /// The names by which an image is searched, apart from its ID; none where it is known by its ID alone.
    var searchedNames: [String] {
        guard name != nil || !sets.isEmpty else { return [] }
        return [description, name].compactMap { $0?.onOneLine(limit: 255) } + sets
    }
}
