import FoundationEssentials
import Testing

@testable import GlanceSandbox

/// The ways in which a moment is written.
@Suite struct TimestampTests {
    private let moment = Date(timeIntervalSince1970: 1_408_498_621)

    @Test func `A moment has a form for each who writes it`() {
        #expect(Timestamp.seconds(moment) == "2014-08-20T01:37:01Z")
        #expect(Timestamp.microseconds(moment) == "2014-08-20T01:37:01.000000Z")
        #expect(Timestamp.milliseconds(moment) == "2014-08-20T01:37:01.000Z")
        #expect(Timestamp.http(moment) == "Wed, 20 Aug 2014 01:37:01 GMT")
        #expect(Timestamp.http(Date(timeIntervalSince1970: -1)) == "Wed, 31 Dec 1969 23:59:59 GMT")
    }

    @Test(arguments: [
        (Fault.RetryAfter.seconds(3), "3"), (.date(60), "Wed, 20 Aug 2014 01:38:01 GMT"),
        (.date(-1), "Wed, 20 Aug 2014 01:37:00 GMT"),
    ])
    func `A Retry-After is a number of seconds or a date`(_ value: Fault.RetryAfter, header: String) {
        let request = ServiceRequest(method: "GET", target: "/")
        let response = FaultAnswer.response(status: 429, retryAfter: value, to: request, now: moment)
        #expect(response.header("Retry-After") == header)
    }
}
