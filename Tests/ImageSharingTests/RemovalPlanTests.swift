import FoundationEssentials
import TestSupport
import Testing

@testable import ImageSharing

/// What a plan takes away, and what it leaves although the manifests' words would have it gone.
struct RemovalPlanTests {
    private static let place = SourceLocation(file: "sharing.yaml", line: 7, column: 16)
    private static let owner = ProjectID.numbered(99)
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// The plan of one image that wants project 1, and has the projects 1, 2 and 3.
    private func plan(
        wanting wanted: [Int] = [1], isWhole: Bool = true, ownership: Ownership? = .own(owner),
        present: [ImageMember] = [.numbered(1), .numbered(2), .numbered(3)], _ change: (inout ImageTerms) -> Void
    ) throws -> ImagePlan {
        var terms = ImageTerms()
        change(&terms)
        let image = DesiredImage(
            id: .numbered(1), source: Self.place, members: wanted.map { .numbered($0) }, terms: terms, isWhole: isWhole)
        let current = CurrentState(
            observations: [.numbered(1): .members(present)], ownerships: ownership.map { [.numbered(1): $0] } ?? [:])
        let plan = Plan(desired: DesiredState(images: [image]), current: current, at: Self.now)
        return try #require(plan.images.first)
    }

    private func revoke(_ projects: Int...) -> (inout ImageTerms) -> Void {
        { $0.revoked = projects.map { .numbered($0) } }
    }

    private func exclude(_ terms: inout ImageTerms) { terms.exclusive = Self.place }

    private func end(_ seconds: Double) -> (inout ImageTerms) -> Void {
        let expiry = Expiry(moment: Self.now + seconds, text: "then")
        return { $0.members = [.numbered(1): MemberTerms(until: expiry)] }
    }

    @Test func `Without a word of it, nobody is removed`() throws {
        let plan = try plan { _ in }
        #expect(plan.removals.isEmpty && plan.held.isEmpty)
        #expect(plan.unmanaged.map(\.project) == [.numbered(2), .numbered(3)])
    }

    @Test func `A revoked member is removed, and an absent one is nobody's concern`() throws {
        let plan = try plan(revoke(2, 7))
        #expect(plan.removals.map(\.member.project) == [.numbered(2)])
        #expect(plan.removals.map(\.cause) == [.revoked])
        #expect(plan.unmanaged.map(\.project) == [.numbered(3)])
    }

    @Test func `An exclusive list is the whole truth`() throws {
        let plan = try plan(exclude)
        #expect(plan.removals.map(\.member.project) == [.numbered(2), .numbered(3)])
        #expect(plan.removals.allSatisfy { $0.cause == .notListed && $0.member.source == Self.place })
        #expect(plan.unmanaged.isEmpty)
    }

    @Test(arguments: [(1.0, false), (0.0, true), (-1.0, true)])
    func `A membership ends at its moment, and not before`(seconds: Double, isOver: Bool) throws {
        let plan = try plan(end(seconds))
        #expect(plan.removals.map(\.member.project) == (isOver ? [.numbered(1)] : []))
        #expect(plan.wantedCount == (isOver ? 0 : 1))
        #expect(plan.expiries.map(\.member.project) == (isOver ? [] : [.numbered(1)]))
    }

    @Test func `A membership that is over is not begun again`() throws {
        let plan = try plan(present: [], end(-1))
        #expect(plan.changes.isEmpty)
    }

    @Test func `Without a time, no membership has ended`() throws {
        var terms = ImageTerms()
        end(-1)(&terms)
        let image = DesiredImage(id: .numbered(1), source: Self.place, members: [.numbered(1)], terms: terms)
        let current = CurrentState(
            observations: [.numbered(1): .members([.numbered(1)])], ownerships: [.numbered(1): .own(Self.owner)])
        #expect(Plan(desired: DesiredState(images: [image]), current: current).removalCount == 0)
    }

    @Test func `The project's answer, its time and its rows go with a removal`() throws {
        let id = ProjectID.numbered(2)
        let rows = [
            ImageMember(project: id, status: .rejected, since: "2026-11-02T00:00:00Z"),
            ImageMember(project: id, status: .accepted, since: "2026-11-01T00:00:00Z"),
        ]
        let removal = try #require(try plan(present: rows, revoke(2)).removals.first)
        #expect(removal.status == .accepted)
        #expect(removal.since == "2026-11-01T00:00:00Z")
        #expect(removal.rows == 2)
    }

    private static let problem = Problem(code: .timedOut, message: "no answer")

