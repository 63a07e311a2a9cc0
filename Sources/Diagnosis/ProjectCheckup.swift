import ImageAPI
import Pacing
import ImageSharing
import OpenStack

/// Asks Keystone which of the projects exist, as far as it lets this token know.
struct ProjectCheckup: Sendable {
    /// After so many projects that the token may not look at, it will hardly be allowed to see the others.
    private static let triesUntilHidden = 3

    let identity: IdentityClient
    let authorization: Authorization
    let concurrency: BoundedConcurrency
    let tell: @Sendable (Finding) -> Void

    /// Asks about each project once.
    ///
    /// - Parameters:
    ///   - projects: the projects.
    ///   - sources: the line that asks for each, where one does.
    func perform(_ projects: Set<ProjectID>, sources: [ProjectID: SourceLocation]) async {
        let sorted = projects.filter { ProjectID($0.description) != nil }.sorted()
        var standings: [(ProjectID, ProjectStanding)] = []
        for project in sorted.prefix(Self.triesUntilHidden) { standings.append((project, await standing(of: project))) }
        let rest = sorted.dropFirst(Self.triesUntilHidden)
        if let first = standings.first?.1, first.isUnknown, standings.allSatisfy({ $0.1 == first }) {
            standings += rest.map { ($0, first) }
        } else {
            standings += await concurrency.run(Array(rest)) { _ in
                false
            } step: { project in
                .finished((project, await standing(of: project)))
            }
        }
        report(standings.sorted { $0.0 < $1.0 }, sources)
    }

    private func report(
        _ standings: [(ProjectID, ProjectStanding)], _ sources: [ProjectID: SourceLocation]
    ) {
        for (project, standing) in standings {
            let place = sources[project].map { " (\($0))" } ?? ", a member that the manifest does not name,"
            switch standing {
            case .missing:
                tell(
                    Finding(
                        .project, .wrong, "project \(project)\(place) does not exist",
                        hint: "it was deleted, or is a typing error, or belongs to another cloud"
                    )
                )
            case .disabled(let name):
                tell(Finding(.project, .warning, "project \(project) (\(name))\(place) is disabled"))
            case .enabled, .hidden, .unanswered: break
            }
        }
        let known = standings.count { if case .enabled = $0.1 { true } else { false } }
        if known > 0 { tell(Finding(.project, .ok, "\(known) of \(standings.count) projects exist and are enabled")) }
        let unanswered = standings.count { $0.1 == .unanswered }
        if unanswered > 0 {
            tell(
                Finding(
                    .project, .unknown, "\(unanswered) of \(standings.count) projects: Keystone did not answer",
                    hint: "the cloud's trouble: run again later", isTransient: true
                )
            )
        }
        let hidden = standings.count { $0.1 == .hidden }
        guard hidden > 0 else { return }
        tell(
            Finding(
                .project, .unknown, "\(hidden) of \(standings.count) projects: cannot tell whether they exist",
                hint: "an administrator may look at other projects: run doctor with such a user's credentials"
            )
        )
    }

    private func standing(of project: ProjectID) async -> ProjectStanding {
        do throws(OpenStackError) {
            return try await identity.standing(of: project.description, asking: authorization)
        } catch {
            // Whatever came of it, it does not tell.
            return Problem(error).code.isTransient ? .unanswered : .hidden
        }
    }
}

extension ProjectStanding {
    /// Whether it does not tell of the project.
    fileprivate var isUnknown: Bool { self == .hidden || self == .unanswered }
}
