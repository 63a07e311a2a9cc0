package import FoundationEssentials
package import Pacing
import Text

/// The daemon's two clocks: the one that it waits by, which no correction moves, and the one that people read.
package struct DaemonClock: Sendable {
    let run: RunClock
    private let wall: @Sendable () -> Date

    /// Makes a pair of clocks.
    ///
    /// - Parameters:
    ///   - run: the daemon's own time.
    ///   - wall: the time that people read.
    package init(run: RunClock, wall: @escaping @Sendable () -> Date = { Date.now }) {
        self.run = run
        self.wall = wall
    }

    /// The daemon's own time now.
    var now: Duration { run.now() }

    /// The date now.
    var date: Date { wall() }

    /// Returns the date of a moment in the daemon's own time.
    func date(of moment: Duration) -> Date {
        wall().addingTimeInterval((moment - now).inSeconds)
    }
}
