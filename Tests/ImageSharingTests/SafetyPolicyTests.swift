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

    /// The plan of an image from which so many of its members are removed.
    private func plan(removals: Int, of members: Int) -> Plan {
        var terms = ImageTerms()
        terms.revoked = (0..<removals).map { .numbered($0) }
        let image = DesiredImage(
            id: .numbered(1), source: SourceLocation(file: "a.yaml", line: 1, column: 1), members: [], terms: terms)
        return Plan(
            desired: DesiredState(images: [image]),
            current: CurrentState(
                observations: [.numbered(1): .members((0..<members).map { .numbered($0) })],
                ownerships: [.numbered(1): .own(.numbered(999))]))
    }

    @Test(
        arguments: [
            (nil, 5, 10, true), (.members(5), 5, 10, true), (.members(4), 5, 10, false), (.members(0), 1, 10, false),
            (.members(0), 0, 10, true), (.percent(50), 5, 10, true), (.percent(49), 5, 10, false),
            (.percent(0), 1, 1000, false), (.percent(100), 10, 10, true), (.percent(33), 1, 3, false),
        ] as [(RemovalLimit?, Int, Int, Bool)])
    func `A limit of removals is a number, or a part of the members that there are`(
        limit: RemovalLimit?, removals: Int, members: Int, isAllowed: Bool
    ) {
        let policy = SafetyPolicy(maximumRemovals: limit)
        #expect((policy.objection(to: plan(removals: removals, of: members)) == nil) == isAllowed)
    }

    @Test func `A daemon is restarted with another limit, for it has the lock`() throws {
        let plan = plan(removals: 3, of: 10)
        for limit in [nil, RemovalLimit.members(2)] {
            let command = SafetyPolicy(maximumRemovals: limit)
            let daemon = SafetyPolicy(maximumRemovals: limit, heldBy: .daemon)
            let hints = try [command, daemon].map { policy in
                try #require((policy.objection(to: plan) ?? policy.removalsLeft(of: plan))?.hint)
            }
            #expect(hints[0].contains("run apply with --max-removals 3 or more"))
            #expect(hints[1].contains("restart the daemon with --max-removals 3 or more"))
            #expect(hints[1].contains("systemctl edit glance-share") && hints[1].contains("an empty ExecStart="))
            #expect(!hints[1].contains("apply"))
        }
    }

    @Test(arguments: [(0, nil), (1, "; withheld with them: 1 addition"), (2, "; withheld with them: 2 additions")])
    func `A refusal of removals says how many additions are withheld with them`(additions: Int, said: String?) throws {
        var terms = ImageTerms()
        terms.revoked = [.numbered(50)]
        let image = DesiredImage(
            id: .numbered(1), source: SourceLocation(file: "a.yaml", line: 1, column: 1),
            members: (0..<additions).map { .numbered($0) }, terms: terms)
        let plan = Plan(
            desired: DesiredState(images: [image]),
            current: CurrentState(
                observations: [.numbered(1): .members([.numbered(50)])],
                ownerships: [.numbered(1): .own(.numbered(999))]
            ))
        let message = try #require(SafetyPolicy(maximumRemovals: .members(0)).objection(to: plan)?.message)
        #expect(said.map(message.hasSuffix) ?? !message.contains("withheld"))
    }

    @Test func `The removals of other images count, so that no slice of a plan goes where the whole may not`() {
        let policy = SafetyPolicy(maximumRemovals: .members(5))
        let plan = plan(removals: 2, of: 10)
        #expect(policy.objection(to: plan, beside: RemovalTally(removals: 3, members: 100)) == nil)
        #expect(policy.objection(to: plan, beside: RemovalTally(removals: 4, members: 100)) != nil)
        let whole = SafetyPolicy(maximumRemovals: .percent(2))
        #expect(whole.objection(to: plan, beside: RemovalTally(removals: 0, members: 90)) == nil)
        #expect(whole.objection(to: plan, beside: RemovalTally(removals: 0, members: 89)) != nil)
    }

    @Test func `Without a limit nothing is refused, and removals are left`() {
        let plan = plan(removals: 2, of: 3)
        #expect(SafetyPolicy().objection(to: plan) == nil)
        #expect(SafetyPolicy().removalsLeft(of: plan)?.code == .removalNotAllowed)
        #expect(SafetyPolicy(maximumRemovals: .members(0)).removalsLeft(of: plan) == nil)
        #expect(SafetyPolicy().removalsLeft(of: self.plan(removals: 0, of: 3)) == nil)
    }

    @Test func `Beside a plan counts what it has not read, and what its run has removed already`() {
        let seen = RemovalTally(removals: 2, members: 10)
        let others = RemovalsBeside(lastSeen: [.numbered(1): seen, .numbered(2): seen], removed: 1)
        #expect(
            others.tally(beside: plan(removals: 1, of: 5)) == RemovalTally(removals: 3, members: 10))
        let unread = Plan(
            desired: DesiredState(images: [.numbered(1, members: 0..<1)]),
            current: CurrentState(
                observations: [.numbered(1): .unreadable(Problem(code: .timedOut, message: "no answer"))]))
        #expect(others.tally(beside: unread) == RemovalTally(removals: 5, members: 20))
        #expect(RemovalsBeside().tally(beside: unread) == RemovalTally())
    }
}
