import ImageSharing
import OpenStack

extension PermissionCheck {
    /// Judges by Glance's default policy whether a token may make changes of a kind.
    ///
    /// An owner's member or administrator may add and remove (`project_member_or_admin`), and a member accepts for itself; an
    /// administrator may do all of it. An application credential's own rules must allow the request as well.
    ///
    /// - Parameters:
    ///   - action: the kind of change.
    ///   - authorization: who asks.
    ///   - isNeeded: true if somebody means to make such changes, so that it is wrong where the token may not.
    /// - Returns: the finding; nil where nothing is known, and nobody needs to know.
    static func changing(_ action: Change.Action, by authorization: Authorization, isNeeded: Bool) -> Finding? {
        /// A finding that is nobody's trouble unless such changes are meant.
        func finding(unlessNeeded mild: String, _ state: Finding.State, _ message: String, hint: String) -> Finding {
            isNeeded
                ? Finding(.permissions, state, message, hint: hint) : Finding(.permissions, .ok, mild)
        }
        guard authorization.allows(action.method, action.path) else {
            return finding(
                unlessNeeded: "may not \(action.task), by the application credential's access rules", .failed,
                "the application credential's access rules do not let it \(action.task)",
                hint: "make one with a rule for \(action.method) \(action.path) of service image; plan works without")
        }
        if authorization.isAdministrator {
            return Finding(.permissions, .ok, "may \(action.task): an administrator, by Glance's default policy")
        }
        guard !authorization.roles.isEmpty else {
            guard isNeeded else { return nil }
            return Finding(.permissions, .unknown, "whether it may \(action.task) is not known without its roles")
        }
        if action == .accept {
            return finding(
                unlessNeeded: "may accept images for its own project alone, by Glance's default policy", .warning,
                "may hardly \(action.task): Glance's default policy wants an administrator, or the member itself",
                hint: "let the members accept by themselves: glance-share accept; or this cloud has a policy of its own"
            )
        }
        guard authorization.roles.contains("member") else {
            let roles = authorization.roles.sorted().joined(separator: ", ")
            return finding(
                unlessNeeded: "may hardly \(action.task): it has not the role member, only \(roles)", .warning,
                "may hardly \(action.task): Glance's default policy wants the role member, not \(roles)",
                hint: "openstack role add --user USER --project PROJECT member; or this cloud has a policy of its own"
            )
        }
        return Finding(.permissions, .ok, "may \(action.task): role member, by Glance's default policy")
    }
}

extension Change.Action {
    /// The change as a verb with its object.
    fileprivate var task: String {
        switch self {
        case .add: "add members"
        case .accept: "accept images in their members' place"
        case .remove: "remove members"
        }
    }
}
