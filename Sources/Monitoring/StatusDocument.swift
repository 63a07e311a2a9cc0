// Monitoring shows what the daemon knows: the page, status.json, the metrics, readiness, and the server that has them.
// Besides the sandbox it is the only room with Hummingbird. Layers: what stands here, then Metrics and Page, then Server.
// It only reads a status: it asks no cloud, changes nothing of the daemon, and holds no judgement that the loop needs.

import Daemon
import FoundationEssentials
import ImageSharing
import Text

/// The daemon's status as `/status.json` shows it: one object, `snake_case`, keys sorted, absent where nothing is known.
///
/// It is a contract: add to it freely, do not rename. It comes in pieces: with a million members it has tens of megabytes,
/// which nobody has to hold at once.
struct StatusDocument: Sendable {
    /// The fewest bytes of a piece but the last.
    static let pieceSize = 128 << 10

    /// The images that are told of.
    private let images: [ImageStatus]
    /// The document without images.
    private let frame: [UInt8]
    /// The place of the images in it.
    private let place: Int

    /// Prepares the document of a status.
    ///
    /// - Parameters:
    ///   - status: what the daemon knows.
    ///   - readiness: whether it does its work.
    ///   - selection: the images that are asked for; everything else is about all of them.
    init(_ status: DaemonStatus, readiness: Readiness, of selection: ImagePage = ImagePage()) {
        let page = selection.page(of: status.images)
        images = page.images
        var json = JSONWriter(isCompact: true)
        var place = 0
        json.object { json in
            json.cloud(status.cloud)
            json.problems("configuration_problems", status.configurationProblems)
            if !status.expiring.isEmpty { json.array("expiring", status.expiring) { $0.expiring($1) } }
            json.field("format_version", 1)
            if !status.imageSets.isEmpty { json.array("image_sets", status.imageSets) { $0.imageSet($1) } }
            json.array("images") { _ in }
            place = json.bytes.count - 1
            json.field("last_success_at", ifKnown: status.lastSuccessAt)
            if !status.lookupProblems.isEmpty { json.problems("lookup_problems", status.lookupProblems) }
            json.manifest(status.manifest)
            json.field("next", ifKnown: page.next?.address)
            json.field("next_expiry_at", ifKnown: status.nextExpiry)
            json.field("next_tick_at", ifKnown: status.nextTickAt)
            if !status.untrusted.isEmpty { json.array("not_trusted", status.untrusted) { $0.offer($1) } }
            json.problem("obstacle", status.obstacle)
            if !status.projectNames.isEmpty { json.projects(status.projectNames) }
            json.field("readiness", readiness.line)
            json.field("ready", readiness.isReady)
            json.field("shard", ifKnown: status.shard?.description)
            json.field("started_at", ifKnown: status.startedAt)
            json.summary(StatusTally(status.images))
            json.sweep(status.sweep)
            json.array("ticks", status.ticks) { $0.tick($1) }
            json.field("token_expires_at", ifKnown: status.tokenExpiresAt)
            json.object("tool") { json in
                json.field("name", "glance-share")
                json.field("version", status.version)
            }
        }
        frame = json.bytes + "\n".utf8
        self.place = place
    }
}

extension StatusDocument: Sequence {
    func makeIterator() -> Pieces { Pieces(of: self) }

    /// The pieces of a document, of which each is made when it is asked for.
    struct Pieces: IteratorProtocol {
        private let document: StatusDocument
        /// The images that are written.
        private var written = 0
        /// True if there is no piece after the last one that was given.
        private(set) var isAtEnd = false

        fileprivate init(of document: StatusDocument) { self.document = document }

        mutating func next() -> [UInt8]? {
            guard !isAtEnd else { return nil }
            var json = JSONWriter(isCompact: true, continuesArray: written > 0)
            let head = written == 0 ? document.frame[..<document.place] : []
            while written < document.images.count, head.count + json.bytes.count < StatusDocument.pieceSize {
                json.element { $0.image(document.images[written]) }
                written += 1
            }
            isAtEnd = written == document.images.count
            return head + json.bytes + (isAtEnd ? document.frame[document.place...] : [])
        }
    }
}

extension JSONWriter {
    fileprivate mutating func sweep(_ sweep: SweepStatus?) {
        guard let sweep else { return }
        object("sweep") { json in
            json.field("ends_at", ifKnown: sweep.endsAt)
            json.field("images", sweep.images)
            json.field("images_done", sweep.imagesDone)
            json.field("started_at", ifKnown: sweep.startedAt)
        }
    }

    fileprivate mutating func cloud(_ cloud: CloudIdentity?) {
        guard let cloud else { return }
        object("cloud") { json in
            json.field("name", cloud.name)
            json.field("project_id", ifKnown: cloud.projectID)
            json.field("project_name", ifKnown: cloud.projectName)
            json.field("region", ifKnown: cloud.region)
        }
    }

    fileprivate mutating func manifest(_ manifest: ManifestStatus) {
        object("manifest") { json in
            json.field("commit", ifKnown: manifest.commit)
            json.array("files", manifest.files) { $0.value($1) }
            json.field("hash", ifKnown: manifest.hash)
            json.field("loaded", manifest.loadedAt != nil)
            json.field("loaded_at", ifKnown: manifest.loadedAt)
            if !manifest.losses.isEmpty {
                json.array("losses", manifest.losses) { json, loss in
                    json.object { json in
                        json.field("file", ifKnown: loss.file)
                        json.field("images", loss.images)
                        json.field("since", ifKnown: loss.since)
                    }
                }
            }
            json.problems("problems", manifest.problems)
            if let wait = manifest.waitsForGit {
                json.object("waits_for_git") { json in
                    json.field("lock", ifKnown: wait.lock)
                    json.field("since", ifKnown: wait.since)
                }
            }
        }
    }

    fileprivate mutating func summary(_ tally: StatusTally) {
        object("summary") { json in
            json.object("images") { json in
                json.field("backed_off", tally.images(.backedOff))
                json.field("in_sync", tally.images(.inSync))
                json.field("missing", tally.images(.missing))
                json.field("total", tally.imageCount)
                json.field("unfinished", ifAny: tally.images(.unfinished))
                json.field("unknown", tally.images(.unknown))
                json.field("unreadable", tally.images(.unreadable))
            }
            json.object("members") { json in
                json.field("desired", tally.desired)
                json.field("missing", tally.members(.missing))
                json.field("not_checked", tally.members(.notChecked))
                json.field("present", tally.members(.present))
                json.field("to_remove", ifAny: tally.members(.toRemove))
                json.field("unmanaged", tally.members(.unmanaged))
            }
        }
    }
}
