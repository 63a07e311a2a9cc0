import ImageSharing
import TestSupport
import Testing

@testable import Diagnosis
@testable import OpenStack
@testable import Transport

/// The permissions of a token: by roles and access rules as values, and by asking.
struct PermissionCheckTests {
    private static let list = "GET /v2/images"
    private static let look = "GET /v2/images/*"
    private static let members = "GET /v2/images/*/members"
    private static let add = "POST /v2/images/*/members"

    @Test(
        arguments: [
            (["member"], false, nil, .ok, "role member"),
            (["reader", "member"], false, nil, .ok, "role member"),
            (["reader"], false, nil, .warning, "wants the role member, not reader"),
            (["zebra", "auditor"], false, nil, .warning, "not auditor, zebra"),
            ([], false, nil, .unknown, "not known without its roles"),
            (["admin"], true, nil, .ok, "an administrator"),
            ([], true, nil, .ok, "an administrator"),
            (["member"], false, [add], .ok, "role member"),
            (["member"], false, [members], .failed, "do not let it add members"),
            (["admin"], true, [], .failed, "do not let it add members"),
            (["reader"], false, [add], .warning, "wants the role member"),
        ] as [([String], Bool, [String]?, Finding.State, String)])
    func `Whether a token may add members is judged by its rules first, then by its roles`(
        roles: [String], isAdministrator: Bool, rules: [String]?, state: Finding.State, words: String
    ) throws {
        let authorization = try Authorization.of(
            roles: roles, isAdministrator: isAdministrator, accessRules: rules?.map { .image($0) })
        let finding = try #require(PermissionCheck.changing(.add, by: authorization, isNeeded: true))
        #expect(finding.step == .permissions)
        #expect(finding.state == state)
        #expect(finding.message.contains(words), "\(finding)")
        #expect((finding.hint == nil) == [.ok, .unknown].contains(state), "\(finding)")
    }

    private static let change = "/v2/images/*/members/*"

    @Test(
        arguments: [
            (.remove, ["member"], false, nil, .ok, "may remove members: role member", .ok, "may remove members"),
            (.remove, ["reader"], false, nil, .warning, "not reader", .ok, "may hardly remove members"),
            (.remove, ["admin"], true, nil, .ok, "an administrator", .ok, "an administrator"),
            (.remove, ["member"], false, [add], .failed, "do not let it remove members", .ok, "may not remove members"),
            (.remove, ["member"], false, ["DELETE \(change)"], .ok, "role member", .ok, "role member"),
            (
                .accept, ["member"], false, nil, .warning, "an administrator, or the member", .ok,
                "its own project alone"
            ),
            (.accept, ["admin"], true, nil, .ok, "an administrator", .ok, "an administrator"),
            (.accept, ["admin"], true, [add], .failed, "PUT \(change)", .ok, "may not accept images"),
            (.accept, ["admin"], true, ["PUT \(change)"], .ok, "an administrator", .ok, "an administrator"),
        ] as [(Change.Action, [String], Bool, [String]?, Finding.State, String, Finding.State, String)])
    func `That a token may not remove or accept is wrong only where somebody means to`(
        action: Change.Action, roles: [String], isAdministrator: Bool, rules: [String]?, needed: Finding.State,
        words: String, unneeded: Finding.State, otherWords: String
    ) throws {
        let authorization = try Authorization.of(
            roles: roles, isAdministrator: isAdministrator, accessRules: rules?.map { .image($0) })
        let finding = try #require(PermissionCheck.changing(action, by: authorization, isNeeded: true))
        #expect(finding.state == needed)
        #expect("\(finding.message) \(finding.hint ?? "")".contains(words), "\(finding)")
        let other = try #require(PermissionCheck.changing(action, by: authorization, isNeeded: false))
        #expect(other.state == unneeded)
        #expect(other.message.contains(otherWords), "\(other)")
    }

