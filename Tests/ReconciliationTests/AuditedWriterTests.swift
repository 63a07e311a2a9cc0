import FoundationEssentials
import ImageAPI
import ImageSharing
import Reconciliation
import Synchronization
import TestSupport
import Testing

/// Nothing is written that cannot be written down.
struct AuditedWriterTests {
    /// A trail that can be kept for so many writes.
    private final class FakeAudit: WriteAudit {
        private let limit: Int
        private let kept = Mutex<[AuditedWrite]>([])

        init(limit: Int = .max) { self.limit = limit }

        var writes: [AuditedWrite] { kept.withLock { $0 } }

        func check() async throws(Problem) {
            if kept.withLock({ $0.count }) >= limit {
                throw Problem(code: .auditFailed, message: "the disk is full", hint: "make room")
            }
        }

        func record(_ write: AuditedWrite) async { kept.withLock { $0.append(write) } }
    }

    private func apply(
        _ wanted: [Int: [Int]], to glance: FakeGlance, audit: FakeAudit, retryFor: Duration = .zero
    ) async -> Report {
        await Run(glance, retryFor: retryFor, concurrency: 1).reconcile(
            wanted, for: .apply(.init(glance, audit: audit, waitsForRoom: false)))
    }

    @Test func `Each write is recorded with the line that asks for it and whose token it was`() async {
        let audit = FakeAudit()
        _ = await apply([1: [1, 2], 2: [3]], to: FakeGlance([:]), audit: audit)
        #expect(audit.writes.map(\.image) == [1, 1, 2].map { .numbered($0) })
        #expect(audit.writes.map(\.change) == [1, 2, 3].map { .add(.numbered($0)) })
        #expect(audit.writes.allSatisfy { $0.user == "demo" && $0.result.meaning == .done })
        #expect(audit.writes.map(\.result.requestID) == audit.writes.map { "req-\($0.change.member.project)" })
    }

    @Test func `A removal is recorded with the member's answer before it and the manifest's reason`() async {
        let audit = FakeAudit()
        let glance = FakeGlance([1: [1, 2, 2]])
        await glance.answer(.accepted, as: [2], of: 1)
        var terms = ImageTerms(accepts: true)
        terms.members[.numbered(2)] = MemberTerms(
            until: Expiry(moment: .distantPast, text: "2026-01-31"), reason: "ticket 4711")
        _ = await Run(glance).reconcile(
            [.numbered(1, members: [1, 2], terms: terms)], for: .apply(.init(glance, audit: audit)),
            within: SafetyPolicy(maximumRemovals: .percent(50)))
        #expect(audit.writes.map(\.change.action) == [.accept, .remove, .remove])
        #expect(audit.writes.map(\.change.removal?.status) == [nil, .accepted, .accepted])
        #expect(audit.writes.map(\.reason) == [nil, "ticket 4711", "ticket 4711"])
        #expect(audit.writes.allSatisfy { $0.result.meaning == .done })
    }

    @Test func `Nobody is removed who could not be recorded`() async {
        let glance = FakeGlance([1: [2, 3]])
        let report = await Run(glance).reconcile(
            [.numbered(1, members: [], terms: ImageTerms(revoking: [2, 3]))],
            for: .apply(.init(glance, audit: FakeAudit(limit: 1))),
            within: SafetyPolicy(maximumRemovals: .members(9)))
        #expect(report.execution?.outcomes.map(\.result) == [.removed, .failed])
        #expect(report.problems.map(\.code) == [.auditFailed])
        #expect(await glance.writes.count == 1)
    }

    @Test func `A trail that cannot be kept stops the writes of all images`() async {
        let glance = FakeGlance([:])
        let audit = FakeAudit(limit: 2)
        let report = await apply([1: [1, 2, 3], 2: [1], 3: [1]], to: glance, audit: audit)
        #expect(await glance.adds.count == 2)
        #expect(report.execution?.outcomes.map(\.result) == [.created, .created, .failed, .skipped, .skipped])
        #expect(report.problems.allSatisfy { $0.code == .auditFailed })
        #expect(report.problems.map(\.image) == [1, 2, 3].map { .numbered($0) })
        #expect(report.problems.first?.member == .numbered(3))
        #expect(report.problems.first?.hint == "make room")
    }

    @Test func `The last write tells, too, that it could not be recorded`() async {
        let report = await apply([1: [1]], to: FakeGlance([:]), audit: FakeAudit(limit: 1))
        #expect(report.execution?.outcomes.map(\.result) == [.created])
        #expect(report.problems.map(\.code) == [.auditFailed])
        #expect(report.verdict == .partial)
    }

    @Test(arguments: [
        (FakeGlance.Fault.none, 1), (.overtaken, 1), (.lost, 1), (.throttled(nil), 1), (.doneInSilence, 1),
        (.undoneInSilence, 1), (.imageRefused(.forbidden), 1), (.memberRefused, 1), (.notAsked, 0), (.interrupted, 0),
    ])
    func `Whatever is answered is recorded as it was answered, and what was not tried is not`(
        fault: FakeGlance.Fault, count: Int
    ) async {
        let audit = FakeAudit()
        let glance = FakeGlance([:]) { _, _, _ in fault }
        _ = await apply([1: [1]], to: glance, audit: audit)
        #expect(audit.writes.count == count)
        #expect(await audit.writes.map(\.result) == Array(glance.results.prefix(count)))
    }

    @Test func `What had to be sent twice is recorded twice`() async {
        let audit = FakeAudit()
        let glance = FakeGlance([:]) { number, _, _ in number == 1 ? .lost : .none }
        _ = await apply([1: [1]], to: glance, audit: audit, retryFor: .seconds(60))
        #expect(audit.writes.map(\.result.problem?.code) == [.cloudUnavailable, nil])
    }
}
