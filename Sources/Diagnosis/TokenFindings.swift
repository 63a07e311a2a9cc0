import FoundationEssentials
import OpenStack
import Text
import Transport

/// The findings of a token: for whom it is, for what, and for how long.
struct TokenFindings {
    let authorization: Authorization
    let credentials: Credentials
    let now: Date

    /// The token's own finding, then that of a clock that is off.
    var all: [Finding] { [token] + clock }

    private var token: Finding {
        switch credentials {
        case .none: return Finding(.token, .ok, "none is needed")
        case .givenToken:
            let project = authorization.projectID.map { "project \($0)" } ?? "a project that is not known"
            return Finding(
                .token, authorization.projectID == nil ? .warning : .ok, "a given token, for \(project)",
                hint: authorization.projectID == nil
                    ? "set OS_PROJECT_ID, so that an owner's list of members can be told from a consumer's" : nil
            )
        default: break
        }
        let roles =
            authorization.roles.isEmpty ? "no roles" : "roles \(authorization.roles.sorted().joined(separator: ", "))"
        let parts = [
            authorization.user.map { "user \($0)" } ?? "a user that is not known",
            "for \(authorization.scope ?? "nothing")", roles,
            authorization.accessRules.map { "bound by \($0.count) access rules" }, expiry,
        ]
        return Finding(.token, .ok, parts.compactMap { $0 }.joined(separator: ", "))
    }

    private var expiry: String? {
        guard let expiresAt = authorization.expiresAt else { return nil }
        // By Keystone's clock: ours may be off.
        let left = expiresAt.timeIntervalSince(now) - (authorization.clockSkew ?? .zero).inSeconds
        return "expires in \(Duration.seconds(max(0, left)).shortText)"
    }

    private var clock: [Finding] {
        guard let warning = authorization.clockWarning else { return [] }
        return [
            Finding(
                .clock, .warning, warning,
                hint: "set the clock, with chrony or systemd-timesyncd; certificates and logs depend on it"
            )
        ]
    }
}
