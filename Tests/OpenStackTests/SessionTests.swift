import HTTPTypes
import Pacing
import TestSupport
import Testing
import Transport

@testable import OpenStack

struct SessionTests {
    private static func isKeystone(_ sent: ScriptedTransport.Sent) -> Bool {
        sent.line == "POST /identity/v3/auth/tokens"
    }

    @Test func `A request bears token, run, program and what it accepts`() async throws {
        let transport = ScriptedTransport([.status(200)])
        _ = try await TestCloud(transport).session().send(.get, "/v2/images/1/members")
        let request = try #require(transport.sent.first?.request)
        #expect(request.scheme == "http")
        #expect(request.authority == "glance.test")
        #expect(request.path == "/image/v2/images/1/members")
        #expect(request.field("X-Auth-Token") == "secret-token")
        #expect(request.field("Accept") == "application/json")
        #expect(request.field("User-Agent") == TestCloud.userAgent)
        #expect(request.field("X-Openstack-Request-Id") == TestCloud.requestID)
        #expect(request.field("Content-Type") == nil)
        #expect(transport.sent.first?.body == nil)
    }

    @Test func `Content is announced as JSON`() async throws {
        let transport = ScriptedTransport([.status(200)])
        _ = try await TestCloud(transport).session().send(.post, "/v2/images", body: Array("{}".utf8))
        #expect(transport.sent.first?.request.field("Content-Type") == "application/json")
        #expect(transport.sent.first?.body == "{}")
    }

    @Test func `Keystone is asked once, with no token, for everybody`() async throws {
        let transport = ScriptedTransport { Self.isKeystone($0) ? .answer(.token("t1")) : .status(200) }
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        await withTaskGroup { group in
            for number in 0..<50 { group.addTask { _ = try? await session.send(.get, "/v2/images/\(number)") } }
        }
        #expect(transport.sent.filter(Self.isKeystone).count == 1)
        #expect(transport.sent.count == 51)
        #expect(transport.sent.first?.request.field("X-Auth-Token") == nil)
        #expect(transport.sent.first?.request.field("X-Openstack-Request-Id") == TestCloud.requestID)
        #expect(transport.sent.dropFirst().allSatisfy { $0.request.field("X-Auth-Token") == "t1" })
    }

    @Test(arguments: [HTTPRequest.Method.get, .post])
    func `After a 401 there is one new token and one more try`(method: HTTPRequest.Method) async throws {
        let transport = ScriptedTransport([
            .answer(.token("t1")), .status(401), .answer(.token("t2")), .status(200, "done"),
        ])
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        let answer = try await session.send(method, "/v2/images")
        #expect(String(decoding: answer.body, as: UTF8.self) == "done")
        #expect(transport.sent.last?.request.field("X-Auth-Token") == "t2")
    }

    private static func refusing(vouching: Bool) -> ScriptedTransport {
        ScriptedTransport { sent in
            switch sent.line {
            case "POST /identity/v3/auth/tokens": .answer(.token("t\(sent.number)"))
            case "GET /identity/v3/auth/tokens": vouching ? .answer(.token("t")) : .keystone(404, "no such token")
            default: .status(401)
            }
        }
    }

