import Text

/// The names by which people know images and projects, as far as a run has learned them; none for a manifest of IDs.
package struct KnownNames: Sendable, Equatable {
    /// The names of projects, as they are written: escape them before showing them.
    package let projects: [ProjectID: String]
    /// The names of images in the cloud, as they are: escape them before showing them.
    package let images: [ImageID: String]
    /// The names of the sets that have found an image, sorted.
    package let sets: [ImageID: [String]]

    /// Collects the names of a desired state.
    package init(_ desired: DesiredState) {
        self.init(desired.images.lazy.map { ($0.id, $0.name, $0.sets) }, projects: desired.projectNames)
    }

    /// Collects the names of a plan; none where there is no plan.
    package init(_ plan: Plan? = nil) {
        self.init((plan?.images ?? []).lazy.map { ($0.image, $0.name, $0.sets) }, projects: plan?.projectNames ?? [:])
    }

    private init(_ found: some Sequence<(ImageID, String?, [String])>, projects: [ProjectID: String]) {
        var (names, setsOfImages): ([ImageID: String], [ImageID: [String]]) = ([:], [:])
        for (image, name, sets) in found {
            if let name { names[image] = name }
            if !sets.isEmpty { setsOfImages[image] = sets }
        }
        (images, sets, self.projects) = (names, setsOfImages, projects)
    }
}

extension KnownNames {
    /// Returns the names of an image and a member by the keys that a log search knows, escaped; nothing where there are none.
    package func fields(image: ImageID?, member: ProjectID? = nil) -> [String: String] {
        var fields: [String: String] = [:]
        fields["image.name"] = image.flatMap { images[$0] }?.inLog
        fields["image.sets"] = image.flatMap { sets[$0] }?.joined(separator: ",").inLog
        fields["member.name"] = member.flatMap { projects[$0] }?.inLog
        return fields
    }
}

extension Outcome {
    /// The line of a log that says how the change ended.
    package var logMessage: String {
        switch result {
        case .created: "member added"
        case .alreadyMember: "member was there"
        case .removed: "member removed"
        case .accepted: "member accepted"
        case .failed:
            switch change.action {
            case .add: "member not added"
            case .remove: "member not removed"
            case .accept: "member not accepted"
            }
        case .skipped: "member not tried"
        case .held: "member left: nothing allows its removal"
        }
    }
}

extension ImageSetFinding {
    /// The line of a log that says what the set has found.
    package var logMessage: String { images == nil ? "image set not known" : "image set looked for" }

    /// The set and what it has found, by the keys that a log search knows, escaped.
    package var fields: [String: String] {
        var fields = ["set": name.inLog, "match": match.inLog, "source": "\(source)"]
        fields["images"] = images.map { "\($0.count)" }
        fields["images.in_other_shards"] = elsewhere > 0 ? "\(elsewhere)" : nil
        fields["note"] = note?.onOneLine(limit: 300)
        return fields
    }
}

extension String {
    /// The text as a fact of a log line: as much of it as the longest name that Glance takes.
    fileprivate var inLog: String { onOneLine(limit: 255) }
}
