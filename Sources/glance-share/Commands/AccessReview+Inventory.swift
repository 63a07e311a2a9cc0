import FoundationEssentials
import ImageSharing
import Reconciliation

extension AccessReview {
    /// Makes the review of what a project shares; the same inventory gives the same bytes.
    ///
    /// - Parameters:
    ///   - inventory: the images and their members.
    ///   - cloud: the cloud and project that they belong to.
    ///   - desired: what the manifests ask for; nil where there are none to compare with.
    ///   - names: the names of projects.
    ///   - now: the time by which memberships end.
    init(
        _ inventory: Inventory, of cloud: CloudIdentity, comparedWith desired: DesiredState?,
        names: [ProjectID: String], at now: Date
    ) {
        let entries = inventory.entries.filter { $0.observation != nil }
        var words: [ImageID: ManifestWords] = [:]
        if let desired {
            let owner = Ownership.own(ProjectID(reported: cloud.projectID ?? ""))
            let current = CurrentState(
                observations: Dictionary(entries.map { ($0.image.id, $0.observation ?? .members([])) }) { one, _ in one
                },
                ownerships: Dictionary(entries.map { ($0.image.id, owner) }) { one, _ in one })
            let plan = Plan(desired: desired, current: current, at: now)
            for (image, plan) in zip(desired.images, plan.images) { words[image.id] = ManifestWords(image, plan) }
        }
        let isCompared = desired != nil
        self.cloud = cloud
        rows = entries.flatMap { entry -> [Row] in
            let (id, name) = (entry.image.id, entry.image.name)
            guard case .members(let members) = entry.observation else {
                let code = inventory.problems.first { $0.image == id }?.code.rawValue ?? "unknown"
                return [
                    Row(
                        image: id, imageName: name, project: nil, projectName: nil, status: "not read: \(code)",
                        since: nil, manifest: nil, terms: MemberTerms())
                ]
            }
            let words = words[id] ?? ManifestWords()
            // Of several rows of one project the one with the best answer counts: `accepted` comes first.
            let best = Dictionary(members.map { ($0.project, $0) }) {
                $1.status.rawValue < $0.status.rawValue ? $1 : $0
            }
            return best.values.sorted { $0.project < $1.project }.map { member in
                Row(
                    image: id, imageName: name, project: member.project, projectName: names[member.project],
                    status: member.status.rawValue, since: member.since,
                    manifest: isCompared ? words.text(on: member.project) : nil,
                    terms: words.terms[member.project] ?? MemberTerms())
            }
        }
    }
}

/// The words of the manifests on an image's members.
private struct ManifestWords {
    private var texts: [ProjectID: String] = [:]
    private var isWhole = true
    private(set) var terms: [ProjectID: MemberTerms] = [:]

    /// Makes the words on an image that no manifest names.
    init() {}

    init(_ image: DesiredImage, _ plan: ImagePlan) {
        isWhole = image.isWhole
        terms = image.terms.members
        for member in image.members {
            let places = [member.source] + (image.otherSources[member.project] ?? [])
            texts[member.project] = places.map { "\($0.file):\($0.line)" }.joined(separator: ", ")
        }
        for removal in plan.removals + plan.held.map(\.removal) {
            let place = "\(removal.member.source.file):\(removal.member.source.line)"
            texts[removal.member.project] = "\(removal.cause.sentence), \(place)"
        }
        for project in image.terms.undecided { texts[project] = "both asked for and taken away" }
    }

    func text(on project: ProjectID) -> String {
        texts[project] ?? (isWhole ? "not in the manifest" : "not known: a lookup failed")
    }
}
