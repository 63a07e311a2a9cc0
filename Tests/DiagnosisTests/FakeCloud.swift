import CloudsYAML
import Diagnosis
import FoundationEssentials
import ImageAPI
import ImageSharing
import OpenStack
import Pacing
import Synchronization
import TestSupport

/// A Keystone and a Glance by a table, and the client that asks them, once each time.
struct FakeCloud {
    /// Answers where all is well, by method and path.
    static let wellBehaved: [String: ScriptedTransport.Reply] = [
        "GET /identity/v3": .status(200, #"{"version": {"id": "v3.14"}}"#),
        "POST /identity/v3/auth/tokens": .answer(.token("t")),
        "GET /image/versions": .status(200, #"{"versions": [{"id": "v2.16", "status": "CURRENT"}]}"#),
        "GET /image/v2/images?limit=1&visibility=shared&owner=owner": .status(200, images(ImageID.numbered(1))),
        "GET /image/v2/images/\(ImageID.numbered(1))/members": .status(200, members(of: .numbered(1), ["a", "b"])),
    ]

    let transport: ScriptedTransport
    let loaded: LoadedCloud
    let identity: IdentityClient
    let session: Session
    let clock: RunClock

    /// Makes a cloud.
    ///
    /// - Parameters:
    ///   - changes: answers beside those of a cloud in which all is well, or instead of them.
    ///   - environment: the variables that say how to reach it.
    ///   - now: the time as this machine knows it.
    /// - Throws: what is wrong with the variables.
    init(
        _ changes: [String: ScriptedTransport.Reply] = [:], environment: [String: String] = TestCloud.password,
        now: Date = Date(timeIntervalSince1970: 0)
    ) throws {
        let replies = Self.wellBehaved.merging(changes) { _, change in change }
        transport = ScriptedTransport { replies[$0.line] }
        let cloud = TestCloud(transport, retryFor: .zero)
        loaded = try LoadedCloud(environment: environment, directory: "/nowhere")
        identity = IdentityClient(configuration: loaded.configuration, exchange: cloud.exchange, now: { now })
        clock = cloud.backOff.clock
        session = Session(
            exchange: cloud.exchange,
            tokens: TokenCache(clock: clock, authorize: identity.authorize, validate: identity.validate),
            access: .readOnly
        )
    }

    var client: ImageClient { ImageClient(session: session) }
    var concurrency: BoundedConcurrency { BoundedConcurrency(limit: 4, clock: clock) }

    static func images(_ ids: ImageID...) -> String {
        "{\"images\": [\(ids.map { #"{"id": "\#($0)", "name": "debian"}"# }.joined(separator: ", "))]}"
    }

    static func image(_ id: ImageID, owner: String = "owner", visibility: String = "shared") -> String {
        """
        {"id": "\(id)", "name": "debian", "owner": "\(owner)", "visibility": "\(visibility)", "status": "active"}
        """
    }

    static func members(of id: ImageID, _ members: [String]) -> String {
        let rows = members.map { #"{"image_id": "\#(id)", "member_id": "\#($0)", "status": "pending"}"# }
        return "{\"members\": [\(rows.joined(separator: ", "))]}"
    }

    static func project(_ name: String, isEnabled: Bool = true) -> String {
        #"{"project": {"name": "\#(name)", "enabled": \#(isEnabled)}}"#
    }
}

/// Findings as they are reported.
final class Findings: Sendable {
    private let log = Mutex<[Finding]>([])

    /// All so far, in order.
    var all: [Finding] { log.withLock { $0 } }

    @Sendable func add(_ finding: Finding) { log.withLock { $0.append(finding) } }
}

extension Finding {
    /// Step and state, as in `ok token`.
    var outline: String { "\(state.rawValue) \(step.rawValue)" }
}
