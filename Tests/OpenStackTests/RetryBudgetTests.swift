import OpenStack
import TestSupport
import Testing

struct RetryBudgetTests {
    private let clock = ManualClock()
    private let budget: RetryBudget

    init() {
        budget = RetryBudget(.seconds(60), clock: RunClock(clock))
    }

    @Test func `Time without trouble costs nothing`() {
        clock.advance(by: .seconds(7200))
        #expect(budget.remaining == .seconds(60))
    }

    @Test func `Time in trouble is spent, while it lasts and afterwards`() {
        budget.beginFailing()
        clock.advance(by: .seconds(10))
        #expect(budget.remaining == .seconds(50))
        budget.endFailing()
        clock.advance(by: .seconds(1000))
        #expect(budget.remaining == .seconds(50))
    }

    @Test func `Troubles that overlap count once`() {
        budget.beginFailing()  // 0 … 20
        clock.advance(by: .seconds(10))
        budget.beginFailing()  // 10 … 30
        clock.advance(by: .seconds(10))
        budget.endFailing()
        clock.advance(by: .seconds(10))
        budget.endFailing()
        clock.advance(by: .seconds(100))
        #expect(budget.remaining == .seconds(30))
    }

    @Test func `Troubles one after the other add up`() {
        for _ in 0..<3 {
            budget.beginFailing()
            clock.advance(by: .seconds(15))
            budget.endFailing()
            clock.advance(by: .seconds(15))
        }
        #expect(budget.remaining == .seconds(15))
    }

    @Test func `Nothing is left after the end, never less`() {
        budget.beginFailing()
        clock.advance(by: .seconds(10_000))
        #expect(budget.remaining == .zero)
        budget.endFailing()
        #expect(budget.remaining == .zero)
    }

    @Test func `Throttling is waited for until nothing has succeeded for so long`() {
        clock.advance(by: .seconds(50))
        #expect(budget.remainingWhileThrottled == .seconds(10))
        budget.noteSuccess()
        #expect(budget.remainingWhileThrottled == .seconds(60))
        clock.advance(by: .seconds(1000))
        #expect(budget.remainingWhileThrottled == .zero)
        #expect(budget.remaining == .seconds(60))
    }

    @Test(arguments: 0..<20)
    func `What is spent is the union of all troubles`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let clock = ManualClock()
        let budget = RetryBudget(.seconds(100_000), clock: RunClock(clock))
        var open = 0
        var spent = 0
        for _ in 0..<200 {
            if open > 0 && generator.chance(0.5) {
                budget.endFailing()
                open -= 1
            } else if generator.chance(0.6) {
                budget.beginFailing()
                open += 1
            }
            let step = Int.random(in: 0...30, using: &generator)
            clock.advance(by: .seconds(step))
            if open > 0 { spent += step }
            #expect(budget.remaining == .seconds(100_000 - spent))
        }
    }
}
