import ImageSharing
import TestSupport
import Testing

@testable import ImageAPI
@testable import OpenStack
@testable import Pacing
@testable import Transport

extension ImageClient {
    /// A client of the project `owner` whose requests get these replies.
    init(_ transport: ScriptedTransport, clock: some Clock<Duration> = SkippingClock()) throws {
        self.init(session: try TestCloud(transport, clock: clock).session())
    }

    /// A client with these credentials for an image service, of which Keystone knows nothing.
    init(_ transport: ScriptedTransport, credentials: (ServiceURL) -> Credentials) throws {
        let cloud = TestCloud(transport)
        let endpoint = try #require(ServiceURL("http://glance.test/image"))
        let identity = IdentityClient(
            configuration: CloudConfiguration(credentials: credentials(endpoint)), exchange: cloud.exchange)
        let tokens = TokenCache(clock: RunClock(), authorize: identity.authorize)
        self.init(session: Session(exchange: cloud.exchange, tokens: tokens, access: .readWrite))
    }

    /// A client with a given token of a project that is not known, which may be a consumer's.
    init(ofUnknownProject transport: ScriptedTransport) throws {
        try self.init(transport) { .givenToken(Secret("secret-token"), projectID: nil, endpoint: $0) }
    }

    /// A client whose token comes from Keystone, with these roles in a project, and access rules where there are any.
    init(
        _ transport: ScriptedTransport, project: String, roles: [String], accessRules: String? = nil
    ) throws {
        let withKeystone = ScriptedTransport { sent in
            if sent.line == "POST /identity/v3/auth/tokens" {
                return .answer(
                    .token(
                        "t", project: project, roles: roles, image: "http://glance.test/image", accessRules: accessRules
                    ))
            }
            return transport.reply(to: sent, numbered: sent.number - 1)
        }
        self.init(session: try TestCloud(withKeystone).session(environment: TestCloud.password))
    }
}

/// What Glance answers about images and members.
enum Body {
    static func image(owner: String?, visibility: String = "shared", status: String = "active") -> String {
        let owner = owner.map { "\"\($0)\"" } ?? "null"
        return """
            {"id": "\(ImageID.numbered(1))", "name": "debian", "owner": \(owner), "visibility": "\(visibility)",
            "status": "\(status)", "protected": false, "tags": []}
            """
    }

    static func member(_ member: String, of image: String = ImageID.numbered(1).description) -> String {
        """
        {"created_at": "2026-01-01T00:00:00Z", "image_id": "\(image)", "member_id": "\(member)",
        "schema": "/v2/schemas/member", "status": "pending", "updated_at": "2026-01-01T00:00:00Z"}
        """
    }

    static func members(_ members: [String]) -> String {
        "{\"members\": [\(members.map { member($0) }.joined(separator: ", "))], \"schema\": \"/v2/schemas/members\"}"
    }
}