    @Test func `What is not known of a token without roles is told only to whoever needs to know`() throws {
        let authorization = try Authorization.of(roles: [])
        #expect(PermissionCheck.changing(.remove, by: authorization, isNeeded: false) == nil)
        #expect(PermissionCheck.changing(.remove, by: authorization, isNeeded: true)?.state == .unknown)
    }

    @Test(
        arguments: [
            (nil, false), ([look], false), (["GET /v2/images/**"], false), ([list, members, add], true), ([], true),
        ]
            as [([String]?, Bool)])
    func `Rules that hide single images are told of`(rules: [String]?, isBlind: Bool) throws {
        let authorization = try Authorization.of(accessRules: rules?.map { .image($0) })
        let finding = PermissionCheck.blindness(of: authorization)
        #expect((finding != nil) == isBlind)
        #expect(finding.map { $0.state == .unknown && $0.hint?.contains(Self.look) == true } ?? true)
    }

    private func listing(
        _ changes: [String: ScriptedTransport.Reply] = [:], rules: [String]? = nil
    ) async throws -> (finding: Finding?, lines: [String]) {
        let cloud = try FakeCloud(changes)
        let findings = Findings()
        let authorization = try Authorization.of(accessRules: rules?.map { .image($0) })
        await PermissionCheck(
            client: cloud.client, authorization: authorization, actions: [.add], report: findings.add
        ).perform()
        let asked = cloud.transport.lines.filter { $0.hasPrefix("GET /image") }
        return (findings.all.first, asked)
    }

    private static let listImages = "GET /image/v2/images?limit=1&visibility=shared&owner=owner"
    private static let listMembers = "GET /image/v2/images/\(ImageID.numbered(1))/members"

    @Test func `A token that lists an image's members may list, with the image named`() async throws {
        let (finding, lines) = try await listing()
        #expect(
            finding
                == Finding(
                    .permissions, .ok, "may list images and members: image \(ImageID.numbered(1)) (debian) has 2"))
        #expect(lines == [Self.listImages, Self.listMembers])
    }

    @Test func `Rules without the member list are wrong, and nothing is asked for that they refuse`() async throws {
        let (finding, lines) = try await listing(rules: [Self.list, Self.add])
        #expect(finding?.state == .failed)
        #expect(finding?.hint?.contains(Self.members) == true)
        #expect(lines.isEmpty)
    }

    @Test func `Rules without the image list are enough, and nothing is tried`() async throws {
        let (finding, lines) = try await listing(rules: [Self.members, Self.add])
        #expect(finding?.state == .ok)
        #expect(finding?.hint?.hasPrefix("not tried") == true)
        #expect(lines.isEmpty)
    }

    @Test(
        arguments: [
            (listImages, .status(200, FakeCloud.images()), .unknown, "has none that is shared", nil),
            (listImages, .glance(400, "visibility"), .unknown, "older than Ocata", nil),
            (listImages, .glance(403, "no"), .failed, "may not list images: no", "the role reader or member"),
            (listImages, .glance(404, "no"), .failed, "may not list images: no", "the role reader or member"),
            (listImages, .status(503), .unknown, "cannot list images: HTTP 503", "run again later"),
            (listImages, .failure(.timedOut), .unknown, "cannot list images: no answer in time", "run again later"),
            (listMembers, .status(503), .unknown, "cannot list members: HTTP 503", "run again later"),
            (listMembers, .status(200, "{}"), .failed, "may not list members: expected a list of members", "proxy"),
        ] as [(String, ScriptedTransport.Reply, Finding.State, String, String?)])
    func `A list that cannot be had is wrong or unknown, by its reason`(
        line: String, reply: ScriptedTransport.Reply, state: Finding.State, words: String, hint: String?
    ) async throws {
        let (finding, _) = try await listing([line: reply])
        #expect(finding?.step == .permissions)
        #expect(finding?.state == state)
        #expect(finding?.message.contains(words) == true, "\(String(describing: finding))")
        #expect(
            hint.map { finding?.hint?.contains($0) == true } ?? (finding?.hint == nil), "\(String(describing: finding))"
        )
    }
}
