import TestSupport
import Testing

@testable import ImageSharing

struct PlanTests {
    private func plan(_ images: [DesiredImage], _ observations: [ImageID: Observation]) -> Plan {
        Plan(desired: DesiredState(images: images), current: CurrentState(observations: observations))
    }

    @Test func `An image's description goes with it, be the image read or not`() {
        let source = SourceLocation(file: "sharing.yaml", line: 1, column: 3)
        let images = [1, 2].map {
            DesiredImage(id: .numbered($0), source: source, description: "no. \($0)", members: [])
        }
        let plan = plan(images, [.numbered(2): .members([])])
        #expect(plan.images.map(\.description) == ["no. 1", "no. 2"])
        #expect(plan.images.map(\.wasRead) == [false, true])
    }

    @Test func `What is missing is added, what is there is left`() {
        let plan = plan([.numbered(1, members: [3, 1, 2])], [.numbered(1): .members([.numbered(2)])])
        #expect(plan.images.map(\.additions) == [[.numbered(1), .numbered(3)]])
        #expect(plan.additionCount == 2)
        #expect(plan.unchangedCount == 1)
        #expect(plan.memberCount == 3)
        #expect(plan.unmanagedCount == 0)
        #expect(plan.problems.isEmpty)
    }

    @Test(arguments: ["pending", "accepted", "rejected", "something else"])
    func `A member is a member, whatever the project makes of it`(status: String) {
        let plan = plan([.numbered(1, members: [1])], [.numbered(1): .members([.numbered(1, status: status)])])
        #expect(plan.additionCount == 0)
        #expect(plan.unchangedCount == 1)
    }

    @Test func `Duplicate rows count once`() {
        let rows: [ImageMember] = [.numbered(1), .numbered(1), .numbered(9), .numbered(1), .numbered(9)]
        let plan = plan([.numbered(1, members: [1, 2])], [.numbered(1): .members(rows)])
        #expect(plan.additionCount == 1)
        #expect(plan.unchangedCount == 1)
        #expect(plan.images.first?.unmanaged == [.numbered(9)])
    }

    @Test func `Duplicate rows are warned of, of wanted and of unmanaged members, with the command that mends them`()
        throws
    {
        let rows: [ImageMember] = [.numbered(9), .numbered(1), .numbered(1), .numbered(9), .numbered(2), .numbered(1)]
        let plan = plan([.numbered(1, members: [1, 2])], [.numbered(1): .members(rows)])
        #expect(plan.warnings.map(\.member) == [.numbered(1), .numbered(9)])
        #expect(plan.warnings.map(\.rows) == [3, 2])
        #expect(plan.problems.isEmpty)
        let first = try #require(plan.warnings.first)
        #expect(first.code.rawValue == "duplicate_rows")
        #expect(first.message.contains("3 times") && first.message.contains("status deleted for ever"))
        #expect(first.hint.contains("run 2 times: openstack image remove project \(ImageID.numbered(1))"))
        #expect(plan.warnings.last?.hint.contains("run once: openstack image remove project") == true)
    }

    @Test func `Members that no manifest names are listed, sorted`() {
        let rows: [ImageMember] = [.numbered(7, status: "accepted"), .numbered(1), .numbered(5, status: "rejected")]
        let plan = plan([.numbered(1, members: [1])], [.numbered(1): .members(rows)])
        #expect(plan.images.first?.unmanaged == [.numbered(5, status: "rejected"), .numbered(7, status: "accepted")])
        #expect(plan.unmanagedCount == 2)
    }

    @Test func `An image that asks for nothing is still in the plan`() {
        let plan = plan([.numbered(1, members: [])], [.numbered(1): .members([.numbered(4)])])
        #expect(plan.images.map(\.image) == [.numbered(1)])
        #expect(plan.additionCount == 0)
        #expect(plan.unmanagedCount == 1)
    }

    @Test func `Nothing is added to an image that could not be read, and the problem knows its line`() {
        let problem = Problem(code: .imageNotFound, image: .numbered(1), httpStatus: 404, message: "gone")
        let plan = plan([.numbered(1, members: [1, 2])], [.numbered(1): .unreadable(problem)])
        #expect(plan.additionCount == 0)
        #expect(plan.unchangedCount == 0)
        #expect(plan.images.first?.wasRead == false)
        #expect(plan.problems.map(\.code) == [.imageNotFound])
        #expect(plan.problems.first?.source == SourceLocation(file: "sharing.yaml", line: 1, column: 3))
    }

    @Test func `Nothing is added to an image that was never looked at`() {
        let plan = plan([.numbered(1, members: [1])], [:])
        #expect(plan.additionCount == 0)
        #expect(plan.images.first?.state == .notReached)
        #expect(plan.problems.isEmpty)
    }

    @Test func `Images that no manifest names are no part of the plan`() {
        let plan = plan([.numbered(1, members: [])], [.numbered(2): .members([.numbered(1)])])
        #expect(plan.images.map(\.image) == [.numbered(1)])
        #expect(plan.unmanagedCount == 0)
    }
}
