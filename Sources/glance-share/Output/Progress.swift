import Pacing
import Synchronization
import Text

/// The line that shows a person what a run is at, how far it is and how long it will take.
///
/// It appears after a second, so that a short run shows nothing, and whether or not anything gets done.
final class Progress: Sendable {
    private struct State {
        var phase = ""
        var total: Int?
        var done = 0
        var start: Duration = .zero
        var drawn: Duration = .zero
    }

    private static let patience = Duration.seconds(1)
    private static let shortestInterval = Duration.milliseconds(100)
    private static let longestInterval = Duration.milliseconds(250)

    private let clock: RunClock
    private let begun: Duration
    private let show: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// Makes the progress of a run that begins now.
    ///
    /// - Parameters:
    ///   - clock: the run's time.
    ///   - show: replaces the line on a terminal; an empty one removes it.
    init(clock: RunClock, show: @escaping @Sendable (String) -> Void) {
        self.clock = clock
        self.show = show
        begun = clock.now()
    }

    /// Runs `work` with the line beside it, and removes the line at the end.
    func run<Result>(_ work: () async -> Result) async -> Result {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await self.clock.sleep(Self.longestInterval)) != nil {
                    self.draw(notWithin: Self.shortestInterval) { _, _ in }
                }
            }
            let result = await work()
            group.cancelAll()
            await group.waitForAll()
            show("")
            return result
        }
    }

    /// Begins a phase; `total` counts what there is to do in it, where that can be counted.
    func begin(_ phase: String, total: Int?) {
        // At once: the line of the phase before is not true any more.
        draw(notWithin: .zero) { $0 = State(phase: phase, total: total, start: $1) }
    }

    /// Counts one thing that is done.
    func advance() {
        draw(notWithin: Self.shortestInterval) { state, _ in state.done += 1 }
    }

    private func draw(notWithin interval: Duration, _ change: (inout State, _ now: Duration) -> Void) {
        let now = clock.now()
        let line: String? = state.withLock { state in
            change(&state, now)
            guard now - begun >= Self.patience, now - state.drawn >= interval else { return nil }
            state.drawn = now
            return Self.line(state.phase, done: state.done, total: state.total, elapsed: now - state.start)
        }
        if let line { show(line) }
    }

    /// The line's text: the phase, counts, and the time left at the pace so far.
    static func line(_ phase: String, done: Int, total: Int?, elapsed: Duration) -> String {
        guard let total else { return phase }
        guard done > 0 else { return "\(phase) \(done) of \(total)" }
        let left = elapsed * (Double(total - done) / Double(done))
        return "\(phase) \(done) of \(total), about \(left.shortText) left"
    }
}
