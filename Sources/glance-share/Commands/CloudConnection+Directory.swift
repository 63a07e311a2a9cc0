import ImageAPI
import ImageSharing
import OpenStack
import Reconciliation

extension CloudConnection: CloudDirectory {
    func images(_ query: ImageQuery) async throws(Problem) -> [FoundImage] {
        try await ImageClient(session: reading).images(query)
    }

    func offers() async throws(Problem) -> ImageOffers {
        try await ImageClient(session: reading).offers()
    }

    func projects(_ query: ProjectQuery) async throws(Problem) -> [FoundProject] {
        do throws(LookupError) {
            let projects =
                switch query {
                case .named(let name, let domain):
                    try await projectDirectory.projects(named: name, domain: domain)
                case .group(let domain, let tag, let parent):
                    try await projectDirectory.enabledProjects(domain: domain, tag: tag, parent: parent)
                }
            return projects.map { project in
                FoundProject(
                    id: ProjectID(reported: project.id), name: project.name, isEnabled: project.isEnabled)
            }
        } catch {
            throw Problem(error)
        }
    }

    /// The names of all enabled projects; none where the token may not list them, which most may not.
    var projectNames: [ProjectID: String] {
        get async {
            do throws(Problem) {
                let everybody = try await projects(.group(domain: nil, tag: nil, parent: nil))
                return Dictionary(everybody.map { ($0.id, $0.name) }) { first, _ in first }
            } catch {
                return [:]
            }
        }
    }
}

extension Problem {
    /// Says in the report's terms why projects could not be looked up.
    fileprivate init(_ failure: LookupError) {
        self.init(failure.error)
        // The words of Keystone, also where it is a gateway's refusal, and not of an image service.
        message = failure.error.message
        hint = failure.error.hint ?? hint
        switch failure.kind {
        case .forbidden: code = .lookupForbidden
        case .notFound: code = .projectNotFound
        case .ambiguous: code = .projectAmbiguous
        case .failed: break
        }
    }
}
