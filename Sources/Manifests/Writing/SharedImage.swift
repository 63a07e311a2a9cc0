package import ImageSharing

/// An image of a cloud, on its way into a manifest.
package struct SharedImage: Sendable {
    /// The part of an image that a manifest is to hold.
    package enum Content: Sendable, Equatable {
        /// These projects, each once, sorted.
        case members([ProjectID])
        /// Nothing but a comment that says why.
        case leftOut(String)
    }

    /// The image.
    package let id: ImageID
    /// The name in the cloud, as it is; nil for an image without one.
    package let name: String?
    /// The part of it that the manifest is to hold.
    package let content: Content
    /// Members that no manifest can name, sorted: Glance took them, and could never show or remove them by their names.
    package let unnameable: [ProjectID]

    /// Makes an image that is shared.
    ///
    /// - Parameters:
    ///   - id: the image.
    ///   - name: its name.
    ///   - members: its members in any order, duplicate rows included.
    package init(id: ImageID, name: String?, members: some Sequence<ProjectID>) {
        self.id = id
        self.name = name
        let distinct = Set(members).sorted()
        content = .members(distinct.filter(\.isNameable))
        unnameable = distinct.filter { !$0.isNameable }
    }

    /// Makes an image whose members are not to be written.
    ///
    /// - Parameters:
    ///   - id: the image.
    ///   - name: its name.
    ///   - reason: the end of a sentence that says why, the same whenever it is left out for that.
    package init(id: ImageID, name: String?, leftOut reason: String) {
        self.id = id
        self.name = name
        content = .leftOut(reason)
        unnameable = []
    }

    /// The projects that the manifest is to hold.
    package var members: [ProjectID] { if case .members(let members) = content { members } else { [] } }
}

extension ProjectID {
    /// True for what some manifest can name.
    fileprivate var isNameable: Bool { ProjectID(description, rule: .any) != nil }
    /// True for what a manifest can name without `project_ids: any`.
    var isKeystones: Bool { ProjectID(description) != nil }
}
