package import ImageSharing
import Text

/// Asks everything that a manifest has to ask before its wishes are known, and reports whether this token may, and what is
/// found; only reads.
package struct LookupCheck: Sendable {
    /// The most names that a finding lists.
    private static let mostNames = 5

    private let images: @Sendable (ImageQuery) async throws(Problem) -> [FoundImage]
    private let projects: @Sendable (ProjectQuery) async throws(Problem) -> [FoundProject]
    private let report: @Sendable (Finding) -> Void

    /// Prepares a check.
    ///
    /// - Parameters:
    ///   - images: lists the images that the token's project owns.
    ///   - projects: finds projects.
    ///   - report: takes each finding: images first, then projects in the order of the questions.
    package init(
        images: @escaping @Sendable (ImageQuery) async throws(Problem) -> [FoundImage],
        projects: @escaping @Sendable (ProjectQuery) async throws(Problem) -> [FoundProject],
        report: @escaping @Sendable (Finding) -> Void
    ) {
        self.images = images
        self.projects = projects
        self.report = report
    }

    /// Asks, one question after another.
    package func perform(_ questions: CloudQuestions) async {
        if let query = questions.images { report(await finding(of: query)) }
        for query in questions.projects { report(await finding(of: query)) }
    }

    private func finding(of query: ImageQuery) async -> Finding {
        let found: [FoundImage]
        do throws(Problem) { found = try await images(query) } catch {
            return Finding(.lookup, "the images of this project", failed: error)
        }
        let reason = "may list the images of this project"
        guard !found.isEmpty else {
            return Finding(
                .lookup, .warning, "\(reason): there is none that an image set could match",
                hint: "check the names, tags and properties in image_sets; hidden images are not looked at"
            )
        }
        let names = found.map { $0.name ?? $0.id.description }
        return Finding(
            .lookup, .ok, "\(reason): \(found.count) for the image sets to choose from, \(Self.list(names))")
    }

    private func finding(of query: ProjectQuery) async -> Finding {
        let found: [FoundProject]
        do throws(Problem) { found = try await projects(query) } catch {
            return Finding(.lookup, query.text, failed: error)
        }
        switch query {
        case .named: return Self.finding(of: query, found)
        case .group:
            guard !found.isEmpty else {
                return Finding(
                    .lookup, .failed, "\(query.text): there is none, or this token is shown none",
                    hint:
                        "check domain, tag and parent: a token that may look at one domain alone finds nothing elsewhere"
                )
            }
            return Finding(.lookup, .ok, "\(query.text): \(found.count), \(Self.list(found.map(\.name)))")
        }
    }

    /// The finding of a project by its name.
    private static func finding(of query: ProjectQuery, _ found: [FoundProject]) -> Finding {
        guard let project = found.first else {
            return Finding(
                .lookup, .failed, "\(query.text): there is none, or this token is not shown it",
                hint: "check its name and its domain, or write its ID"
            )
        }
        guard found.count == 1 else {
            let ids = found.map(\.id.description)
            return Finding(
                .lookup, .failed, "\(query.text): there are \(found.count), \(list(ids))",
                hint: "name its domain, or write its ID"
            )
        }
        return project.isEnabled
            ? Finding(.lookup, .ok, "\(query.text): \(project.id)")
            : Finding(.lookup, .warning, "\(query.text): \(project.id), which is disabled")
    }

    /// The first few, sorted, and whether there are more.
    private static func list(_ texts: [String]) -> String {
        texts.sorted().prefix(mostNames).map { $0.quotedForDisplay() }.joined(separator: ", ")
            + (texts.count > mostNames ? ", …" : "")
    }
}
