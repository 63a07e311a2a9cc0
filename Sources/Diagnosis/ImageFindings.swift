import ImageAPI
import ImageSharing
import OpenStack

/// The findings of one image that a manifest names, and of its members.
struct ImageFindings {
    let desired: DesiredImage
    /// The members as Glance lists them, duplicate rows included.
    let listed: [ImageMember]
    /// The image; nil where nobody may look at it, or nobody could.
    let image: Image?
    /// The token of whoever asks.
    let authorization: Authorization

    /// First what keeps the image from being shared, then the oddities of its members; one finding where there are none.
    var all: [Finding] {
        let oddities = objections + audited
        return oddities.isEmpty ? [summary] : oddities
    }

    private var objections: [Finding] {
        guard let image, let objection = Problem.objection(to: image, desired.id, asking: authorization) else {
            return []
        }
        return [finding(.failed, objection.message, hint: objection.hint)]
    }

    private var audited: [Finding] {
        let id = desired.id
        let audit = ImageAudit(listed: listed, wanted: desired.members.map(\.project))
        let malformed = audit.malformedMembers.map { member in
            finding(
                .warning, "its member “\(member)” does not look like a project's ID",
                hint: "if it is a name or a typing error: openstack image remove project \(id) MEMBER"
            )
        }
        let dashed = audit.dashedDuplicates.map { member in
            finding(
                .warning, "project \(member) is there with dashes and without: Keystone writes none",
                hint: "openstack image remove project \(id) \(member)"
            )
        }
        let requests = audit.dashedRequests.map { project in
            finding(
                .warning, "project \(project) is there without dashes already",
                hint: "write it as \(project.description.filter { $0 != "-" }), or it will be added a second time",
                at: desired.members.first { $0.project == project }?.source
            )
        }
        let duplicates = audit.duplicates.map { duplicate in
            let warning = Warning(duplicate, of: id)
            return finding(.warning, warning.message, hint: warning.hint)
        }
        return malformed + dashed + requests + duplicates
    }

    private var summary: Finding {
        let members = Set(listed.map(\.project))
        let missing = desired.members.count { !members.contains($0.project) }
        let name = image?.name.map { " (\($0))" } ?? ""
        return Finding(
            .image, .ok, "image \(desired.id)\(name): shared with \(members.count), \(missing) missing")
    }

    private func finding(
        _ state: Finding.State, _ message: String, hint: String?, at source: SourceLocation? = nil
    ) -> Finding {
        Finding(.image, state, "image \(desired.id) (\(source ?? desired.source)): \(message)", hint: hint)
    }
}
