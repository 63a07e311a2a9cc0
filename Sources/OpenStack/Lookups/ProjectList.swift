import HTTPTypes
import Transport

/// A list of projects, which Keystone gives in pages.
///
/// https://docs.openstack.org/api-ref/identity/v3/#list-projects. Without `limit` it would be cut at 1,000 without a word.
/// The next page is asked for by the last ID: the address that Keystone names for it may be one that only the cloud's
/// inside knows, and is never gone to. A Keystone that knows no pages gives all at once.
struct ProjectList {
    /// The most projects that are listed.
    private static let most = 100_000
    /// The most times that a list is begun anew, because a project has gone on whose place a page was to follow.
    private static let mostStarts = 5

    /// The conditions, as a query; at least one.
    let query: String
    /// The number of projects to a page.
    let inPage: Int
    /// Sends a GET below Keystone's address.
    let send: (String) async throws(OpenStackError) -> HTTPAnswer

    /// Lists all of them.
    ///
    /// - Returns: the projects, each once.
    /// - Throws: why they could not be listed, or not to the end.
    func all() async throws(OpenStackError) -> [ListedProject] {
        for _ in 0..<Self.mostStarts {
            if let projects = try await pages() { return projects }
        }
        throw OpenStackError(
            .serverTrouble, message: "projects went away while they were listed, \(Self.mostStarts) times in a row",
            hint: "run again later"
        )
    }

    /// The pages from the first to the last; nil where a project has gone whose place one was to follow.
    private func pages() async throws(OpenStackError) -> [ListedProject]? {
        var projects: [ListedProject] = []
        var seen: Set<String> = []
        var marker: String?
        while true {
            let place = marker.map { "&marker=" + PercentEncoding.pathPart($0) } ?? ""
            let answer: HTTPAnswer
            do throws(OpenStackError) {
                answer = try await send("/v3/projects?\(query)&limit=\(inPage)\(place)")
            } catch {
                if let marker, error.code == .notFound, error.message.contains("Marker \(marker) ") { return nil }
                throw error
            }
            let page = try answer.decode(ProjectPage.self, expecting: "a list of projects")
            for project in page.projects {
                guard Self.isID(project.id) else {
                    throw .unexpected(answer, expected: "projects with IDs, not one of \(project.id.debugDescription)")
                }
                guard seen.insert(project.id).inserted else {
                    throw .unexpected(answer, expected: "each project once, and \(project.id) came again")
                }
                if project.isDomain != true { projects.append(project) }
            }
            guard seen.count <= Self.most else {
                throw OpenStackError(
                    .unexpected,
                    message: "there are more than \(Self.most) projects: a list does not end, or is too long",
                    hint: "narrow the group down by a domain or a parent", requestID: answer.requestID
                )
            }
            guard page.links?.next != nil else {
                if page.truncated == true { throw .cut(answer) }
                return projects
            }
            guard let last = page.projects.last else {
                throw .unexpected(answer, expected: "projects in a page that another one is to follow")
            }
            marker = last.id
        }
    }

    /// Returns true for an ID that can stand in a path as a part of it.
    private static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
    }
}

extension OpenStackError {
    /// The error of a list that Keystone has cut off without a way to the rest.
    static func cut(_ answer: HTTPAnswer) -> OpenStackError {
        OpenStackError(
            .unexpected, status: answer.response.status.code,
            message: "the list is cut off (\"truncated\": true) and names no next page: what is missing is not known",
            hint: "raise Keystone's list_limit, or ask for less: for one domain, or for what is below one parent",
            requestID: answer.requestID
        )
    }
}