    @Test func `A 401 to a new token is the service's trouble, which may pass`() async throws {
        let transport = Self.refusing(vouching: true)
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.post, "/v2/images") }
        #expect(error?.code == .tokenUnchecked)
        #expect(error?.meaning.isRepeatable == true)
        #expect(transport.lines.filter { $0.hasPrefix("POST /identity") }.count == 2)
    }

    @Test(arguments: [true, false])
    func `Whether a 401 to a new token is the service's trouble, Keystone says`(
        vouching: Bool
    ) async throws {
        let transport = Self.refusing(vouching: vouching)
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.post, "/v2/images") }
        #expect(error?.code == .tokenUnchecked)
        #expect(error?.message.contains(vouching ? "vouches for" : "revoked") == true)
        #expect(transport.lines.filter { $0.hasPrefix("GET /identity") }.count == 1)
        #expect(transport.lines.filter { $0.hasPrefix("POST /identity") }.count == 2)
        _ = try? await session.send(.post, "/v2/images")
        #expect(transport.lines.filter { $0.hasPrefix("POST /identity") }.count == (vouching ? 2 : 3))
    }

    @Test func `A service that refuses every token is asked like one that fails: by one at a time`() async throws {
        let cloud = TestCloud(Self.refusing(vouching: true))
        let session = try cloud.session(environment: TestCloud.password)
        var codes: [OpenStackError.Code?] = []
        for (image, isLast) in [("a", false), ("b", false), ("c", true)] {
            let error = await #expect(throws: OpenStackError.self) {
                try await session.send(.get, "/v2/images/\(image)/members", subject: image, safety: .byCaller)
            }
            codes.append(error?.code)
            #expect(await cloud.throttle.isProbing == isLast)
        }
        #expect(codes == [.tokenUnchecked, .tokenUnchecked, .tokenUnchecked])
        // It is given up when the patience is over: each probe is a step of the back-off later, and not at once.
        var probes = 0
        while codes.last != .notAsked && probes < 100 {
            let error = await #expect(throws: OpenStackError.self) {
                try await session.send(.get, "/v2/images/\(probes)/members", subject: "\(probes)", safety: .byCaller)
            }
            codes.append(error?.code)
            probes += 1
        }
        #expect((5...50).contains(probes), "\(probes)")
        #expect(cloud.backOff.clock.now() > .seconds(60))
    }

    @Test func `Where nobody vouches for a given token, a 401 ends the run`() async throws {
        let transport = ScriptedTransport([.status(401), .status(401)])
        let session = try TestCloud(transport).session()
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(error?.code == .unauthorized)
        let later = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images") }
        #expect(later?.code == .notAsked)
    }

    @Test func `Many that are refused at once share one new token`() async throws {
        let transport = ScriptedTransport { sent in
            if Self.isKeystone(sent) { return .answer(.token(sent.number == 1 ? "t1" : "t2")) }
            return sent.request.field("X-Auth-Token") == "t2" ? .status(200) : .status(401)
        }
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        try await withThrowingTaskGroup { group in
            for number in 0..<50 { group.addTask { _ = try await session.send(.get, "/v2/images/\(number)") } }
            try await group.waitForAll()
        }
        #expect(transport.sent.filter(Self.isKeystone).count == 2)
    }

    @Test func `A token that ends again and again is renewed each time, as long as it works in between`() async throws {
        let transport = ScriptedTransport { sent in
            if Self.isKeystone(sent) { return .answer(.token("t\(sent.number)")) }
            return sent.number % 3 == 2 ? .status(401) : .status(200)
        }
        let session = try TestCloud(transport).session(environment: TestCloud.password)
        for _ in 0..<5 {
            _ = try await session.send(.get, "/v2/images")
            _ = try? await session.send(.get, "/v2/images")
        }
        #expect(transport.sent.filter(Self.isKeystone).count > 2)
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete, .head, .options])
    func `A session that may only read sends nothing but GET`(method: HTTPRequest.Method) async throws {
        let transport = ScriptedTransport([])
        let session = try TestCloud(transport).session(.readOnly)
        let error = await #expect(throws: OpenStackError.self) { try await session.send(method, "/v2/images") }
        #expect(error?.code == .readOnly)
        #expect(transport.sent.isEmpty)
    }

    @Test func `A session that may only read reads`() async throws {
        let transport = ScriptedTransport([.answer(.token("t1")), .status(200)])
        let session = try TestCloud(transport).session(.readOnly, environment: TestCloud.password)
        _ = try await session.send(.get, "/v2/images")
        #expect(transport.lines == ["POST /identity/v3/auth/tokens", "GET /image/v2/images"])
    }

    @Test func `No secret is logged, at any level, whatever happens`() async throws {
        let transport = ScriptedTransport([
            .status(503), .answer(.token("secret-token-1")), .status(401), .answer(.token("secret-token-2")),
            .failure(.timedOut), .glance(500, "oh"), .status(200), .status(409), .glance(403, "no"),
        ])
        let cloud = TestCloud(transport)
        let session = try cloud.session(environment: TestCloud.password)
        _ = try await session.send(.get, "/v2/images")
        _ = try? await session.send(.post, "/v2/images", body: Array("{}".utf8))
        _ = try? await session.send(.get, "/v2/images/1")
        let text = cloud.log.lines.joined(separator: "\n")
        #expect(transport.sent.count == 9)
        #expect(text.contains("/image/v2/images"))
        #expect(text.contains("409"))
        #expect(!text.contains("secret"))
    }
}
