package import ImageAPI
package import ImageSharing
package import OpenStack
package import Pacing

/// Examines everything that a manifest names, in the cloud: images, their members, and the projects; only reads.
package struct ManifestCheck: Sendable {
    private let client: ImageClient
    private let identity: IdentityClient
    private let authorization: Authorization
    private let concurrency: BoundedConcurrency
    private let report: @Sendable (Finding) -> Void

    /// Prepares an examination.
    ///
    /// - Parameters:
    ///   - client: asks the image service.
    ///   - identity: asks Keystone.
    ///   - authorization: who asks.
    ///   - concurrency: how many images and projects to ask for at once.
    ///   - report: takes each finding: images first, sorted by ID, then projects.
    package init(
        client: ImageClient, identity: IdentityClient, authorization: Authorization, concurrency: BoundedConcurrency,
        report: @escaping @Sendable (Finding) -> Void
    ) {
        self.client = client
        self.identity = identity
        self.authorization = authorization
        self.concurrency = concurrency
        self.report = report
    }

    /// Examines all of it.
    package func perform(_ desired: DesiredState) async {
        let inspections = await concurrency.run(desired.images) { _ in
            false
        } step: { image in
            .finished(await inspect(image))
        }
        var projects: Set<ProjectID> = []
        var sources: [ProjectID: SourceLocation] = [:]
        for inspection in inspections.sorted(by: { $0.image.id < $1.image.id }) {
            for finding in inspection.findings { report(finding) }
            projects.formUnion(inspection.listed.map(\.project))
            for member in inspection.image.members {
                projects.insert(member.project)
                sources[member.project] = member.source
            }
        }
        await ProjectCheck(
            identity: identity, authorization: authorization, concurrency: concurrency, report: report
        ).perform(projects, sources: sources)
    }

    private struct Inspection: Sendable {
        let image: DesiredImage
        let listed: [ImageMember]
        let findings: [Finding]
    }

    private func inspect(_ desired: DesiredImage) async -> Inspection {
        let id = desired.id
        let listed: [ImageMember]
        do throws(Problem) {
            listed = try await client.members(of: id)
        } catch {
            let finding = Finding(.image, "image \(id) (\(desired.source))", failed: error)
            return Inspection(image: desired, listed: [], findings: [finding])
        }
        let image = authorization.allows("GET", "/v2/images/\(id)") ? try? await client.image(id) : nil
        let findings = ImageFindings(desired: desired, listed: listed, image: image, authorization: authorization)
        return Inspection(image: desired, listed: listed, findings: findings.all)
    }
}
