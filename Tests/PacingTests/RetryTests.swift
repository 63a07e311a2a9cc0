import TestSupport
import Testing

@testable import Pacing

/// The state machine by which everything is tried again: three accounts, each its own.
struct RetryTests {
    private let clock = ManualClock()
    private let backOff: BackOff

    init() {
        backOff = BackOff(retryFor: .seconds(60), clock: RunClock(clock), generator: SplitMix64(seed: 1))
    }

    private func wait(
        _ retry: inout Retry, _ cause: Retry.Cause, took: Duration = .zero, atLeast floor: Duration = .zero
    ) -> Duration? {
        retry.wait(after: cause, took: took, hadAnswer: true, retryAfter: nil, atLeast: floor, by: backOff)
    }

    @Test func `Failing is what was waited, and what the tries took that failed again`() {
        var retry = Retry()
        #expect(wait(&retry, .failing, took: .seconds(1000)) != nil)
        #expect(wait(&retry, .failing, took: .seconds(50)) != nil)
        #expect(wait(&retry, .failing, took: .seconds(10)) == nil)
    }

    @Test func `It is spent over the whole run, and a success gives nothing back`() {
        var retry = Retry()
        var spent = Duration.zero
        while let drawn = wait(&retry, .failing) {
            spent += drawn
            retry.succeed()
        }
        #expect(spent == .seconds(60))
    }

    @Test func `Our own caution is waited out, and costs no patience`() {
        var retry = Retry()
        #expect(wait(&retry, .failing, atLeast: .seconds(100)) == .seconds(100))
        #expect(wait(&retry, .failing) != nil)
    }

    @Test func `Waiting for room and being throttled cost no failure`() {
        var retry = Retry()
        while wait(&retry, .full) != nil {}
        #expect(wait(&retry, .full) == nil)
        #expect(wait(&retry, .failing) != nil)
        #expect(wait(&retry, .throttled) != nil)
    }

    @Test func `One image's failing is not taken from another`() {
        var (one, other) = (Retry(), Retry())
        while wait(&one, .failing) != nil {}
        clock.advance(by: .seconds(1000))
        #expect(wait(&other, .failing) != nil)
    }

    @Test func `Throttling is waited for until nothing else has come for so long`() {
        #expect(backOff.remainingWhileThrottled == .seconds(60))
        clock.advance(by: .seconds(500))
        backOff.noteThrottled()
        clock.advance(by: .seconds(50))
        #expect(backOff.remainingWhileThrottled == .seconds(10))
        backOff.noteSuccess()
        #expect(backOff.remainingWhileThrottled == .seconds(60))
        backOff.noteThrottled()
        clock.advance(by: .seconds(60))
        #expect(backOff.remainingWhileThrottled == .zero)
    }

    @Test func `Our own caution costs no patience with a cloud that asks for less, either`() {
        var retry = Retry()
        backOff.noteThrottled()
        clock.advance(by: .seconds(50))
        #expect(wait(&retry, .failing, atLeast: .seconds(40)) == .seconds(40))
        clock.advance(by: .seconds(40))
        #expect(backOff.remainingWhileThrottled > .seconds(9))
        #expect(backOff.remainingWhileThrottled < .seconds(11))
        _ = wait(&retry, .failing, atLeast: .seconds(1000))
        #expect(backOff.remainingWhileThrottled == .seconds(60))
    }

    @Test func `A run that gets on while it is throttled has an outer bound`() {
        for _ in 0..<BackOff.outerBound {
            #expect(backOff.remainingWhileThrottled > .zero)
            backOff.noteThrottled()
            clock.advance(by: .seconds(60))
            backOff.noteSuccess()
        }
        #expect(backOff.remainingWhileThrottled == .zero)
        backOff.beginRun()
        #expect(backOff.remainingWhileThrottled == .seconds(60))
    }

    @Test
    func `A run that is not patient tries nothing again, whatever the cause, and the next one is as patient as ever`() {
        func wait(after cause: Retry.Cause) -> Duration? {
            var retry = Retry()
            return retry.wait(after: cause, hadAnswer: true, retryAfter: nil, by: backOff)
        }
        backOff.beginRun(isPatient: false)
        #expect([.failing, .throttled, .full].allSatisfy { wait(after: $0) == nil })
        backOff.beginRun()
        #expect([.failing, .throttled, .full].allSatisfy { wait(after: $0) != nil })
    }

    @Test(arguments: [0, 1, 5])
    func `A limit counts tries in a row`(limit: Int) {
        let backOff = BackOff(
            retryFor: .seconds(60), limits: RetryLimits(connection: nil, status: limit), clock: RunClock(clock))
        var retry = Retry()
        for _ in 0..<limit {
            #expect(retry.wait(after: .failing, hadAnswer: true, retryAfter: nil, by: backOff) != nil)
        }
        #expect(retry.wait(after: .failing, hadAnswer: true, retryAfter: nil, by: backOff) == nil)
        retry.succeed()
        #expect(retry.wait(after: .failing, hadAnswer: false, retryAfter: nil, by: backOff) != nil)
    }
}
