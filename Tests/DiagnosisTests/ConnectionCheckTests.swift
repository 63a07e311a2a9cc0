import FoundationEssentials
import HTTPTypes
import ImageSharing
import TestSupport
import Testing

@testable import Diagnosis
@testable import OpenStack
@testable import Transport

/// The walk from the configuration to the permissions, and where it ends.
struct ConnectionCheckTests {
    private struct Walk {
        var findings: [Finding]
        var error: OpenStackError?
        var lines: [String]
    }

    private struct NoCertificate: Error {}

    private func walk(
        _ changes: [String: ScriptedTransport.Reply] = [:], environment: [String: String] = TestCloud.password,
        now: Date = Date(timeIntervalSince1970: 0),
        certificate: @escaping @Sendable (ServiceURL) async throws -> ServerCertificate = { _ in throw NoCertificate() }
    ) async throws -> Walk {
        let cloud = try FakeCloud(changes, environment: environment, now: now)
        let findings = Findings()
        let check = ConnectionCheck(
            cloud.loaded, identity: cloud.identity, session: cloud.session, now: { now }, certificate: certificate,
            report: findings.add
        )
        var failure: OpenStackError?
        do throws(OpenStackError) { _ = try await check.perform() } catch { failure = error }
        return Walk(findings: findings.all, error: failure, lines: cloud.transport.lines)
    }

    @Test func `A connection that works is walked to its end`() async throws {
        let walk = try await walk()
        #expect(walk.error == nil)
        #expect(
            walk.findings.map(\.outline) == [
                "ok configuration", "ok keystone", "ok token", "ok catalog", "ok glance", "ok permissions",
                "ok permissions", "ok permissions", "ok permissions",
            ])
        let words = [
            "cloud envvars: ", "http://keystone.test/identity is Keystone v3.14", "roles member",
            "image service at http://glance.test/image (catalog: image, public, RegionOne)", "Image API v2.16",
            "may list images and members", "may add members", "may remove members",
            "may accept images for its own project alone",
        ]
        for (finding, words) in zip(walk.findings, words) { #expect(finding.message.contains(words), "\(finding)") }
        #expect(walk.lines.filter { !$0.hasPrefix("GET ") } == ["POST /identity/v3/auth/tokens"])
    }

    @Test func `A given token is not asked for, nor is Keystone`() async throws {
        let walk = try await walk(environment: TestCloud.givenToken)
        #expect(walk.error == nil)
        #expect(!walk.findings.contains { $0.step == .keystone })
        #expect(walk.findings.contains { $0.message == "a given token, for project owner" })
        #expect(walk.lines.allSatisfy { $0.hasPrefix("GET /image/") })
    }

    private static let version = "GET /identity/v3"
    private static let token = "POST /identity/v3/auth/tokens"
    private static let glance = "GET /image/versions"

