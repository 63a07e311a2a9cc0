package import FoundationEssentials
import ImageSharing

/// The daemon's status as `/status.json` shows it: one object, `snake_case`, keys sorted, absent where nothing is known.
///
/// It is a contract: add to it freely, do not rename.
package struct StatusDocument: Sendable, Encodable {
    let formatVersion = 1
    let tool: Tool
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
    ///   - now: the time, which readiness depends on.
    package init(_ status: DaemonStatus, at now: Date) {
        let readiness = Readiness(status, at: now)
        tool = Tool(name: "glance-share", version: status.version)
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
                backedOff: tally.images(.backedOff)
            )
            members = Members(
                desired: tally.desired, present: tally.members(.present), missing: tally.members(.missing),
                unmanaged: tally.members(.unmanaged), notChecked: tally.members(.notChecked)
            )
        }
    }
}
