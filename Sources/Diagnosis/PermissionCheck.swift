import ImageAPI
import ImageSharing
import OpenStack

/// Finds out whether a token may list and change members, as far as that can be known without writing.
struct PermissionCheck: Sendable {
    let client: ImageClient
    let authorization: Authorization
    /// The kinds of change that are meant to be made.
    let actions: Set<Change.Action>
    let report: @Sendable (Finding) -> Void

    /// Lists the images of the project, and the members of one of them.
    func perform() async {
        report(await listing())
        for action in [Change.Action.add, .remove, .accept] {
            let isNeeded = actions.contains(action)
            if let finding = Self.changing(action, by: authorization, isNeeded: isNeeded) { report(finding) }
        }
        if let blindness = Self.blindness(of: authorization) { report(blindness) }
    }

    private func listing() async -> Finding {
        guard authorization.allows("GET", "/v2/images/*/members") else {
            return Finding(
                .permissions, .failed, "the application credential's access rules do not let it list members",
                hint: "make one with a rule for GET /v2/images/*/members of service image"
            )
        }
        // An image list is asked for here alone: plan and apply go straight to the images that a manifest names.
        guard authorization.allows("GET", "/v2/images") else {
            return Finding(
                .permissions, .ok, "may list members, by the application credential's access rules",
                hint: "not tried: to find an image to try it on, it would need a rule for GET /v2/images"
            )
        }
        let image: (id: ImageID, name: String?)?
        do throws(OpenStackError) {
            image = try await client.someSharedImage(of: authorization.projectID)
        } catch  where error.code == .badRequest {
            return Finding(.permissions, .unknown, "this cloud cannot list shared images: it is older than Ocata")
        } catch {
            let problem = Problem(error)
            return Finding(
                .permissions, problem.code.isTransient ? "cannot list images" : "may not list images",
                failed: problem,
                remedy: error.hint ?? "use a user with the role reader or member in the project that owns the images"
            )
        }
        guard let image else {
            return Finding(
                .permissions, .unknown,
                "may list images; the project has none that is shared, so no members were listed"
            )
        }
        do throws(Problem) {
            let count = Set(try await client.members(of: image.id).map(\.project)).count
            let name = image.name.map { " (\($0))" } ?? ""
            return Finding(
                .permissions, .ok, "may list images and members: image \(image.id)\(name) has \(count)"
            )
        } catch {
            return Finding(
                .permissions, error.code.isTransient ? "cannot list members" : "may not list members", failed: error
            )
        }
    }

    /// Names the things that plan and apply cannot notice where access rules keep single images out of sight; nil where
    /// they do not.
    static func blindness(of authorization: Authorization) -> Finding? {
        guard !authorization.allows("GET", "/v2/images/*") else { return nil }
        return Finding(
            .permissions, .unknown,
            "the application credential's access rules do not let it look at single images: one without an owner, or "
                + "stuck in status deleted, shows only when it is written to, or not at all",
            hint: "a rule for GET /v2/images/* of service image lets plan, apply and doctor notice it"
        )
    }
}
