import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

struct OpenStackErrorTests {
    @Test(arguments: [
        (400, OpenStackError.Code.badRequest), (401, .unauthorized), (403, .forbidden), (404, .notFound),
        (405, .unexpected), (411, .unexpected), (421, .unexpected), (409, .conflict), (413, .tooLarge),
        (422, .badRequest), (429, .throttled),
        (500, .serverTrouble), (502, .serverTrouble), (503, .serverTrouble), (504, .serverTrouble), (300, .unexpected),
        (304, .unexpected), (100, .unexpected), (501, .unexpected),
    ])
    func `The table from status to code`(status: Int, code: OpenStackError.Code) {
        let error = OpenStackError(.glance(status, "why"))
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message == "why")
    }

    @Test(arguments: ["X-Openstack-Request-Id", "x-openstack-request-id", "X-Compute-Request-Id"])
    func `The request's ID is kept, by either name and in any case`(name: String) throws {
        var answer = HTTPAnswer.status(500)
        let field = try #require(HTTPField.Name(name))
        answer.response.headerFields[field] = "req-1"
        #expect(OpenStackError(answer).requestID == "req-1")
    }

    @Test func `An answer without words gets some`() {
        #expect(OpenStackError(.status(502)).message == "HTTP 502 without an explanation")
    }

    @Test func `What is not the API is quoted, its first 200 characters`() {
        let error = OpenStackError.unexpected(.status(200, String(repeating: "x", count: 5000)), expected: "a list")
        #expect(error.code == .unexpected)
        #expect(error.message.contains(String(repeating: "x", count: 200)))
        #expect(!error.message.contains(String(repeating: "x", count: 201)))
    }

    @Test(arguments: [
        OpenStackError.Code.badRequest, .unauthorized, .forbidden, .notFound, .conflict, .tlsFailed, .unexpected,
        .interrupted, .readOnly,
    ])
    func `What another try would not mend is not worth repeating`(code: OpenStackError.Code) {
        #expect(!OpenStackError(code, message: "").meaning.isRepeatable)
    }

    @Test(arguments: [
        OpenStackError.Code.tooLarge, .throttled, .serverTrouble, .notSent, .unanswered, .timedOut,
    ])
    func `What may pass is worth repeating`(code: OpenStackError.Code) {
        #expect(OpenStackError(code, message: "").meaning.isRepeatable)
    }
}
