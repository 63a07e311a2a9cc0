import FoundationEssentials

/// The difference between the members that are wanted and those that are there.
package struct MemberDifference: Sendable, Equatable {
    let additions: [DesiredMember]
    private(set) var removals: [Removal] = []
    private(set) var acceptances: [DesiredMember] = []
    private(set) var held: [HeldRemoval] = []
    let unchangedCount: Int
    let presentCount: Int
    private(set) var unmanaged: [ImageMember] = []
    private(set) var rejected: [ImageMember] = []
    let warnings: [Warning]
    let fingerprint: MemberFingerprint

    init(of desired: DesiredImage, _ wishes: Wishes, members: [ImageMember], _ ownership: Ownership?) {
        let terms = desired.terms
        let present = Set(members.map(\.project))
        let wanted = Set(wishes.wanted.map(\.project))
        additions = wishes.wanted.filter { !present.contains($0.project) }.sorted { $0.project < $1.project }
        unchangedCount = wishes.wanted.count - additions.count
        presentCount = present.count
        // Nearly every list is free of duplicates, and its set tells.
        warnings =
            present.count == members.count
            ? [] : ImageAudit.duplicates(in: members).map { Warning($0, of: desired.id) }
        fingerprint = MemberFingerprint(members)

        let others = Self.once(members.filter { !wanted.contains($0.project) && !terms.undecided.contains($0.project) })
        if members.contains(where: { $0.status == .rejected }) {
            rejected = Self.once(members.filter { wanted.contains($0.project) }).filter { $0.status == .rejected }
        }
        if terms.accepts { acceptances = accepted(wishes.wanted, among: members) }
        let rows = present.count == members.count ? [:] : ImageAudit.rows(of: members)
        let taken = Dictionary(wishes.taken.map { ($0.member.project, $0) }) { first, _ in first }
        // Most images lose nobody, and most lists are long.
        lazy var grounds = RemovalGrounds(desired, ownership, wanted: wishes.wanted)
        for member in others {
            if let removal = taken[member.project] {
                decide(removal.of(member, rows: rows[member.project] ?? 1), by: grounds)
            } else if let place = terms.exclusive, member.project != ownership?.owner {
                let removal = Removal(
                    member: DesiredMember(project: member.project, source: place), cause: .notListed)
                decide(removal.of(member, rows: rows[member.project] ?? 1), by: grounds)
            } else if desired.isWhole {
                // Whoever is not wanted may be one of those that could not be looked up.
                unmanaged.append(member)
            }
        }
    }

    /// Finds what is left to do of a saved plan for an image that is as the plan has it: nothing that the plan has not.
    init(
        carryingOut saved: SavedPlan.Image, _ desired: DesiredImage, members: [ImageMember], _ ownership: Ownership?
    ) {
        let rows = Dictionary(grouping: members, by: \.project)
        additions = saved.additions.filter { rows[$0.project] == nil }
        unchangedCount = desired.members.count - additions.count
        presentCount = rows.count
        warnings = ImageAudit.duplicates(in: members).map { Warning($0, of: desired.id) }
        fingerprint = MemberFingerprint(members)
        acceptances = accepted(saved.acceptances, among: members)
        let wanted = desired.members.compactMap { rows[$0.project] }
        rejected = Self.once(wanted.flatMap(\.self)).filter { $0.status == .rejected }
        lazy var grounds = RemovalGrounds(desired, ownership, wanted: desired.members)
        for removal in saved.removals {
            let listed = rows[removal.member.project] ?? []
            guard let row = Self.once(listed).first else { continue }
            decide(removal.of(row, rows: listed.count), by: grounds)
        }
    }

    /// Takes in a removal, unless it does not follow.
    private mutating func decide(_ removal: Removal, by grounds: RemovalGrounds) {
        if let reason = grounds.objection(to: removal) {
            held.append(HeldRemoval(removal, because: reason))
        } else {
            removals.append(removal)
        }
    }

    /// Of members that are wanted, those that have not answered, and those that are not there yet.
    private func accepted(_ wanted: [DesiredMember], among members: [ImageMember]) -> [DesiredMember] {
        // A project with several rows has answered if one of them says so.
        let answered = Set(members.filter { $0.status != .pending }.map(\.project))
        return wanted.filter { !answered.contains($0.project) }.sorted { $0.project < $1.project }
    }

    /// One row of each project, sorted, the one with the best answer: `accepted` comes first.
    private static func once(_ members: [ImageMember]) -> [ImageMember] {
        let sorted = members.sorted {
            ($0.project, $0.status.rawValue, $0.since ?? "") < ($1.project, $1.status.rawValue, $1.since ?? "")
        }
        var kept: [ImageMember] = []
        for member in sorted where kept.last?.project != member.project { kept.append(member) }
        return kept
    }
}

/// The wishes of a manifest for an image's members, as they are at one moment.
struct Wishes {
    /// The members that are wanted.
    private(set) var wanted: [DesiredMember]
    /// The projects that must not be members, because the manifest names them: without what a list says of them.
    private(set) var taken: [Removal]
    /// The memberships that will end, the next one first.
    private(set) var expiries: [MemberExpiry] = []

    init(of desired: DesiredImage, at now: Date) {
        let terms = desired.terms
        wanted = desired.members
        taken = terms.revoked.map { Removal(member: $0, cause: .revoked) }
        guard !terms.members.isEmpty else { return }
        wanted = []
        for member in desired.members {
            guard let expiry = terms.members[member.project]?.until else {
                wanted.append(member)
                continue
            }
            if expiry.isPast(at: now) {
                taken.append(Removal(member: member, cause: .expired(expiry)))
            } else {
                wanted.append(member)
                expiries.append(MemberExpiry(member: member, expiry: expiry))
            }
        }
        expiries.sort { ($0.expiry, $0.member.project) < ($1.expiry, $1.member.project) }
    }
}

extension Removal {
    /// The same, with what a list of members says.
    fileprivate func of(_ row: ImageMember, rows: Int) -> Removal {
        Removal(member: member, cause: cause, status: row.status, since: row.since, rows: rows)
    }
}

extension Ownership {
    /// The owner, where one is known.
    package var owner: ProjectID? {
        switch self {
        case .own(let project): project
        case .others(let project): project
        case .unknown: nil
        }
    }
}
