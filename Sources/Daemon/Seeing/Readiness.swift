package import FoundationEssentials
import ImageSharing

/// Whether the daemon does its work: a good manifest is in force, and a tick has ended not long ago.
///
/// A cloud that is down does not make the daemon unready: it goes on looking, and nobody else could do better.
package enum Readiness: Sendable, Equatable {
    /// It does, with a remark where something still needs a look.
    case ready(remark: String?)
    /// It does not, and why.
    case notReady(String)

    /// Judges a status.
    ///
    /// - Parameters:
    ///   - status: what the daemon knows.
    ///   - now: the time.
    package init(_ status: DaemonStatus, at now: Date) {
        if status.isStopping {
            self = .notReady("the daemon is stopping")
        } else if status.manifest.loadedAt == nil {
            let problem = status.manifest.problems.first.map { ": " + $0.oneLine } ?? ""
            self = .notReady("no good manifest was loaded yet" + problem)
        } else if let tick = status.ticks.first {
            let age = now.timeIntervalSince(tick.endedAt)
            if age > status.staleAfter.inSeconds {
                self = .notReady("the last run ended \(RelativeTime.length(age)) ago")
            } else {
                self = .ready(
                    remark: status.manifest.problems.first.map {
                        "the last good manifest is in force; the newest one is refused: " + $0.oneLine
                    }
                )
            }
        } else {
            self = .notReady("no run has ended yet")
        }
    }

    /// Whether it does its work.
    package var isReady: Bool {
        if case .ready = self { true } else { false }
    }

    /// One line that says how it is.
    package var line: String {
        switch self {
        case .ready(nil): "ready"
        case .ready(let remark?): "ready; " + remark
        case .notReady(let reason): "not ready: " + reason
        }
    }
}

extension Problem {
    /// Where it is, and what it is, on one line.
    var oneLine: String { (source.map { "\($0): " } ?? "").escapedForDisplay + message.escapedForDisplay }
}
