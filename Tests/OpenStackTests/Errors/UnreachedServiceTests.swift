import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

/// What is told of an image service that nobody answers at.
struct UnreachedServiceTests {
    private static let setting = "clouds.yaml:5:9: image_endpoint_override"

    private func told(_ failure: TransportFailure, set setting: String?) throws -> OpenStackError {
        var service = try #require(ServiceURL("http://glance.test:9292/image"))
        service.setting = setting
        return OpenStackError(failure).explained(for: service)
    }

    @Test(arguments: [TransportFailure.notSent("refused"), .unanswered("reset"), .timedOut])
    func `An override is named with its place`(failure: TransportFailure) throws {
        let error = try told(failure, set: Self.setting)
        #expect(
            error.hint?.hasPrefix(
                "the image service's address http://glance.test:9292/image is an override, not the catalog's "
                    + "(\(Self.setting)): check it") == true)
    }

    @Test func `Without one, the catalog's address is named where nobody took the connection`() throws {
        let error = try told(.notSent("refused"), set: nil)
        #expect(error.hint?.contains("check that http://glance.test:9292/image, from the catalog,") == true)
        #expect(try told(.timedOut, set: nil).hint == nil)
    }

    @Test func `What is known better is left alone`() throws {
        #expect(
            try told(.notSent("in the handshake", hint: "check the port"), set: Self.setting).hint == "check the port")
        #expect(try told(.tlsFailed("expired", hint: "renew it"), set: Self.setting).hint == "renew it")
    }

    @Test(arguments: [
        (OpenStackError(.notSent, message: ""), false), (OpenStackError(.tlsFailed, message: ""), false),
        (OpenStackError(.interrupted, message: ""), false), (OpenStackError(.readOnly, message: ""), false),
        (OpenStackError(.misconfigured, message: ""), false),
        (OpenStackError(.noEndpoint, message: ""), false),
        (OpenStackError(.misconfigured, status: 301, message: ""), true),
        (OpenStackError(.timedOut, message: ""), true),
        (OpenStackError(.unanswered, message: ""), true),
        (OpenStackError(.serverTrouble, status: 500, message: ""), true),
    ])
    func `What was not sent has no ID in anybody's logs`(error: OpenStackError, wasSent: Bool) {
        #expect(error.meaning.wasSent == wasSent)
    }
}
