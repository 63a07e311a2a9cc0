import ImageSharing
import Text

/// The parts of a JSON result that are about one member.
extension JSONWriter {
    /// Writes the fields of a change.
    ///
    /// - Parameters:
    ///   - change: the change.
    ///   - image: the image.
    ///   - plan: the image's plan, which knows further sources and terms; nil where it has none.
    ///   - names: the projects' names.
    mutating func change(_ change: Change, to image: ImageID, as plan: ImagePlan?, _ names: [ProjectID: String]) {
        let project = change.member.project
        field("action", change.action.rawValue)
        member(project, of: image, names)
        source(change.member.source)
        // Further places ask for a member, and not for its removal.
        if change.removal == nil, let others = plan?.otherSources[project], !others.isEmpty {
            array("sources", [change.member.source] + others) { json, source in json.object { $0.place(source) } }
        }
        let terms = plan?.terms.members[project]
        if let until = terms?.until { field("until", until.text) }
        if let removal = change.removal {
            field("status", removal.status.rawValue)
            field("since", removal.since)
            field("rows", removal.rows)
            field("cause", removal.cause.name)
        }
        if let reason = terms?.reason { field("reason", reason) }
    }

    /// Writes the fields that say which member of which image it is.
    mutating func member(_ project: ProjectID, of image: ImageID, _ names: [ProjectID: String]) {
        field("image", image.description)
        field("member", project.description)
        if let name = names[project] { field("name", name) }
    }

    /// Writes a problem that apply would have with a plan, as a field.
    mutating func caveat(_ key: String, _ problem: Problem) {
        object(key) { json in
            json.field("code", problem.code.rawValue)
            json.field("message", problem.message)
            json.field("hint", problem.hint)
        }
    }
}
