import TestSupport
import Testing

@testable import ImageSharing

struct SafetyPolicyTests {
    private func plan(additions: Int) -> Plan {
        Plan(
            desired: DesiredState(images: [.numbered(1, members: 0..<additions)]),
            current: CurrentState(observations: [.numbered(1): .members([])])
        )
    }

    @Test(arguments: [(nil, 1000), (0, 0), (3, 0), (3, 3), (1000, 3)] as [(Int?, Int)])
    func `A plan within the limit may be applied`(limit: Int?, additions: Int) {
        #expect(SafetyPolicy(maximumAdditions: limit).objection(to: plan(additions: additions)) == nil)
    }

    @Test(arguments: [(0, 1, "adds 1 member;"), (3, 4, "adds 4 members;"), (-1, 0, "adds 0 members;")])
    func `A plan past the limit may not`(limit: Int, additions: Int, said: String) {
        let objection = SafetyPolicy(maximumAdditions: limit).objection(to: plan(additions: additions))
        #expect(objection?.code == .safetyLimitExceeded)
        #expect(objection?.message.contains(said) == true)
    }
}
