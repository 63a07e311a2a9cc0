import TestSupport
import Testing

@testable import Pacing

struct RetryPolicyTests {
    private let policy = RetryPolicy(base: .milliseconds(500), cap: .seconds(20))

    @Test(arguments: [(1, 500), (2, 1000), (3, 2000), (4, 4000), (6, 16_000), (7, 20_000), (8, 20_000), (99, 20_000)])
    func `The ceiling doubles from the base to the cap`(attempt: Int, milliseconds: Int) {
        #expect(policy.ceiling(attempt: attempt) == .milliseconds(milliseconds))
    }

    @Test(arguments: [Int.max, 1 << 40, 64, 63, 31])
    func `Any number of tries stays under the cap`(attempt: Int) {
        var generator = ConstantGenerator.highest
        #expect(policy.ceiling(attempt: attempt) == .seconds(20))
        let wait = policy.wait(attempt: attempt, retryAfter: nil, remaining: .seconds(1000), using: &generator)
        #expect(wait.map { $0 <= .seconds(20) } == true)
    }

    @Test(arguments: [0, -1, Int.min])
    func `A try before the first counts as the first`(attempt: Int) {
        #expect(policy.ceiling(attempt: attempt) == .milliseconds(500))
    }

    @Test(arguments: 0..<20)
    func `A wait is never negative, past its ceiling or past the budget, and never sooner than asked`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let attempt = Int.random(in: 1...40, using: &generator)
            let remaining = Duration.milliseconds(Int.random(in: 1...60_000, using: &generator))
            let retryAfter: Duration? =
                generator.chance(0.5) ? .milliseconds(Int.random(in: 0...30_000, using: &generator)) : nil
            let wait = policy.wait(
                attempt: attempt, retryAfter: retryAfter, remaining: remaining, using: &generator
            )
            guard let wait else {
                #expect((retryAfter ?? .zero) > remaining)
                continue
            }
            #expect(wait >= (retryAfter ?? .zero))
            #expect(wait <= remaining)
            #expect(wait <= max(policy.ceiling(attempt: attempt), retryAfter ?? .zero))
        }
    }

    @Test func `The jitter is full: from nothing to the ceiling`() {
        var lowest = ConstantGenerator.lowest
        var highest = ConstantGenerator.highest
        let none = policy.wait(attempt: 5, retryAfter: nil, remaining: .seconds(1000), using: &lowest)
        let all = policy.wait(attempt: 5, retryAfter: nil, remaining: .seconds(1000), using: &highest)
        #expect(none == .zero)
        #expect(all.map { $0 > .milliseconds(7_990) && $0 <= .seconds(8) } == true)
    }

    @Test func `A Retry-After is a floor`() {
        var generator = ConstantGenerator.lowest
        let wait = policy.wait(attempt: 1, retryAfter: .seconds(30), remaining: .seconds(60), using: &generator)
        #expect(wait == .seconds(30))
    }

    @Test(
        arguments: [
            (nil, .zero), (nil, .seconds(-1)), (.seconds(61), .seconds(60)), (.seconds(Int64.max), .seconds(60)),
            (.zero, .zero),
        ] as [(Duration?, Duration)])
    func `There is no wait when the budget is spent, or would be`(retryAfter: Duration?, remaining: Duration) {
        var generator = SplitMix64(seed: 1)
        #expect(policy.wait(attempt: 1, retryAfter: retryAfter, remaining: remaining, using: &generator) == nil)
    }
}
