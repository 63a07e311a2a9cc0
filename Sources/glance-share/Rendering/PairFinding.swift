import FoundationEssentials
import Host
import ImageSharing
import Text

/// All that is known of one image and one project.
struct PairFinding {
    let image: ImageID
    let project: ProjectID
    /// The names of both, where they are known.
    let imageName: String?
    let projectName: String?
    /// The wishes for the image, with the plan for it; nil where no manifest names it.
    let wishes: (desired: DesiredImage, plan: ImagePlan)?
    /// The rows of the image's list that are the project's; nil where the list is not known.
    let rows: [ImageMember]?
    /// The owner of the image, as far as it is known.
    let ownership: Ownership
    /// The lines of the audit trail about the pair, the newest last; nil where there is no trail to read.
    let trail: AuditSearch?
    /// The problems that have to do with the pair.
    let problems: [Problem]
    /// The time by which memberships end.
    let moment: Date
}

extension PairFinding {
    /// The way in which apply would treat the pair.
    enum Action {
        /// Nothing: the manifest is not about the image.
        case notAsked
        /// Nothing: the image's members are not known.
        case notRead
        /// Nothing: all is as it shall be.
        case none
        case add(isAccepted: Bool)
        case accept
        case remove
        case hold(HeldRemoval.Reason)

        /// The name by which scripts know it.
        var name: String {
            switch self {
            case .notAsked, .none: "none"
            case .notRead: "unknown"
            case .add: "add"
            case .accept: "accept"
            case .remove: "remove"
            case .hold: "hold"
            }
        }
    }

    /// What apply would do about the pair.
    var action: Action {
        guard let plan = wishes?.plan else { return .notAsked }
        guard plan.wasRead else { return .notRead }
        if plan.removals.contains(where: { $0.member.project == project }) { return .remove }
        if let held = plan.held.first(where: { $0.removal.member.project == project }) { return .hold(held.reason) }
        let accepts = plan.acceptances.contains { $0.project == project }
        if plan.additions.contains(where: { $0.project == project }) { return .add(isAccepted: accepts) }
        return accepts ? .accept : .none
    }

    /// The places by which the manifest asks for the project, of the image's list; none where it does not.
    var places: [SourceLocation] {
        guard let desired = wishes?.desired, let member = desired.members.first(where: { $0.project == project })
        else { return [] }
        return [member.source] + (desired.otherSources[project] ?? [])
    }
}
