import ImageAPI
import ImageSharing
import OpenStack
import Pacing

/// Asks Keystone which of the projects exist, as far as it lets this token know.
struct ProjectCheck: Sendable {
    /// After so many projects that the token may not look at, it will hardly be allowed to see the others.
    private static let triesUntilHidden = 3

    let identity: IdentityClient
    let authorization: Authorization
    let concurrency: BoundedConcurrency
    let report: @Sendable (Finding) -> Void

    /// Asks about each project once; what is no project's ID is left out.
    ///
    /// - Parameters:
    ///   - projects: the projects.
    ///   - sources: the line that asks for each, where one does.
    func perform(_ projects: Set<ProjectID>, sources: [ProjectID: SourceLocation]) async {
        let sorted = projects.filter { ProjectID($0.description) != nil }.sorted()
        var standings: [ProjectID: ProjectStanding] = [:]
        for project in sorted.prefix(Self.triesUntilHidden) { standings[project] = await standing(of: project) }
        let rest = sorted.dropFirst(Self.triesUntilHidden)
        if let first = standings.values.first, first.isUnknown, standings.values.allSatisfy({ $0 == first }) {
            for project in rest { standings[project] = first }
        } else {
            let answers = await concurrency.run(Array(rest)) { _ in
                false
            } step: { project in
                .finished((project, await standing(of: project)))
            }
            for (project, standing) in answers { standings[project] = standing }
        }
        for finding in ProjectFindings(standings: standings, sources: sources).all { report(finding) }
    }

    private func standing(of project: ProjectID) async -> ProjectStanding {
        do throws(OpenStackError) {
            return try await identity.standing(of: project.description, asking: authorization)
        } catch {
            // Whatever came of it, it does not say.
            return Problem(error).code.isTransient ? .unanswered : .hidden
        }
    }
}

extension ProjectStanding {
    /// True where it says nothing of the project.
    fileprivate var isUnknown: Bool { self == .hidden || self == .unanswered }
}
