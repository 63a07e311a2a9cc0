import Daemon
import NIOCore
import Synchronization

/// A body that was made once and is sent to many: its pieces are shared, and only what stands between them is each answer's
/// own.
struct StatusRendering: Sendable {
    private let pieces: [ByteBuffer]

    /// Takes a body in pieces, between which each answer has something of its own.
    init(_ pieces: [String]) {
        self.pieces = pieces.map { ByteBuffer(string: $0) }
    }

    /// Returns one answer's body.
    ///
    /// - Parameter own: what stands between the pieces, one less than there are.
    /// - Returns: the body's parts, in order.
    func body(with own: [String] = []) -> [ByteBuffer] {
        pieces.enumerated().flatMap { index, piece in
            index < own.count ? [piece, ByteBuffer(string: own[index])] : [piece]
        }
    }
}

/// The pages: each is made once, and lent to everybody who asks for it within a few seconds.
///
/// Sixty clients that do not read would otherwise hold sixty copies of a page with a hundred thousand members. And whoever waits
/// for one holds no thread, so that nobody waits for an answer as short as `/healthz`.
actor RenderingCache {
    private struct Entry {
        let tag: String
        let madeAt: Duration
        let rendering: StatusRendering
    }

    /// The time for which one is lent: the times in a page say how long ago things were.
    static let life = Duration.seconds(5)

    /// The most that are kept: whoever reads page after page is not to fill the memory with all of them.
    static let mostEntries = 4

    private var entries: [ImageSelection: Entry] = [:]

    /// Returns the rendering of a revision.
    ///
    /// - Parameters:
    ///   - selection: the images that are asked for.
    ///   - tag: the revision.
    ///   - uptime: the time.
    ///   - make: makes it, where there is none yet.
    /// - Returns: the rendering.
    func rendering(
        of selection: ImageSelection, tag: String, at uptime: Duration, make: @Sendable () -> StatusRendering
    ) -> StatusRendering {
        entries = entries.filter { $0.value.tag == tag && uptime - $0.value.madeAt < Self.life }
        if let known = entries[selection] { return known.rendering }
        let rendering = make()
        let oldest = entries.min { $0.value.madeAt < $1.value.madeAt }?.key
        if let oldest, entries.count >= Self.mostEntries { entries[oldest] = nil }
        entries[selection] = Entry(tag: tag, madeAt: uptime, rendering: rendering)
        return rendering
    }
}

/// The numbers of statuses, by which a client can ask whether there is another one.
final class StatusRevisions: Sendable {
    private struct Latest {
        var status: DaemonStatus?
        var readiness: Readiness?
        var number = 0
    }

    private let latest = Mutex(Latest())
    /// The part of a tag that the process before this one had not.
    private let process = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    /// Returns the entity tag of what is made from a status: the same as long as nothing but the time changes.
    ///
    /// Comparing costs little: arrays that share their storage are equal at first sight.
    func tag(of status: DaemonStatus, readiness: Readiness) -> String {
        let number = latest.withLock { latest in
            if latest.status != status || latest.readiness?.isReady != readiness.isReady {
                latest.status = status
                latest.readiness = readiness
                latest.number += 1
            }
            return latest.number
        }
        return "\"\(process)-\(number)\""
    }
}
