/// All that has to be asked before the wishes of a manifest are known; nothing for a manifest of IDs.
package struct CloudQuestions: Sendable, Equatable {
    /// The images to list; nil where no set looks for any.
    package let images: ImageQuery?
    /// The questions to Keystone, each once, sorted.
    package let projects: [ProjectQuery]
    /// True to list what other projects offer to the token's project.
    package let offers: Bool

    /// Makes questions.
    package init(images: ImageQuery? = nil, projects: Set<ProjectQuery> = [], offers: Bool = false) {
        self.images = images
        self.projects = projects.sorted()
        self.offers = offers
    }

    /// The number of questions.
    package var count: Int { projects.count + (images == nil ? 0 : 1) + (offers ? 1 : 0) }
    /// True if nobody has to be asked.
    package var isEmpty: Bool { count == 0 }
}

/// The part of a project's images that Glance itself can pick: at least all that the sets look for.
package struct ImageQuery: Hashable, Sendable {
    /// The name that all of them have; nil for any.
    package let name: String?
    /// The tags that all of them have, sorted.
    package let tags: [String]
    /// The properties that all of them have with these values.
    package let properties: [String: String]

    /// Makes the query that finds whatever one of the matches does.
    package init(coveringAll matches: [ImageMatch]) {
        let names = Set(matches.map { $0.name?.literal })
        name = names.count == 1 ? names.first ?? nil : nil
        let first = matches.first
        tags = (first?.tags ?? []).filter { tag in matches.allSatisfy { $0.tags.contains(tag) } }
        properties = (first?.properties ?? [:]).filter { property in
            matches.allSatisfy { $0.properties[property.key] == property.value }
        }
    }
}

/// The answers of a cloud, each as far as there is one: what could not be found out, and why.
package struct CloudAnswers: Sendable, Equatable {
    /// The images that the token's project owns; nil where nobody asked.
    package var images: Result<[FoundImage], Problem>?
    /// The answer to each question for projects.
    package var projects: [ProjectQuery: Result<[FoundProject], Problem>]
    /// The images that other projects offer to the token's project; nil where nobody asked.
    package var offers: Result<ImageOffers, Problem>?

    /// Makes answers; none for a manifest of IDs.
    package init(
        images: Result<[FoundImage], Problem>? = nil, projects: [ProjectQuery: Result<[FoundProject], Problem>] = [:],
        offers: Result<ImageOffers, Problem>? = nil
    ) {
        self.images = images
        self.projects = projects
        self.offers = offers
    }
}