    @Test(
        arguments: [
            (nil, .ownerNotKnown), (.unknown(problem), .ownerNotKnown), (.others(.numbered(5)), .notOurs),
            (.others(nil), .notOurs), (.own(.numbered(2)), .ownersRow),
        ] as [(Ownership?, HeldRemoval.Reason)])
    func `Nobody is removed from an image that is not known to be ours, nor its owner`(
        ownership: Ownership?, reason: HeldRemoval.Reason
    ) throws {
        let plan = try plan(ownership: ownership, revoke(2))
        #expect(plan.removals.isEmpty)
        #expect(plan.held.map(\.reason) == [reason])
        #expect(plan.holdProblems.count == 1)
    }

    @Test func `The owner's row is left by an exclusive list without a word`() throws {
        let plan = try plan(ownership: .own(.numbered(2)), exclude)
        #expect(plan.removals.map(\.member.project) == [.numbered(3)])
        #expect(plan.unmanaged.map(\.project) == [.numbered(2)])
        #expect(plan.held.isEmpty)
    }

    @Test func `Where not all is known that is wished for, nobody is removed`() throws {
        let plan = try plan(isWhole: false) {
            revoke(2)(&$0)
            exclude(&$0)
        }
        #expect(plan.removals.isEmpty)
        #expect(plan.held.map(\.reason) == [.wishesNotWhole, .wishesNotWhole])
        // The lookup that failed is a problem already.
        #expect(plan.holdProblems.isEmpty)
    }

    @Test(arguments: [(.fileMissing, 1), (.onlyProbed, 0)] as [(HeldRemoval.Reason, Int)])
    func `For a reason of its own nobody is removed, and that is the reason that is told`(
        _ reason: HeldRemoval.Reason, problems: Int
    ) throws {
        let plan = try plan {
            revoke(2)(&$0)
            exclude(&$0)
            $0.keepsEverybody = reason
        }
        #expect(plan.removals.isEmpty)
        #expect(plan.held.map(\.reason) == [reason, reason])
        #expect(plan.holdProblems.map(\.code) == Array(repeating: .removalNotAllowed, count: problems))
        let lookup = try self.plan(isWhole: false) {
            exclude(&$0)
            $0.keepsEverybody = reason
        }
        #expect(Set(lookup.held.map(\.reason)) == [.wishesNotWhole])
    }

    @Test func `An exclusive list that came out with nobody removes nobody, unless that is written`() throws {
        let held = try plan(wanting: [], exclude)
        #expect(held.removals.isEmpty)
        #expect(held.held.count == 3)
        #expect(held.holdProblems.map(\.code) == [.removalNotAllowed])
        let written = try plan(wanting: []) {
            exclude(&$0)
            $0.mayBeEmpty = true
        }
        #expect(written.removals.count == 3 && written.held.isEmpty)
        let revoked = try plan(wanting: [], revoke(1))
        #expect(revoked.removals.count == 1)
    }

    @Test func `The owner in its list is nobody whom the list wants`() throws {
        let plan = try plan(ownership: .own(.numbered(1)), exclude)
        #expect(plan.removals.isEmpty)
        #expect(plan.held.map(\.reason) == [.nobodyWanted, .nobodyWanted])
    }

    @Test func `Where all memberships of an exclusive list are over, they end, and nobody else's does`() throws {
        let plan = try plan {
            exclude(&$0)
            end(-1)(&$0)
        }
        #expect(plan.removals.map(\.member.project) == [.numbered(1)])
        #expect(plan.held.map(\.reason) == [.nobodyWanted, .nobodyWanted])
    }

    @Test(arguments: ["00000000-0000-0000-0000-000000000001", "0000000000000000000000000000000A"])
    func `Whoever is wanted by another spelling of the ID stays`(spelling: String) throws {
        let member = ProjectID(reported: spelling)
        let plan = try plan(
            wanting: [1, 10], present: [ImageMember(project: member, status: .accepted), .numbered(3)], exclude)
        #expect(plan.removals.map(\.member.project) == [.numbered(3)])
        #expect(plan.held.map(\.reason) == [.namedOtherwise])
        #expect(plan.holdProblems.first?.hint?.contains(spelling) == true)
    }

    @Test func `Of whom the manifests say both, nothing is done`() throws {
        let plan = try plan(wanting: []) {
            exclude(&$0)
            $0.mayBeEmpty = true
            $0.undecided = [.numbered(2)]
        }
        #expect(plan.removals.map(\.member.project) == [.numbered(1), .numbered(3)])
    }

    @Test func `Whoever has not answered is accepted, and nobody who has`() throws {
        let present: [ImageMember] = [
            .numbered(1, status: "pending"), .numbered(2, status: "accepted"), .numbered(3, status: "rejected"),
        ]
        let plan = try plan(wanting: [1, 2, 3, 4], present: present) { $0.accepts = true }
        #expect(plan.acceptances.map(\.project) == [.numbered(1), .numbered(4)])
        #expect(plan.additions.map(\.project) == [.numbered(4)])
        #expect(plan.rejected.map(\.project) == [.numbered(3)])
        #expect(plan.changes.map(\.action) == [.add, .accept, .accept])
    }
}
