import Synchronization
import TestSupport
import Testing

@testable import Pacing

struct BoundedConcurrencyTests {
    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0, finished: [Int]()))
        private let changes = Changes()

        var most: Int { state.withLock { $0.most } }
        var finished: [Int] { state.withLock { $0.finished } }

        func begin() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func end(_ item: Int? = nil) {
            state.withLock { state in
                state.now -= 1
                if let item { state.finished.append(item) }
            }
            changes.announce()
        }

        func waitForFinished(_ count: Int) async {
            await changes.wait { self.finished.count == count }
        }
    }

    private let gauge = Gauge()

    @Test(arguments: [1, 2, 5, 100])
    func `No more are in work at once than the limit, and all are done`(limit: Int) async {
        let gauge = gauge
        let outputs = await BoundedConcurrency(limit: limit, clock: RunClock(SkippingClock()))
            .run(Array(0..<60), isLast: { _ in false }) { (item: Int) -> Step<Int, Int> in
                gauge.begin()
                for _ in 0..<5 { await Task.yield() }
                gauge.end()
                return .finished(item)
            }
        #expect(gauge.most <= limit)
        #expect(outputs.sorted() == Array(0..<60))
    }

    @Test(arguments: [0, -1])
    func `A limit of none still lets one work`(limit: Int) async {
        let outputs = await BoundedConcurrency(limit: limit, clock: RunClock(SkippingClock()))
            .run([1, 2, 3], isLast: { _ in false }) { (item: Int) -> Step<Int, Int> in .finished(item) }
        #expect(outputs == [1, 2, 3])
    }

    @Test func `No items need no work`() async {
        let outputs = await BoundedConcurrency(limit: 3, clock: RunClock(SkippingClock()))
            .run([], isLast: { _ in false }) { (item: Int) -> Step<Int, Int> in .finished(item) }
        #expect(outputs.isEmpty)
    }

    @Test func `An item that rests leaves its place to others, and goes on afterwards`() async {
        let clock = ManualClock()
        let gauge = gauge
        let work = Task {
            await BoundedConcurrency(limit: 1, clock: RunClock(clock))
                .run([0, 1, 2, 3], isLast: { _ in false }) { (item: Int) -> Step<Int, Int> in
                    if item == 0 { return .again(100, after: .seconds(10)) }
                    gauge.begin()
                    gauge.end(item)
                    return .finished(item)
                }
        }
        await gauge.waitForFinished(3)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(10))
        #expect(await work.value == [1, 2, 3, 100])
    }

    @Test func `Cancellation ends the rests, and every item still has an output`() async {
        let clock = ManualClock()
        let work = Task {
            await BoundedConcurrency(limit: 2, clock: RunClock(clock))
                .run(Array(0..<5), isLast: { _ in false }) { (item: Int) -> Step<Int, Int> in
                    Task.isCancelled ? .finished(-item) : .again(item, after: .seconds(3600))
                }
        }
        await clock.waitForSleepers(5)
        work.cancel()
        #expect(await work.value.sorted() == [-4, -3, -2, -1, 0])
    }

    @Test func `The last output stops the rest, those at work and those that rest`() async {
        let clock = ManualClock()
        let outputs = await BoundedConcurrency(limit: 1, clock: RunClock(clock))
            .run(Array(0..<6), isLast: { $0 == 3 }) { (item: Int) -> Step<Int, Int> in
                if Task.isCancelled { return .finished(-item) }
                return item < 2 ? .again(item, after: .seconds(3600)) : .finished(item)
            }
        #expect(outputs.prefix(2) == [2, 3])
        #expect(outputs.dropFirst(2).sorted() == [-5, -4, -1, 0])
    }
}
