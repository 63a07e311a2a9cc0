internal import ImageSharing

/// Those who may use an image or the images of a set, those who must not, and on which terms, as it is written.
struct Sharing: Sendable, Equatable {
    var members = MemberList()
    /// The projects that must not be members.
    var revoked = MemberList()
    /// The place that says that `members` is the whole truth.
    var exclusive: SourceLocation?
    /// True if the list may come out with nobody; of a set, also if it may find no image.
    var mayBeEmpty = false
    /// True if members are accepted in their projects' place.
    var accepts = false
}

extension Sharing {
    /// True if some member, or some project that must not be one, is named by other than its ID.
    var hasNames: Bool { !members.names.isEmpty || !revoked.names.isEmpty }
    /// The number of entries.
    var count: Int { members.count + revoked.count }

    /// The wishes for an image whose members are all known by ID.
    init(_ image: DesiredImage) {
        members = MemberList(members: image.members, memberTerms: image.terms.members)
        revoked = MemberList(members: image.terms.revoked)
        exclusive = image.terms.exclusive
        mayBeEmpty = image.terms.mayBeEmpty
        accepts = image.terms.accepts
    }

    /// The terms of an image of which nothing else is said, and whose members are all known by ID.
    var terms: ImageTerms {
        var terms = ImageTerms()
        terms.revoked = revoked.members
        terms.exclusive = exclusive
        terms.mayBeEmpty = mayBeEmpty
        terms.accepts = accepts
        terms.members = members.memberTerms
        return terms
    }
}

/// Projects as they are written: those who may use an image, must not, or belong to a group.
struct MemberList: Sendable, Equatable {
    /// The projects that are named by ID, each once, in the order of the list.
    var members: [DesiredMember] = []
    /// The names of projects and groups, each once, in the order of the list.
    var names: [NameUse] = []
    // Beside the rows and not in them: a manifest can hold a million, nearly all of which have none.
    /// The terms of the projects that have any.
    var memberTerms: [ProjectID: MemberTerms] = [:]
    /// The terms of the names that have any.
    var nameTerms: [String: MemberTerms] = [:]

    /// The number of entries.
    var count: Int { members.count + names.count }
    /// True if some entry has terms.
    var hasTerms: Bool { !memberTerms.isEmpty || !nameTerms.isEmpty }
}

/// A name in a list.
struct NameUse: Sendable, Equatable {
    let name: String
    let source: SourceLocation
}
