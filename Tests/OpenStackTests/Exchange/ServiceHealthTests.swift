import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing

/// The conclusions from a service's answers.
struct ServiceHealthTests {
    @Test(arguments: [(seconds: 60, scope: ServiceHealth.PauseScope.everybody), (seconds: 61, scope: .nobody)])
    func `Keystone's word is everybody's, unless it is longer than the run may wait`(
        seconds: Int, scope: ServiceHealth.PauseScope
    ) {
        var health = ServiceHealth(maximum: 8)
        let request = ThrottledRequest(purpose: .token)
        let decided = health.recordDeferral(of: request, for: .seconds(seconds), patience: .seconds(60))
        #expect(decided == scope)
    }

    @Test func `Throttling halves the limit, and as many successes as it allows win one back`() {
        var health = ServiceHealth(maximum: 8)
        let request = ThrottledRequest(subject: "a")
        health.recordThrottled(request)
        #expect(health.limit == 4)
        for _ in 0..<4 { health.recordSuccess(request) }
        #expect(health.limit == 5)
    }

    @Test func `To read again is no proof that a service which fails writes takes them`() {
        let backOff = BackOff(
            retryFor: .seconds(60), clock: RunClock(ManualClock()), generator: SplitMix64(seed: 1))
        let trouble = OpenStackError(.serverTrouble, status: 500, message: "down")
        var health = ServiceHealth(maximum: 8)
        for image in ["a", "b", "c"] {
            let write = ThrottledRequest(traffic: .writing, subject: image)
            health.recordSent(write)
            _ = health.recordFailure(write, trouble, by: backOff)
        }
        #expect(health.isProbing)
        health.recordSuccess(ThrottledRequest(subject: "a"))
        #expect(health.openCircuit(for: .writing) != nil)
        health.recordSuccess(ThrottledRequest(traffic: .writing, subject: "a"))
        #expect(!health.isProbing)
        #expect(health.limit == 2)
    }
}