    @Test(
        arguments: [
            (version, .failure(.notSent("there is no host keystone.test")), "wrong keystone", "check auth_url"),
            (version, .failure(.tlsFailed("it has expired", hint: "renew it")), "wrong tls", "renew it"),
            (version, .failure(.proxyFailed("no proxy", hint: "set it")), "wrong keystone", "set it"),
            (version, .failure(.timedOut), "unknown keystone", "check auth_url"),
            (version, .failure(.unanswered("reset")), "unknown keystone", "check auth_url"),
            (version, .status(503), "unknown keystone", "the cloud's trouble"),
            (version, .status(404, "<html>"), "wrong keystone", "check auth_url"),
            (version, .status(200, "<html>"), "wrong keystone", "check auth_url"),
            (token, .keystone(401, "The request you have made requires authentication."), "wrong token", "check user"),
            (token, .status(503), "unknown token", "the cloud's trouble"),
            (token, .failure(.tlsFailed("it has expired", hint: "renew it")), "wrong tls", "renew it"),
            (token, .answer(.token("t", image: "")), "wrong catalog", "none of its endpoints has a URL"),
            (token, .answer(.token("t", image: "ftp://glance.test")), "wrong catalog", "OS_IMAGE_ENDPOINT_OVERRIDE"),
            (glance, .failure(.notSent("there is no host glance.test")), "wrong glance", "from the catalog"),
            (glance, .failure(.tlsFailed("it has expired", hint: "renew it")), "wrong tls", "renew it"),
            (glance, .failure(.timedOut), "unknown glance", "check the catalog or image_endpoint_override"),
            (glance, .status(503), "unknown glance", "run again later"),
            (glance, .status(404, "<html>"), "wrong glance", "check the catalog or image_endpoint_override"),
            (glance, .status(200, "<html>"), "wrong glance", "check the catalog or image_endpoint_override"),
            (glance, .status(200, #"{"versions": []}"#), "wrong glance", "check the catalog"),
        ] as [(String, ScriptedTransport.Reply, String, String)])
    func `The step that fails is the last, with its remedy`(
        line: String, reply: ScriptedTransport.Reply, outline: String, hint: String
    ) async throws {
        let walk = try await walk([line: reply])
        let last = try #require(walk.findings.last)
        #expect(last.outline == outline, "\(last)")
        #expect(last.hint?.contains(hint) == true, "\(last)")
        #expect(last.isTransient == (last.state == .unknown))
        #expect(walk.findings.dropLast().allSatisfy { $0.state == .ok })
        #expect(walk.error?.message == last.message)
        #expect(walk.lines.last == line)
    }

    @Test func `A region that the catalog has not is the catalog's failure, and says what it has`() async throws {
        var environment = TestCloud.password
        environment["OS_REGION_NAME"] = "Nowhere"
        let last = try await walk(environment: environment).findings.last
        #expect(last?.outline == "wrong catalog")
        #expect(last?.message == "the catalog has no public endpoint of type image in region Nowhere")
        #expect(last?.hint?.contains("public in RegionOne") == true)
    }

    @Test func `A configuration's warnings come before anybody is asked`() async throws {
        var environment = TestCloud.password
        environment["OS_INSECURE"] = "true"
        environment["OS_Username"] = "other"
        let walk = try await walk([Self.version: .failure(.timedOut)], environment: environment)
        #expect(
            walk.findings.map(\.outline) == [
                "ok configuration", "warning configuration", "warning configuration", "unknown keystone",
            ])
        #expect(walk.findings.dropFirst().first?.message.contains("OS_Username") == true, "\(walk.findings)")
        #expect(walk.findings.dropFirst(2).first?.message == "the servers' certificates are not checked")
    }

    @Test func `Keystone's clock is compared with the one at hand`() async throws {
        let now = try Date("2026-01-01T12:00:00Z", strategy: .iso8601)
        var answer = HTTPAnswer.token("t")
        let dates =
            #"{"token": {"issued_at": "2026-01-01T12:10:00.000000Z", "expires_at": "2026-01-01T13:10:00.000000Z","#
        answer.body = Array(String(decoding: answer.body, as: UTF8.self).replacing("{\"token\": {", with: dates).utf8)
        let walk = try await walk([Self.token: .answer(answer)], now: now)
        #expect(walk.error == nil)
        #expect(walk.findings.contains { $0.step == .token && $0.message.hasSuffix("expires in 1h") }, "\(walk)")
        #expect(
            walk.findings.filter { $0.step == .clock }.map(\.message)
                == ["this machine's clock is 10m behind Keystone's"])
    }

    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let secure = TestCloud.password.merging(["OS_AUTH_URL": "https://keystone.test/identity"]) { $1 }

    private static func certificate(days: Double) -> ServerCertificate {
        ServerCertificate(
            subject: "CN=cloud.test", issuer: "CN=Cloud Authority", names: [], notBefore: .distantPast,
            notAfter: now.addingTimeInterval(days * 86_400)
        )
    }

    @Test(
        arguments: [
            (365, false, .ok, "for 365 more days"), (30, false, .ok, "for 30 more days"),
            (29.9, false, .warning, "for 29 more days"), (-0.5, false, .warning, "for -1 more days"),
            (365, true, .warning, "certificate, which is not checked, is by CN=Cloud Authority"),
        ] as [(Double, Bool, Finding.State, String)])
    func `A certificate that ends within thirty days, or that nobody checks, wants attention`(
        days: Double, isInsecure: Bool, state: Finding.State, words: String
    ) async throws {
        var environment = Self.secure
        if isInsecure { environment["OS_INSECURE"] = "true" }
        let walk = try await walk(environment: environment, now: Self.now) { _ in Self.certificate(days: days) }
        let found = walk.findings.filter { $0.step == .tls }
        #expect(found.map(\.state) == [state])
        #expect(found.first?.message.hasPrefix("https://keystone.test/identity's certificate") == true)
        #expect(found.first?.message.contains(words) == true, "\(found)")
        #expect((found.first?.hint != nil) == (days < 30))
    }

    @Test(
        arguments: [
            ("https://keystone.test/image", ["https://keystone.test/identity"]),
            ("https://glance.test/image", ["https://keystone.test/identity", "https://glance.test/image"]),
            (
                "https://keystone.test:9292/image",
                ["https://keystone.test/identity", "https://keystone.test:9292/image"]
            ),
            ("http://glance.test/image", ["https://keystone.test/identity"]),
        ])
    func `Each server's certificate is looked at once`(image: String, services: [String]) async throws {
        let walk = try await walk([Self.token: .answer(.token("t", image: image))], environment: Self.secure) { _ in
            Self.certificate(days: 100)
        }
        #expect(walk.error == nil)
        let found = walk.findings.filter { $0.step == .tls }.compactMap { $0.message.split(separator: "'").first }
        #expect(found.map(String.init) == services)
    }

    @Test func `A certificate that cannot be had is nobody's failure`() async throws {
        let walk = try await walk(environment: Self.secure)
        #expect(walk.error == nil)
        #expect(!walk.findings.contains { $0.step == .tls })
    }
}
