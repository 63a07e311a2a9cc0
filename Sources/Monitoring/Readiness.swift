import Daemon
import ImageSharing
import Text

/// The readiness of the daemon: it does its work if a good manifest is in force, the cloud takes its credentials, and a tick
/// has ended not long ago.
///
/// A cloud that is down does not make the daemon unready: it goes on trying, and nobody else could do better. Before the
/// cloud was first reached that may as well be a wrong address, and what rolls it out shall stop.
enum Readiness: Sendable, Equatable {
    /// The daemon does its work, with a remark where something still needs attention.
    case ready(remark: String?)
    /// It does not, for this reason.
    case notReady(String)

    /// Judges a status.
    ///
    /// - Parameters:
    ///   - status: what the daemon knows.
    ///   - uptime: the daemon's own time: a clock that is set changes nothing.
    init(_ status: DaemonStatus, uptime: Duration) {
        if status.isStopping {
            self = .notReady("the daemon is stopping")
        } else if let waitsFor = status.waitsFor {
            self = .notReady("waiting: " + waitsFor.escapedForDisplay)
        } else if status.manifest.loadedAt == nil {
            let problem = status.manifest.problems.first.map { ": " + $0.oneLine } ?? ""
            self = .notReady("no good manifest was loaded yet" + problem)
        } else if let problem = status.obstacle {
            self = .notReady(problem.message.escapedForDisplay)
        } else if let end = status.lastTickEnd {
            let age = uptime - end
            if age > status.staleAfter {
                self = .notReady("the last run ended \(RelativeTime.length(age.inSeconds)) ago")
            } else if !status.hasReachedCloud, !status.images.isEmpty || status.hasLookedInVain {
                let problem = status.ticks.first?.problems.first.map { ": " + $0.message.escapedForDisplay } ?? ""
                self = .notReady("the cloud was not reached yet" + problem)
            } else {
                self = .ready(remark: Self.remark(status))
            }
        } else {
            self = .notReady("no run has ended yet")
        }
    }

    /// The remark for a person, where everything goes on and something is refused.
    private static func remark(_ status: DaemonStatus) -> String? {
        if let problem = status.manifest.problems.first {
            return "the last good manifest is in force; the newest one is refused: " + problem.oneLine
        }
        if status.manifest.waitsForGit != nil { return "the manifest waits for Git, which is changing its work tree" }
        if let problem = status.configurationProblems.first {
            return "the last good configuration is in force; the newest one is refused: " + problem.oneLine
        }
        let refused = status.removals(.refused)
        return refused == 0 ? nil : "\(counted(refused, "removal")) refused by --max-removals"
    }

    /// True if it does its work.
    var isReady: Bool {
        if case .ready = self { true } else { false }
    }

    /// The answer of `/readyz`, on one line.
    var line: String {
        switch self {
        case .ready(nil): "ready"
        case .ready(let remark?): "ready; " + remark
        case .notReady(let reason): "not ready: " + reason
        }
    }
}

extension DaemonStatus {
    /// True if the cloud was asked for what the manifest names, and did not answer.
    fileprivate var hasLookedInVain: Bool { lookupProblems.contains { $0.code.isTransient } }
}

extension Problem {
    /// Its place and its message, on one line.
    var oneLine: String { (source.map { "\($0): " } ?? "").escapedForDisplay + message.escapedForDisplay }
}
