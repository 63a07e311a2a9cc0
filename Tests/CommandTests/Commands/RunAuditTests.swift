import Daemon
import Host
import ImageAPI
import ImageSharing
import OpenStack
import Pacing
import Testing

@testable import glance_share

/// The words of the audit trail for what was answered.
@Suite struct RunAuditTests {
    private static let problem = Problem(code: .unexpectedResponse, message: "no")

    @Test(
        arguments: [
            (.done, (.created, .removed, .accepted)), (.alreadySo, (.alreadyMember, .alreadyRemoved, .accepted)),
            (.full(Setback(problem, .passing(.full))), (.notAdded, .notRemoved, .notAccepted)),
            (.memberRefused(problem), (.refused, .refused, .refused)),
            (.actionRefused(problem), (.refused, .refused, .refused)),
            (.failed(Setback(problem, .lasting)), (.refused, .refused, .refused)),
            (.failed(Setback(problem, .passing(.throttled))), (.notAdded, .notRemoved, .notAccepted)),
            (.failed(Setback(problem, .passing(.failing)), mayHaveWorked: true), (.inDoubt, .inDoubt, .inDoubt)),
        ] as [(WriteResult.Meaning, (AuditEntry.Outcome, AuditEntry.Outcome, AuditEntry.Outcome))])
    func `Each answer has one word`(
        meaning: WriteResult.Meaning,
        outcome: (add: AuditEntry.Outcome, remove: AuditEntry.Outcome, accept: AuditEntry.Outcome)
    ) {
        #expect(AuditEntry.Outcome(meaning, of: .add) == outcome.add)
        #expect(AuditEntry.Outcome(meaning, of: .remove) == outcome.remove)
        #expect(AuditEntry.Outcome(meaning, of: .accept) == outcome.accept)
    }
}
