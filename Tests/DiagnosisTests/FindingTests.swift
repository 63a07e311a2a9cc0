import ImageSharing
import OpenStack
import Testing

@testable import Diagnosis
@testable import Pacing

/// The finding of a step that failed.
struct FindingTests {
    /// Scripts and people read these: a new name would break the ones and puzzle the others.
    @Test func `A failure is called wrong, and the other states what they are`() {
        let states = [Finding.State.ok, .warning, .failed, .unknown]
        #expect(states.map(\.rawValue) == ["ok", "warning", "wrong", "unknown"])
    }

    @Test(
        arguments: [
            (.tlsFailed, .tls, .failed), (.noEndpoint, .catalog, .failed), (.unauthorized, .token, .failed),
            (.forbidden, .token, .failed), (.notFound, .token, .failed), (.misconfigured, .token, .failed),
            (.unexpected, .token, .failed), (.badRequest, .token, .failed), (.conflict, .token, .failed),
            (.readOnly, .token, .failed), (.notSent, .token, .failed), (.serverTrouble, .token, .unknown),
            (.throttled, .token, .unknown), (.unanswered, .token, .unknown), (.timedOut, .token, .unknown),
            (.tokenUnchecked, .token, .unknown), (.notAsked, .token, .unknown), (.interrupted, .token, .unknown),
        ] as [(OpenStackError.Code, Finding.Step, Finding.State)])
    func `A kind of failure decides where it belongs, and whether the cloud said no or could not say`(
        code: OpenStackError.Code, step: Finding.Step, state: Finding.State
    ) {
        let finding = Finding(.token, failed: OpenStackError(code, message: "why"))
        #expect(finding.step == step)
        #expect(finding.state == state)
        #expect(finding.isTransient == (state == .unknown))
        #expect(finding.message == "why")
        #expect(finding.hint == (state == .unknown ? "the cloud's trouble: run again later" : nil))
    }

    @Test func `Words about a catalog do not make a failure the catalog's`() {
        let error = OpenStackError(.unauthorized, message: "Keystone at http://k/catalog: no catalog for you")
        #expect(Finding(.keystone, failed: error).step == .keystone)
    }

    @Test(arguments: [OpenStackError.Code.timedOut, .unauthorized])
    func `A remedy that is known comes before the usual one`(code: OpenStackError.Code) {
        #expect(Finding(.glance, failed: OpenStackError(code, message: "", hint: "mend it")).hint == "mend it")
    }

    @Test(
        arguments: [
            (.forbidden, .failed, "ask for the role"), (.imageNotFound, .failed, "ask for the role"),
            (.authenticationFailed, .failed, "own"), (.notImageOwner, .failed, "own"),
            (.cloudUnavailable, .unknown, "own"), (.throttled, .unknown, "own"), (.timedOut, .unknown, "own"),
        ] as [(ProblemCode, Finding.State, String)])
    func `A refusal gets the step's remedy, and any other problem keeps its own`(
        code: ProblemCode, state: Finding.State, hint: String
    ) {
        let problem = Problem(code: code, message: "why", hint: "own")
        let finding = Finding(.permissions, "may not list", failed: problem, remedy: "ask for the role")
        #expect(finding.state == state)
        #expect(finding.isTransient == (state == .unknown))
        #expect(finding.message == "may not list: why")
        #expect(finding.hint == hint)
    }
}
