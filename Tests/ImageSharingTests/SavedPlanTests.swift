import FoundationEssentials
import TestSupport
import Testing

@testable import ImageSharing

/// What makes a saved plan stale for an image, and what does not.
struct SavedPlanTests {
    private static let place = SourceLocation(file: "sharing.yaml", line: 7, column: 16)
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// The plan of an image with the projects 2, 3 and 4 that adds project 1 for an hour, and removes project 2.
    private static let saved: SavedPlan = {
        var terms = ImageTerms()
        terms.revoked = [.numbered(2)]
        terms.members = [.numbered(1): MemberTerms(until: Expiry(moment: now + 3600, text: "in an hour"), reason: "x")]
        let image = DesiredImage(id: .numbered(1), source: place, members: [.numbered(1)], terms: terms)
        return SavedPlan(
            Plan(
                desired: DesiredState(images: [image], projectNames: [.numbered(1): "web", .numbered(9): "other"]),
                current: current([.numbered(2), .numbered(3), .numbered(4, status: "accepted")]), at: now))
    }()

    private static func current(_ members: [ImageMember], owner: Int = 99) -> CurrentState {
        CurrentState(
            observations: [.numbered(1): .members(members)], ownerships: [.numbered(1): .own(.numbered(owner))])
    }

    private static func left(_ members: [ImageMember], owner: Int = 99, after seconds: Double = 0) throws -> ImagePlan {
        try #require(
            Plan(saved, current: current(members, owner: owner), at: now + seconds).images.first)
    }

    @Test func `A plan is saved with its images that have changes, and the names of their projects`() throws {
        #expect(Self.saved.projectNames == [.numbered(1): "web"])
        let image = try #require(Self.saved.images.first)
        #expect(image.changes.map(\.action) == [.add, .remove])
        #expect(image.memberCount == 3)
        #expect(image.terms[.numbered(1)]?.reason == "x")
        let quiet = DesiredImage.numbered(1, members: [2])
        let plan = Plan(desired: DesiredState(images: [quiet]), current: Self.current([.numbered(2), .numbered(3)]))
        #expect(SavedPlan(plan).images.isEmpty)
        #expect(SavedPlan(plan).otherMembers == 2)
    }

    @Test(arguments: [
        ([2, 3, 4, 5], "1 member more than when the plan was made"),
        ([2, 3, 5, 6, 4], "2 members more than when the plan was made"),
        ([2, 3], "1 member fewer than when the plan was made"),
        ([1, 2], "2 members fewer than when the plan was made"),
        ([2, 3, 5], "other members than when the plan was made, and as many"),
        ([2, 3, 4, 4], "as many members as when the plan was made, and a project is there more than once"),
        ([2, 2, 3, 4], "as many members as when the plan was made, and a project is there more than once"),
        ([], "2 members fewer than when the plan was made"),
    ])
    func `An image that somebody else has changed is left alone`(members: [Int], reason: String) throws {
        let image = try Self.left(members.map { .numbered($0) })
        #expect(image.changes.isEmpty)
        #expect(image.problem?.code == .planStale)
        #expect(image.problem?.message == "the image is left alone: \(reason)")
    }

    @Test(arguments: [
        ([2, 3, 4], [Change.Action.add, .remove]), ([1, 2, 3, 4], [.remove]), ([3, 4], [.add]), ([4, 1, 3], []),
        ([1, 1, 3, 4], []),
    ])
    func `What the plan itself does makes it stale for nobody`(members: [Int], left: [Change.Action]) throws {
        let image = try Self.left(members.map { .numbered($0) })
        #expect(image.wasRead)
        #expect(image.changes.map(\.action) == left)
    }

    @Test func `A project to remove that has answered since is stale, and one that stays may answer`() throws {
        let answered = try Self.left([.numbered(2, status: "accepted"), .numbered(3), .numbered(4)])
        #expect(answered.problem?.code == .planStale)
        #expect(answered.problem?.member == .numbered(2))
        #expect(
            answered.problem?.message
                == "the image is left alone: a project to remove says “accepted” now, and said “pending” when the plan "
                + "was made")
        let stays = try Self.left([.numbered(2), .numbered(3, status: "rejected"), .numbered(4)])
        #expect(stays.changes.count == 2)
    }

    @Test
    func
        `A project to remove that was added again since is stale: a plan is not carried out twice against a later word`()
        throws
    {
        let again = ImageMember(project: .numbered(2), status: .pending, since: "2027-01-15T09:00:00Z")
        let image = try Self.left([.numbered(1), again, .numbered(3), .numbered(4)])
        #expect(image.changes.isEmpty)
        #expect(
            image.problem?.message == "the image is left alone: a project to remove was added or has answered again")
    }

    @Test func `A membership that has ended meanwhile is not added, and one that was added is`() throws {
        let members: [ImageMember] = [.numbered(2), .numbered(3), .numbered(4)]
        #expect(try Self.left(members, after: 3599).changes.count == 2)
        let late = try Self.left(members, after: 3600)
        #expect(late.problem?.code == .planStale)
        #expect(late.problem?.message.contains("a membership to add has ended meanwhile (until in an hour)") == true)
        #expect(late.problem?.member == .numbered(1))
        #expect(try Self.left(members + [.numbered(1)], after: 3600).changes.map(\.action) == [.remove])
    }

    @Test func `A removal from an image that is another's now, or of its owner, is held as it always is`() throws {
        let owned = try Self.left([.numbered(2), .numbered(3), .numbered(4)], owner: 2)
        #expect(owned.removals.isEmpty)
        #expect(owned.held.map(\.reason) == [.ownersRow])
        let unknown = Plan(
            Self.saved,
            current: CurrentState(observations: [.numbered(1): .members([.numbered(2), .numbered(3), .numbered(4)])]),
            at: Self.now)
        #expect(unknown.images.first?.held.map(\.reason) == [.ownerNotKnown])
    }

    @Test func `A project that has declined meanwhile is not accepted in its place`() throws {
        var terms = ImageTerms()
        terms.accepts = true
        let image = DesiredImage(id: .numbered(1), source: Self.place, members: [.numbered(1)], terms: terms)
        let saved = SavedPlan(Plan(desired: DesiredState(images: [image]), current: Self.current([.numbered(1)])))
        #expect(saved.images.first?.changes.map(\.action) == [.accept])
        let left = Plan(saved, current: Self.current([.numbered(1, status: "rejected")]), at: Self.now)
        #expect(left.images.first?.changes.isEmpty == true)
        #expect(left.images.first?.rejected.count == 1)
    }

    @Test func `An image that cannot be read now has that problem, and nothing is done to it`() {
        let problem = Problem(code: .cloudUnavailable, image: .numbered(1), message: "away")
        let plan = Plan(
            Self.saved, current: CurrentState(observations: [.numbered(1): .unreadable(problem)]), at: Self.now)
        #expect(plan.problems.map(\.code) == [.cloudUnavailable])
        #expect(plan.images.allSatisfy { $0.changes.isEmpty })
    }
}
