package import Daemon
import FoundationEssentials
import ImageSharing

/// The daemon's status as `/status.json` shows it: one object, `snake_case`, keys sorted, absent where nothing is known.
///
/// It is a contract: add to it freely, do not rename.
package struct StatusDocument: Sendable, Encodable {
    let formatVersion = 1
    let tool: Tool
    let cloud: Cloud?
    let configurationProblems: [Problem]
    let obstacle: Problem?
    let ready: Bool
    let readiness: String
    let startedAt: Date
    let lastSuccessAt: Date?
    let nextTickAt: Date?
    let tokenExpiresAt: Date?
    let manifest: Manifest
    let summary: Summary
    let images: [Image]
    let ticks: [Tick]

    /// Makes the document of a status.
    ///
    /// - Parameters:
    ///   - status: what the daemon knows.
    ///   - readiness: whether it does its work.
    package init(_ status: DaemonStatus, readiness: Readiness) {
        tool = Tool(name: "glance-share", version: status.version)
        cloud = status.cloud.map(Cloud.init)
        configurationProblems = status.configurationProblems.map(Problem.init)
        obstacle = status.obstacle.map(Problem.init)
        ready = readiness.isReady
        self.readiness = readiness.line
        startedAt = status.startedAt
        lastSuccessAt = status.lastSuccessAt
        nextTickAt = status.nextTickAt
        tokenExpiresAt = status.tokenExpiresAt
        manifest = Manifest(status.manifest)
        summary = Summary(StatusTally(status.images))
        images = status.images.map(Image.init)
        ticks = status.ticks.map(Tick.init)
    }

    /// The document as UTF-8.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        return JSONBytes.escapingWhatMisleads(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
}

extension StatusDocument {
    struct Tool: Encodable {
        let name: String
        let version: String
    }

    struct Cloud: Encodable {
        let name: String
        let region: String?
        let projectId: String?
        let projectName: String?

        init(_ cloud: CloudIdentity) {
            name = cloud.name
            region = cloud.region
            projectId = cloud.projectID
            projectName = cloud.projectName
        }
    }

    struct Manifest: Encodable {
        let loaded: Bool
        let loadedAt: Date?
        let hash: String?
        let commit: String?
        let files: [String]
        let problems: [Problem]

        init(_ manifest: ManifestStatus) {
            loaded = manifest.loadedAt != nil
            loadedAt = manifest.loadedAt
            hash = manifest.hash
            commit = manifest.commit
            files = manifest.files
            problems = manifest.problems.map(Problem.init)
        }
    }

    struct Summary: Encodable {
        struct Images: Encodable {
            let total: Int
            let unknown: Int
            let inSync: Int
            let missing: Int
            let backedOff: Int
            let unreadable: Int
        }

        struct Members: Encodable {
            let desired: Int
            let present: Int
            let missing: Int
            let unmanaged: Int
            let notChecked: Int
        }

        let images: Images
        let members: Members

        init(_ tally: StatusTally) {
            images = Images(
                total: tally.imageCount, unknown: tally.images(.unknown), inSync: tally.images(.inSync),
                missing: tally.images(.missing),
                backedOff: tally.images(.backedOff), unreadable: tally.images(.unreadable)
            )
            members = Members(
                desired: tally.desired, present: tally.members(.present), missing: tally.members(.missing),
                unmanaged: tally.members(.unmanaged), notChecked: tally.members(.notChecked)
            )
        }
    }
}
