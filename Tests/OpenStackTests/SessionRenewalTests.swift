import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack

/// What becomes of a request whose token is refused, and of those after it.
struct SessionRenewalTests {
    @Test func `A Keystone that refuses to renew ends in its refusal, asked once for each that needs it`() async throws
    {
        let transport = ScriptedTransport { sent in
            switch sent.line {
            case "POST /identity/v3/auth/tokens": sent.number == 1 ? .answer(.token("t")) : .glance(401, "disabled")
            default: .status(401)
            }
        }
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(error?.message == "Keystone at http://keystone.test/identity: disabled")
        #expect(transport.sent.count == 3)
    }
}
