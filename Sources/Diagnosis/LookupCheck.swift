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
    ///
    /// - Parameter questions: the questions of a manifest.
    /// - Returns: the answers to them, for whoever resolves it.
    package func perform(_ questions: CloudQuestions) async -> CloudAnswers {
        var answers = CloudAnswers()
        if let query = questions.images {
            let answer: Result<[FoundImage], Problem>
            do throws(Problem) { answer = .success(try await images(query)) } catch { answer = .failure(error) }
            answers.images = answer
            report(Self.finding(of: answer))
        }
        for query in questions.projects {
            let answer: Result<[FoundProject], Problem>
            do throws(Problem) { answer = .success(try await projects(query)) } catch { answer = .failure(error) }
            answers.projects[query] = answer
            report(Self.finding(of: query, answer))
        }
        return answers
    }

    /// Reports what the answers come to: the images of each set, and what is wrong although there was an answer.
    ///
    /// - Parameters:
    ///   - desired: the manifest, resolved by the answers.
    ///   - answers: the answers; what failed in them has been reported.
    package func conclude(_ desired: DesiredState, from answers: CloudAnswers) {
        for set in desired.sets {
            guard let images = set.images, !images.isEmpty else { continue }
            report(
                Finding(
                    .lookup, .ok,
                    "image set \(set.name.quotedForDisplay()) (\(set.source)): \(images.count) of these images"
                        + (set.note.map { "; \($0)" } ?? "")))
        }
        let failures = answers.projects.values.compactMap(\.failure) + [answers.images?.failure].compactMap { $0 }
        let told = Set(failures.map(\.message))
        for problem in desired.problems where !told.contains(problem.message) {
            report(Finding(.lookup, problem.source.map { "\($0)" } ?? "the manifest", failed: problem))
        }
    }

    private static func finding(of answer: Result<[FoundImage], Problem>) -> Finding {
        let found: [FoundImage]
        switch answer {
        case .success(let images): found = images
        case .failure(let problem): return Finding(.lookup, "the images of this project", failed: problem)
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
            .lookup, .ok, "\(reason): \(found.count) for the image sets to choose from, \(list(names))")
    }

    private static func finding(of query: ProjectQuery, _ answer: Result<[FoundProject], Problem>) -> Finding {
        switch (answer, query) {
        case (.failure(let problem), _): Finding(.lookup, query.text, failed: problem)
        case (.success(let found), _) where found.isEmpty:
            Finding(
                .lookup, .warning, "may look for \(query.text): there are none, or this token is shown none",
                hint: "a token that may look at one domain alone finds nothing elsewhere"
            )
        case (.success(let found), .group):
            Finding(.lookup, .ok, "\(query.text): \(found.count), \(list(found.map(\.name)))")
        case (.success(let found), .named):
            Finding(
                .lookup, .ok,
                "\(query.text): "
                    + found.map { "\($0.id)\($0.isEnabled ? "" : ", which is disabled")" }.sorted()
                    .prefix(mostNames).joined(separator: ", "))
        }
    }

    /// The first few, sorted, and whether there are more.
    private static func list(_ texts: [String]) -> String {
        texts.sorted().prefix(mostNames).map { $0.quotedForDisplay() }.joined(separator: ", ")
            + (texts.count > mostNames ? ", …" : "")
    }
}

extension Result {
    /// The failure, where it is one.
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
