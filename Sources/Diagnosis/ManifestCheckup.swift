package import Pacing
package import ImageAPI
package import ImageSharing
package import OpenStack

/// Looks at everything that a manifest names, in the cloud: images, their members, and the projects; only reads.
package struct ManifestCheckup: Sendable {
    private let client: ImageClient
    private let identity: IdentityClient
    private let authorization: Authorization
    private let concurrency: BoundedConcurrency
    private let tell: @Sendable (Finding) -> Void

    /// Prepares a look.
    ///
    /// - Parameters:
    ///   - client: asks the image service.
    ///   - identity: asks Keystone.
    ///   - authorization: who asks.
    ///   - concurrency: how many images and projects to look at at once.
    ///   - tell: told of each finding: images first, sorted by ID, then projects.
    package init(
        client: ImageClient, identity: IdentityClient, authorization: Authorization, concurrency: BoundedConcurrency,
        tell: @escaping @Sendable (Finding) -> Void
    ) {
        self.client = client
        self.identity = identity
        self.authorization = authorization
        self.concurrency = concurrency
        self.tell = tell
    }

    /// Looks at all of it.
    package func perform(_ desired: DesiredState) async {
        let looks = await concurrency.run(desired.images) { _ in
            false
        } step: { image in
            .finished(await look(at: image))
        }
        var projects: Set<ProjectID> = []
        var sources: [ProjectID: SourceLocation] = [:]
        for look in looks.sorted(by: { $0.image.id < $1.image.id }) {
            for finding in look.findings { tell(finding) }
            projects.formUnion(look.listed.map(\.project))
            for member in look.image.members {
                projects.insert(member.project)
                sources[member.project] = member.source
            }
        }
        await ProjectCheckup(
            identity: identity, authorization: authorization, concurrency: concurrency, tell: tell
        ).perform(projects, sources: sources)
    }

    private struct Look: Sendable {
        var image: DesiredImage
        var findings: [Finding] = []
        var listed: [ImageMember] = []
    }

    private func look(at desired: DesiredImage) async -> Look {
        var look = Look(image: desired)
        let id = desired.id
        do throws(Problem) {
            look.listed = try await client.members(of: id)
        } catch {
            look.findings = [Finding(.image, "image \(id) (\(desired.source))", failed: error)]
            return look
        }
        let mayLook = authorization.allows("GET", "/v2/images/\(id)")
        let image = mayLook ? try? await client.image(id) : nil
        if let image, let objection = Problem.objection(to: image, id, asking: authorization) {
            look.findings.append(finding(.wrong, desired, objection.message, hint: objection.hint))
        }
        let audit = ImageAudit(listed: look.listed, wanted: desired.members.map(\.project))
        for stranger in audit.malformedMembers {
            look.findings.append(
                finding(
                    .warning, desired, "its member “\(stranger)” does not look like a project's ID",
                    hint: "if it is a name or a typing error: openstack image remove project \(id) MEMBER"
                )
            )
        }
        for twin in audit.dashedDuplicates {
            look.findings.append(
                finding(
                    .warning, desired, "project \(twin) is there with dashes and without: Keystone writes none",
                    hint: "openstack image remove project \(id) \(twin)"
                )
            )
        }
        for wish in audit.dashedRequests {
            let place = desired.members.first { $0.project == wish }?.source ?? desired.source
            look.findings.append(
                Finding(
                    .image, .warning, "image \(id) (\(place)): project \(wish) is there without dashes already",
                    hint: "write it as \(wish.description.filter { $0 != "-" }), or it will be added a second time"
                )
            )
        }
        for duplicate in audit.duplicates {
            let warning = Warning(duplicate, of: id)
            look.findings.append(finding(.warning, desired, warning.message, hint: warning.hint))
        }
        if look.findings.isEmpty {
            let members = Set(look.listed.map(\.project))
            let missing = desired.members.count { !members.contains($0.project) }
            let name = image?.name.map { " (\($0))" } ?? ""
            look.findings = [
                Finding(.image, .ok, "image \(id)\(name): shared with \(members.count), \(missing) missing")
            ]
        }
        return look
    }

    private func finding(
        _ state: Finding.State, _ image: DesiredImage, _ message: String, hint: String?
    ) -> Finding {
        Finding(.image, state, "image \(image.id) (\(image.source)): \(message)", hint: hint)
    }
}
