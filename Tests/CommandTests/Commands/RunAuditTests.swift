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

    @Test(arguments: [
        (AddResult.Meaning.created, AuditEntry.Outcome.created), (.alreadyMember, .alreadyMember),
        (.full(Setback(problem, .passing(.full))), .notAdded), (.memberRefused(problem), .refused),
        (.failed(Setback(problem, .lasting)), .refused), (.failed(Setback(problem, .passing(.throttled))), .notAdded),
        (.failed(Setback(problem, .passing(.failing)), mayHaveWorked: true), .inDoubt),
    ])
    func `Each answer has one word`(meaning: AddResult.Meaning, outcome: AuditEntry.Outcome) {
        #expect(AuditEntry.Outcome(meaning) == outcome)
    }
}
