import FoundationEssentials
import Testing

@testable import Diagnosis
@testable import OpenStack
@testable import Transport

/// The findings of a token, made of values.
struct TokenFindingsTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let password = Credentials.password(user: .id("u"), password: Secret("s"), scope: .unscoped)

    private func findings(
        _ credentials: Credentials = password, _ describe: (inout Authorization) -> Void = { _ in }
    ) throws -> [Finding] {
        var authorization = try Authorization.of()
        describe(&authorization)
        return TokenFindings(authorization: authorization, credentials: credentials, now: Self.now).all
    }

    @Test func `A token is described by user, scope, roles and rules`() throws {
        let found = try findings {
            $0.userID = "u"
            $0.userName = "bot"
            $0.scope = "project demo (owner)"
            $0.roles = ["reader", "member"]
            $0.accessRules = [.image("GET /v2/images"), .image("GET /v2/images/*")]
        }
        #expect(
            found == [
                Finding(
                    .token, .ok,
                    "user bot (u), for project demo (owner), roles member, reader, bound by 2 access rules")
            ])
    }

    @Test func `A token of which little is known is described by that`() throws {
        let found = try findings { $0.roles = [] }
        #expect(found.map(\.message) == ["a user that is not known, for nothing, no roles"])
    }

    @Test(
        arguments: [
            (3600, nil, "1h"), (3600, 600, "50m"), (3600, -600, "1h 10m"), (30, 31, "0s"), (-5, nil, "0s"),
        ] as [(Double, Int?, String)])
    func `A token's end is told by Keystone's clock`(left: Double, skew: Int?, text: String) throws {
        let found = try findings {
            $0.expiresAt = Self.now.addingTimeInterval(left)
            $0.clockSkew = skew.map { .seconds($0) }
        }
        #expect(found.first?.message.hasSuffix(", expires in \(text)") == true, "\(found)")
    }

    @Test(
        arguments: [
            (nil, nil), (0, nil), (60, nil), (-60, nil), (61, "this machine's clock is 1m 1s behind Keystone's"),
            (-7200, "this machine's clock is 2h ahead of Keystone's"),
        ] as [(Int?, String?)])
    func `A clock that is off by more than a minute wants to be set`(skew: Int?, complaint: String?) throws {
        let found = try findings { $0.clockSkew = skew.map { .seconds($0) } }
        #expect(found.map(\.step) == (complaint == nil ? [.token] : [.token, .clock]))
        #expect(found.dropFirst().allSatisfy { $0.state == .warning && $0.hint?.contains("chrony") == true })
        #expect(found.dropFirst().first?.message == complaint)
    }

    @Test(arguments: [("owner", .ok), (nil, .warning)] as [(String?, Finding.State)])
    func `A given token wants its project to be known`(project: String?, state: Finding.State) throws {
        let authorization = try Authorization.of(project: project)
        let credentials = Credentials.givenToken(
            Secret("t"), projectID: project, endpoint: authorization.imageService)
        let found = TokenFindings(authorization: authorization, credentials: credentials, now: Self.now).all
        #expect(found.map(\.state) == [state])
        #expect(found.first?.hint?.contains("OS_PROJECT_ID") == (project == nil ? true : nil))
        #expect(
            found.first?.message
                == "a given token, for \(project.map { "project \($0)" } ?? "a project that is not known")")
    }

    @Test func `A Glance without Keystone needs no token`() throws {
        let endpoint = try Authorization.of().imageService
        let found = try findings(.none(endpoint: endpoint))
        #expect(found == [Finding(.token, .ok, "none is needed")])
    }
}
