import ImageSharing
import OpenStack
import Reconciliation
import Synchronization

/// The line that shows a person how far a run is and how long it will take.
///
/// It appears after a second, so that a short run shows nothing.
final class Progress: Sendable {
    private struct Phase {
        var name = ""
        var total = 0
        var done = 0
        var start: Duration = .zero
        var drawn: Duration = .zero
    }

    private static let patience = Duration.seconds(1)
    private static let interval = Duration.milliseconds(100)

    private let standardError: StandardError
    private let clock: RunClock
    private let phase = Mutex(Phase())

    /// Makes a progress line on a terminal.
    init(on standardError: StandardError, clock: RunClock) {
        self.standardError = standardError
        self.clock = clock
    }

    /// Begins to count anew.
    func begin(_ name: String, total: Int) {
        let now = clock.now()
        phase.withLock { $0 = Phase(name: name, total: total, start: now) }
    }

    /// Counts one thing that is done.
    func advance() {
        let now = clock.now()
        let line: String? = phase.withLock { phase in
            phase.done += 1
            guard now - phase.start >= Self.patience, now - phase.drawn >= Self.interval else { return nil }
            phase.drawn = now
            return Self.line(phase.name, done: phase.done, total: phase.total, elapsed: now - phase.start)
        }
        if let line { standardError.show(progress: line) }
    }

    /// Removes the line.
    func end() {
        standardError.show(progress: "")
    }

    /// The line's text: counts, and the time left at the pace so far.
    static func line(_ name: String, done: Int, total: Int, elapsed: Duration) -> String {
        let left = elapsed * (Double(total - done) / Double(max(done, 1)))
        return "\(name) \(done) of \(total), about \(left.shortText) left"
    }
}
