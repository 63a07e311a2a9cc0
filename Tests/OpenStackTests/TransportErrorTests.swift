import HTTPTypes
import TestSupport
import Testing
import Transport

@testable import OpenStack

/// Errors made of a request that got no answer, or none that can be read.
struct TransportErrorTests {
    @Test(arguments: [
        (TransportFailure.tlsFailed("expired", hint: "renew it"), OpenStackError.Code.tlsFailed),
        (.proxyFailed("no such proxy", hint: "renew it"), .misconfigured),
    ])
    func `A mistake in TLS or proxies ends at once, with its remedy`(
        failure: TransportFailure, code: OpenStackError.Code
    ) {
        let error = OpenStackError(failure)
        #expect(error.code == code)
        #expect(error.hint == "renew it")
        #expect(!error.meaning.isRepeatable)
    }

    @Test func `Where nothing was sent, another try may do`() {
        #expect(OpenStackError(.notSent("no handshake in time", hint: "check the port")).meaning.isRepeatable)
    }

    @Test(arguments: [
        (TransportFailure.malformed("it has two lengths"), "the answer is not valid HTTP: it has two lengths"),
        (.encoded("gzip"), "the answer came in Content-Encoding gzip, which nobody asked for"),
    ])
    func `An answer that cannot be read is not asked for again`(failure: TransportFailure, message: String) {
        let error = OpenStackError(failure)
        #expect(error.message == message)
        #expect(error.hint?.contains("proxy or gateway") == true)
        #expect(!error.meaning.isRepeatable)
    }

    @Test func `An error that is encoded keeps its status, and its content is not quoted`() {
        let error = OpenStackError(.status(503, "bytes", fields: [.contentEncoding: "br"]))
        #expect(error.code == .serverTrouble)
        #expect(error.message == "HTTP 503, explained in Content-Encoding br, which nobody asked for")
    }
}
