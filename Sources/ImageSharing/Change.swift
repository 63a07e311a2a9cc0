/// One change to an image's members that a plan has.
package enum Change: Sendable, Equatable {
    /// To add a project.
    case add(DesiredMember)
    /// To remove one.
    indirect case remove(Removal)
    /// To accept the image in a project's place, once it is a member.
    case accept(DesiredMember)

    /// The kinds of change, by the names that scripts know, in the order in which they are carried out.
    package enum Action: String, Sendable, CaseIterable {
        case add, accept, remove
    }

    /// The kind of change.
    package var action: Action {
        switch self {
        case .add: .add
        case .remove: .remove
        case .accept: .accept
        }
    }

    /// The project, and the line that asks for the change.
    package var member: DesiredMember {
        switch self {
        case .add(let member), .accept(let member): member
        case .remove(let removal): removal.member
        }
    }

    /// The removal, if it is one.
    package var removal: Removal? { if case .remove(let removal) = self { removal } else { nil } }
}

/// A member that the manifests take away.
package struct Removal: Sendable, Equatable {
    /// The words of a manifest by which a project must not be a member.
    package enum Cause: Sendable, Equatable {
        /// `revoked` names it.
        case revoked
        /// Its `until` is past.
        case expired(Expiry)
        /// `exclusive` says that the list is the whole truth, and it is not in the list.
        case notListed

        /// The name by which scripts know it.
        package var name: String {
            switch self {
            case .revoked: "revoked"
            case .expired: "expired"
            case .notListed: "not_listed"
            }
        }
    }

    /// The project, and the line that takes it away.
    package let member: DesiredMember
    /// The words by which it must not be a member.
    package let cause: Cause
    /// The project's answer to the offer, the best one where it has several rows.
    package let status: MemberStatus
    /// The time of the row's last change as Glance writes it, which is that of the answer; nil where it is not known.
    package let since: String?
    /// The number of the project's rows, each of which needs a removal of its own.
    package let rows: Int

    /// Makes a removal.
    package init(
        member: DesiredMember, cause: Cause, status: MemberStatus = .pending, since: String? = nil, rows: Int = 1
    ) {
        self.member = member
        self.cause = cause
        self.status = status
        self.since = since
        self.rows = rows
    }
}

/// A removal that does not follow from what is known, although the manifests' words would have it.
package struct HeldRemoval: Sendable, Equatable {
    /// The reason for which a member is left alone.
    package enum Reason: String, Sendable, CaseIterable {
        /// Not all that is wished for the image is known.
        case wishesNotWhole = "wishes_not_whole"
        /// A file of the manifest is gone, and nothing says that it is gone for good, or Git is changing the files: what
        /// they say of the members is not known.
        case fileMissing = "file_missing"
        /// The list names the project in another spelling of its ID.
        case namedOtherwise = "named_otherwise"
        /// The cloud was away, and the question was only whether it is back.
        case onlyProbed = "only_probed"
        /// An exclusive list came out with nobody, and nothing says that it may.
        case nobodyWanted = "nobody_wanted"
        /// The row is that of the image's owner.
        case ownersRow = "owners_row"
        /// The image is another project's, or nobody's.
        case notOurs = "not_ours"
        /// Nobody could find out whose image it is.
        case ownerNotKnown = "owner_not_known"
    }

    /// The removal.
    package let removal: Removal
    /// The reason for which it is not carried out.
    package let reason: Reason

    /// Makes a held removal.
    package init(_ removal: Removal, because reason: Reason) {
        self.removal = removal
        self.reason = reason
    }
}
