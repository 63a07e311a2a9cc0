import FoundationEssentials
import Host
import ImageSharing
import Text

/// What is known of one image and one project, for a script.
struct PairJSON {
    let finding: PairFinding
    /// The files of the manifest that the commit has and that are there no more.
    let missingFiles: [String]

    /// One JSON object, ending in a line break.
    func render() -> String {
        var json = JSONWriter()
        json.object { json in
            json.header(command: "why")
            json.missingFiles(missingFiles)
            json.field("image", finding.image.description)
            json.field("image_name", finding.imageName)
            json.field("project", finding.project.description)
            json.field("project_name", finding.projectName)
            json.field("apply", finding.action.name)
            if case .hold(let reason) = finding.action { json.field("because", reason.rawValue) }
            json.object("manifest") { json in writeManifest(to: &json) }
            json.object("cloud") { json in writeCloud(to: &json) }
            if let trail = finding.trail {
                json.array("audit", trail.records) { json, record in json.object { write(record, to: &$0) } }
            }
            json.problems(finding.problems, omitted: 0)
        }
        return json.text + "\n"
    }

    private func writeManifest(to json: inout JSONWriter) {
        let (desired, project) = (finding.wishes?.desired, finding.project)
        json.field("names_image", desired != nil)
        guard let desired else { return }
        json.field("is_whole", desired.isWhole)
        json.array("asked_for", finding.places) { json, place in json.object { $0.place(place) } }
        let revoked = desired.terms.revoked.filter { $0.project == project }
        json.array("revoked", revoked) { json, member in json.object { $0.place(member.source) } }
        json.field("contradictory", desired.terms.undecided.contains(project))
        json.field("exclusive", desired.terms.exclusive != nil)
        json.field("accept", desired.terms.accepts)
        let terms = desired.terms.members[project]
        if let until = terms?.until {
            json.field("until", until.text)
            json.field("ends_at", until.moment.formatted(.iso8601))
        }
        if let reason = terms?.reason { json.field("reason", reason) }
    }

    private func writeCloud(to json: inout JSONWriter) {
        let ownership =
            switch finding.ownership {
            case .own: "own"
            case .others(_?): "other"
            case .others(nil): "nobody"
            case .unknown: "unknown"
            }
        json.field("ownership", ownership)
        json.field("owner", finding.ownership.owner?.description)
        json.field("members_known", finding.rows != nil)
        json.array("rows", finding.rows ?? []) { json, row in
            json.object { json in
                json.field("status", row.status.rawValue)
                json.field("since", row.since)
            }
        }
    }

    private func write(_ record: AuditRecord, to json: inout JSONWriter) {
        json.field("time", record.time)
        json.field("file", record.file)
        json.field("line", record.line)
        json.field("action", record.action ?? Change.Action.add.rawValue)
        json.field("status", record.status)
        json.field("cause", record.cause)
        json.field("outcome", record.outcome)
        json.field("http_status", record.http_status)
        json.field("request_id", record.request_id)
        json.field("user", record.user)
    }
}
