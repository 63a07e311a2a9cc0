import FoundationEssentials
import ImageSharing
import Logging
import TestSupport
import Testing

@testable import Daemon

/// What a manifest of names adds to status and log.
struct NamedStatusTests {
    private func lines(_ report: Report) -> [ProblemLine] {
        var log = ProblemLog()
        return ProblemLine.lines(of: log.record(report, of: [.numbered(1), .numbered(2)]).new)
    }

    private func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

    @Test func `Lookups in vain are of no tick, and have no line of one`() {
        #expect(lines(Report(.planned(DesiredState.named("web").planned))).isEmpty)
    }

    @Test func `A lookup that succeeds again has ended, though another is still in vain`() {
        var log = LookupLog()
        let problems = DesiredState.named("web").problems
        #expect(log.record(problems).new == problems)
        // With other rows and another request it is the same.
        var again = problems
        for index in again.indices { (again[index].rows, again[index].requestID) = (77, "req-other") }
        #expect(log.record(again).new.isEmpty)
        let (new, ended) = log.record(Array(problems.dropLast()))
        #expect(new.isEmpty)
        #expect(ended.map(\.message) == ["22 web"])
    }

    @Test(arguments: [(1, true), (2, true), (3, false)])
    func `The names of a problem's image and member stand beside their IDs`(_ members: Int, _ hasImage: Bool) {
        let plan = DesiredState.named("web").planned
        let problems = (1...members).map { number in
            Problem(
                code: .memberLimitExceeded, image: number < 3 ? .numbered(1) : .numbered(2), member: .numbered(number),
                message: "full")
        }
        let lines = lines(Report(.applied(plan, Execution(outcomes: [], problems: problems))))
        let full = lines.filter { $0.message == "full" }
        #expect((full.count == 1) && (full[0].metadata["image.name"] == "web") == hasImage, "\(full)")
        #expect((full[0].metadata["image.sets"] == "debian-12,golden") == hasImage)
        #expect((full[0].metadata["member.name"] == "web") == (members == 1), "of several members none is named")
    }

    @Test func `A set keeps the time since which it finds just these images`() {
        var status = DaemonStatus(version: "1", startedAt: date(0), staleAfter: .zero)
        let desired = DesiredState.named("web")
        func find(_ images: [ImageID]?, at seconds: Double) -> Date? {
            let sets = desired.sets.map {
                ImageSetFinding(name: $0.name, source: $0.source, match: $0.match, images: images)
            }
            status.record(resolved: DesiredState(images: [], sets: sets), at: date(seconds))
            return status.imageSets[0].since
        }
        #expect(find([.numbered(1)], at: 1) == date(1))
        #expect(find([.numbered(1)], at: 2) == date(1))
        #expect(find([.numbered(1), .numbered(2)], at: 3) == date(3))
        #expect(find(nil, at: 4) == nil)
        #expect(find([], at: 5) == date(5))
    }

    @Test func `A run's status has sets, names and lookups in vain, and is no success with one of them`() {
        var status = DaemonStatus(version: "1", startedAt: date(0), staleAfter: .zero)
        let desired = DesiredState.named("web")
        status.record(
            Report(.planned(desired.planned)), of: desired, endedAt: date(5), expiryNotice: Expiry.usualNotice)
        #expect(status.imageSets.map(\.name) == ["debian-12", "empty", "golden"])
        #expect(status.imageSets.map(\.problem?.code) == [nil, .imageSetEmpty, nil])
        #expect(status.projectNames == desired.projectNames && status.lookupProblems == desired.problems)
        #expect(status.images.map(\.name) == ["web", nil])
        #expect(status.images.map(\.sets) == [["debian-12", "golden"], ["debian-12"]])
        #expect(status.lastSuccessAt == nil)
    }
}
