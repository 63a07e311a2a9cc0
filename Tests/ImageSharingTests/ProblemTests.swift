import TestSupport
import Testing

@testable import ImageSharing

struct ProblemTests {
    @Test func `Problems of the whole run come first, then by image, then by member`() {
        let run = Problem(code: .throttled, message: "run")
        let image = Problem(code: .throttled, image: .numbered(1), message: "image")
        let member = Problem(code: .throttled, image: .numbered(1), member: .numbered(1), message: "member")
        let later = Problem(code: .throttled, image: .numbered(1), member: .numbered(2), message: "later")
        let last = Problem(code: .forbidden, image: .numbered(2), message: "last")
        #expect([last, later, member, image, run].sorted() == [run, image, member, later, last])
    }

    @Test(arguments: [
        (ProblemCode.manifestInvalid, "manifest_invalid"), (.authenticationFailed, "authentication_failed"),
        (.forbidden, "forbidden"), (.imageNotFound, "image_not_found"), (.imageNotShareable, "image_not_shareable"),
        (.notImageOwner, "not_image_owner"), (.memberLimitExceeded, "member_limit_exceeded"),
        (.memberRejected, "member_rejected"), (.throttled, "throttled"), (.cloudUnavailable, "cloud_unavailable"),
        (.timedOut, "timed_out"), (.tlsFailed, "tls_failed"), (.unexpectedResponse, "unexpected_response"),
    ])
    func `Scripts know the codes by these names`(code: ProblemCode, name: String) {
        #expect(code.rawValue == name)
    }

    @Test func `Only the cloud's own trouble may pass by itself`() {
        let transient = ProblemCode.allCases.filter(\.isTransient)
        #expect(Set(transient) == [.throttled, .cloudUnavailable, .timedOut])
    }

    @Test func `Refused credentials and a connection that cannot be trusted end the run`() {
        let ending = Set(ProblemCode.allCases.filter(\.endsTheRun))
        #expect(ending.isSuperset(of: [.authenticationFailed, .tlsFailed]))
        #expect(
            ending.isDisjoint(with: [
                .forbidden, .imageNotFound, .imageNotShareable, .notImageOwner, .memberLimitExceeded, .memberRejected,
                .throttled, .cloudUnavailable, .timedOut, .unexpectedResponse,
            ])
        )
    }
}
