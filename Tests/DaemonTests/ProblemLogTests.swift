import ImageSharing
import TestSupport
import Testing

@testable import Daemon

/// Problems that are logged, and not logged again.
struct ProblemLogTests {
    private let desired = ServiceRun.desired(images: 3)
    private var images: [ImageID] { desired.images.map(\.id) }

    /// A report of images that were all read, and of which some have problems.
    private func report(_ problems: [Problem], interrupted: Bool = false) -> Report {
        let seen = desired.images.map { ($0.id, Observation.members([])) }
        let plan = Plan(desired: desired, current: CurrentState(observations: Dictionary(uniqueKeysWithValues: seen)))
        return Report(
            .applied(plan, Execution(outcomes: [], problems: problems)), ending: interrupted ? .interrupted : .regular)
    }

    private func problem(_ code: ProblemCode, image: Int? = nil, member: Int? = nil) -> Problem {
        Problem(code: code, image: image.map { .numbered($0) }, member: member.map { .numbered($0) }, message: "no")
    }

    @Test(arguments: [ProblemCode.cloudUnavailable, .timedOut, .throttled, .authenticationFailed, .tlsFailed])
    func `What ails the cloud is one problem, whichever images meet it, until none does`(code: ProblemCode) {
        var log = ProblemLog()
        let first = log.record(report((1...3).map { problem(code, image: $0) }), of: images)
        #expect(first.new.map(\.images.count) == [3])
        let whole = log.record(Report(.notPlanned([problem(code)])), of: images)
        #expect(whole.new.isEmpty && whole.ended.isEmpty)
        let partly = log.record(report([problem(code, image: 2)]), of: images)
        #expect(partly.new.isEmpty && partly.ended.isEmpty)
        let last = log.record(report([]), of: images)
        #expect(last.ended.map(\.ticks) == [3])
    }

    @Test func `An image that is full is one problem, however many members it lacks`() {
        var log = ProblemLog()
        let full = (1...12).map { problem(.memberLimitExceeded, image: 1, member: $0) }
        let other = problem(.memberLimitExceeded, image: 2, member: 1)
        let first = log.record(report(full + [other]), of: images)
        #expect(first.new.map(\.members.count) == [12, 1])
        let next = log.record(report([other]), of: images)
        #expect(next.new.isEmpty)
        #expect(next.ended.map(\.problem.image) == [.numbered(1)])
    }

    @Test func `Each member that is refused has a line of its own to mend`() {
        var log = ProblemLog()
        let refused = (1...2).map { problem(.memberRejected, image: 1, member: $0) }
        #expect(log.record(report(refused), of: images).new.count == 2)
    }

    @Test func `What was not looked at has not ended`() {
        var log = ProblemLog()
        _ = log.record(report([problem(.imageNotFound, image: 1), problem(.timedOut, image: 2)]), of: images)
        let unread = Report(.planned(Plan(desired: desired, current: CurrentState(observations: [:]))))
        #expect(log.record(unread, of: images).ended.isEmpty)
        #expect(log.record(Report(.notPlanned([problem(.tlsFailed)])), of: images).ended.isEmpty)
    }

    @Test func `A tick that was told to stop ends nothing`() {
        var log = ProblemLog()
        _ = log.record(Report(.notPlanned([problem(.timedOut)])), of: images)
        #expect(log.record(report([], interrupted: true), of: images).ended.isEmpty)
        #expect(log.record(Report(.notPlanned([]), ending: .interrupted), of: images).ended.isEmpty)
    }

    @Test func `What left the manifest has ended, and is told again when it is back`() {
        var log = ProblemLog()
        let gone = problem(.imageNotFound, image: 1)
        _ = log.record(report([gone]), of: images)
        #expect(log.forget([.numbered(1)]).map(\.problem) == [gone])
        #expect(log.record(report([gone]), of: images).new.map(\.problem) == [gone])
    }

    @Test func `An image may stumble over several things`() {
        var log = ProblemLog()
        let untried = Outcome(image: .numbered(1), member: .numbered(1), result: .skipped, attempts: 0)
        let seen = desired.images.map { ($0.id, Observation.members([])) }
        let plan = Plan(desired: desired, current: CurrentState(observations: Dictionary(uniqueKeysWithValues: seen)))
        _ = log.record(report([problem(.memberLimitExceeded, image: 1)]), of: images)
        // The run ended over another image before this one's turn.
        let ended = Report(.applied(plan, Execution(outcomes: [untried], problems: [problem(.auditFailed, image: 2)])))
        #expect(log.record(ended, of: images).ended.isEmpty)
    }
}
