import OpenStack
import Pacing
import Synchronization
import TestSupport
import Testing

@testable import glance_share

/// The line that a person sees of a run that lasts.
struct ProgressTests {
    private let clock = ManualClock()
    private let shown = Lines()

    private final class Lines: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func append(_ line: String) { kept.withLock { $0.append(line) } }
    }

    private func progress() -> Progress {
        Progress(clock: RunClock(clock)) { [shown] in shown.append($0) }
    }

    /// Lets a quarter of a second pass, and whatever is to be drawn then be drawn.
    private func pass(quarters: Int) async {
        for _ in 0..<quarters {
            await clock.waitForSleepers(1)
            clock.advance(by: .milliseconds(250))
        }
        await clock.waitForSleepers(1)
    }

    @Test func `A run that is over within a second shows nothing`() async {
        let progress = progress()
        await progress.run {
            progress.begin("reading", total: 2)
            await pass(quarters: 3)
            progress.advance()
        }
        #expect(shown.all == [""])
    }

    @Test func `The line appears after a second, also while nothing gets done`() async {
        let progress = progress()
        await progress.run {
            progress.begin("reading", total: 5)
            await pass(quarters: 4)
            #expect(shown.all == ["reading 0 of 5"])
            progress.advance()
            #expect(shown.all.count == 1, "not more often than a terminal can bear")
            await pass(quarters: 1)
        }
        #expect(shown.all == ["reading 0 of 5", "reading 1 of 5, about 5s left", ""])
    }

    @Test func `A new phase replaces the line of the one before`() async {
        let progress = progress()
        await progress.run {
            progress.begin("asking for a token", total: nil)
            await pass(quarters: 4)
            progress.begin("reading", total: 5)
        }
        #expect(shown.all == ["asking for a token", "reading 0 of 5", ""])
    }

    @Test(arguments: [
        (25, 100, 10, "adding 25 of 100, about 30s left"), (1, 100, 2, "adding 1 of 100, about 3m 18s left"),
        (0, 100, 2, "adding 0 of 100"), (0, nil, 2, "adding"),
    ])
    func `It tells counts and the time left`(done: Int, total: Int?, seconds: Int, line: String) {
        #expect(Progress.line("adding", done: done, total: total, elapsed: .seconds(seconds)) == line)
    }
}
