import FoundationEssentials
import Host
import ImageAPI
import ImageSharing
import Manifests
import OpenStack
import Reconciliation
import SystemPackage
import Text

/// Finds out all about one image and one project; only reads.
struct PairSearch {
    /// The image and the project, as the user names them.
    let image: String
    let project: String
    let manifest: Manifest
    /// The audit trail to read; nil for none.
    let auditFile: FilePath?
    let connection: CloudConnection

    /// Looks.
    ///
    /// - Parameter now: the time by which memberships end.
    /// - Returns: all that is known; or why there is nothing to be known of.
    func run(at now: Date) async -> Result<PairFinding, Problem> {
        do throws(Problem) {
            let client = ImageClient(session: connection.reading)
            do throws(Setback) { _ = try await client.authorize() } catch { throw error.problem }
            let desired = await connection.reconciler(for: .plan).resolve(manifest)
            let image = try await imageID()
            let project = try await projectID(desired)
            let trail = try trail(about: image, project)
            return .success(await finding(image, project, desired, trail, by: client, at: now))
        } catch {
            return .failure(error)
        }
    }

    private func finding(
        _ image: ImageID, _ project: ProjectID, _ desired: DesiredState, _ trail: AuditSearch?,
        by client: ImageClient, at now: Date
    ) async -> PairFinding {
        var problems: [Problem] = []
        var observation: Observation
        do throws(Problem) { observation = .members(try await client.members(of: image)) } catch {
            observation = .unreadable(error)
        }
        var (name, ownership) = (String?.none, Ownership.others(nil))
        do throws(OpenStackError) {
            let shown = try await client.image(image)
            name = shown.name
            ownership = try await client.ownership(of: shown)
        } catch {
            ownership = .unknown(Problem(error, image: image))
        }
        let wishes = DesiredState(images: desired.images.filter { $0.id == image })
        let plan = Plan(
            desired: wishes,
            current: CurrentState(observations: [image: observation], ownerships: [image: ownership]), at: now)
        if case .unreadable(let problem) = observation { problems.append(problem) }
        if case .unknown(let problem) = ownership, problems.isEmpty { problems.append(problem) }
        let isWhole = wishes.images.allSatisfy(\.isWhole)
        problems += desired.problems.filter { problem in
            problem.image.map { $0 == image && [nil, project].contains(problem.member) } ?? !isWhole
        }
        return PairFinding(
            image: image, project: project, imageName: name, projectName: desired.projectNames[project],
            wishes: wishes.images.first.flatMap { desired in plan.images.first.map { (desired, $0) } },
            rows: observation.rows(of: project), ownership: ownership, trail: trail, problems: problems, moment: now)
    }

    private func trail(about image: ImageID, _ project: ProjectID) throws(Problem) -> AuditSearch? {
        guard let auditFile else { return nil }
        let trail: AuditSearch
        do throws(FileReader.Failure) { trail = try AuditSearch(about: image, project, in: auditFile) } catch {
            throw Problem(
                code: .configurationInvalid, message: "cannot read --audit-file \(auditFile.string): \(error)")
        }
        guard trail.isTrail else {
            throw Problem(
                code: .configurationInvalid,
                message: "cannot read --audit-file \(auditFile.string): no line of it is one of an audit trail",
                hint: "name the file as apply or the daemon has written it: not compressed (gunzip it first), and with "
                    + "nothing before the braces of a line")
        }
        return trail
    }

    private func imageID() async throws(Problem) -> ImageID {
        if let id = ImageID(image) { return id }
        let match = ImageMatch(name: NamePattern(image))
        let found = try await connection.images(ImageQuery(coveringAll: [match])).filter { $0.name == image }
        guard let first = found.first, found.count == 1 else {
            let names = found.map(\.id.description).sorted().prefix(3).joined(separator: ", ")
            throw Problem(
                code: .imageNotFound,
                message: found.isEmpty
                    ? "the token's project owns no image \(image.quotedForDisplay())"
                    : "\(found.count) images are called \(image.quotedForDisplay()): \(names)"
                        + (found.count > 3 ? ", …" : ""),
                hint: "write the image's ID")
        }
        return first.id
    }

    private func projectID(_ desired: DesiredState) async throws(Problem) -> ProjectID {
        if let id = ProjectID(project) ?? manifest.project(declared: project) { return id }
        let named = desired.projectNames.filter { $0.value == project }.map(\.key)
        if named.count == 1 { return named[0] }
        // With `project_ids: any` a member can be called anything.
        let odd = ProjectID(reported: project)
        if desired.images.contains(where: { $0.members.contains { $0.project == odd } }) { return odd }
        let query = ProjectQuery.named(project, domain: nil)
        let found: [FoundProject]
        do throws(Problem) { found = try await connection.projects(query) } catch {
            guard error.code == .lookupForbidden else { throw error }
            var problem = error
            problem.message =
                "the manifest has no project \(project.quotedForDisplay()), and this token may not ask Keystone for it"
            let meant = manifest.projectNames.filter { EditDistance.between($0, project) <= 2 }.sorted()
            problem.hint =
                (meant.isEmpty ? "" : "did you mean \(meant.joined(separator: " or "))? or ")
                + "write the project's ID, or its name below projects: in the manifest"
            throw problem
        }
        guard let first = found.first, found.count == 1 else {
            throw Problem(
                code: found.isEmpty ? .projectNotFound : .projectAmbiguous,
                message: found.isEmpty
                    ? "neither the manifest nor Keystone has a \(query.text)"
                    : "\(query.text) is \(found.count) projects: "
                        + found.map(\.id.description).sorted().prefix(3).joined(separator: ", "),
                hint: "write the project's ID")
        }
        return first.id
    }
}

extension Observation {
    /// The rows of one project; nil where the members could not be read.
    fileprivate func rows(of project: ProjectID) -> [ImageMember]? {
        if case .members(let members) = self { members.filter { $0.project == project } } else { nil }
    }
}
