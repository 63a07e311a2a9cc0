import TestSupport
import Testing

@testable import OpenStack

struct ThrottleTests {
    private let clock = ManualClock()

    private func throttle(_ concurrency: Int, rate: Double? = nil) -> Throttle {
        Throttle(concurrency: concurrency, maximumRate: rate, clock: RunClock(clock))
    }

    private func inside(_ throttle: Throttle, _ arrivals: Arrivals) -> Task<Void, Never> {
        Task {
            do throws(OpenStackError) { try await throttle.enter() } catch { return arrivals.note(error.code) }
            arrivals.note(nil)
        }
    }

    @Test func `No more pass than the limit; each that leaves lets the next in`() async throws {
        let throttle = throttle(2)
        let arrivals = Arrivals()
        let tasks = (0..<5).map { _ in inside(throttle, arrivals) }
        await arrivals.wait(for: 2)
        for count in 3...5 {
            #expect(arrivals.count == count - 1)
            await throttle.leave(.none)
            await arrivals.wait(for: count)
        }
        for task in tasks { await task.value }
        #expect(arrivals.refusals.isEmpty)
    }

    @Test func `A rate spaces the requests evenly`() async throws {
        let throttle = throttle(8, rate: 2)
        let arrivals = Arrivals()
        let tasks = (0..<4).map { _ in inside(throttle, arrivals) }
        await arrivals.wait(for: 1)
        for count in 2...4 {
            await clock.waitForSleepers(5 - count)
            clock.advance(by: .milliseconds(499))
            #expect(arrivals.count == count - 1)
            clock.advance(by: .milliseconds(1))
            await arrivals.wait(for: count)
        }
        for task in tasks { await task.value }
    }

    @Test(arguments: [0, -1, 1e-300, .nan, .infinity, -.infinity, .leastNonzeroMagnitude])
    func `No rate can crash the program`(rate: Double) async throws {
        let throttle = throttle(2, rate: rate)
        try await throttle.enter()
        await throttle.leave(.none)
    }

    @Test func `A server that asks for more time than a run has is left alone by the next runs too`() async throws {
        let throttle = throttle(1)
        await throttle.close(with: OpenStackError(.throttled, message: "closed"), for: .seconds(60))
        clock.advance(by: .seconds(59))
        await throttle.reopen()
        await #expect(throws: OpenStackError.self) { try await throttle.enter() }
        clock.advance(by: .seconds(1))
        await throttle.reopen()
        try await throttle.enter()
        await throttle.leave(.none)
    }

    @Test(arguments: [0, -5, Int.min])
    func `At least one request passes`(concurrency: Int) async throws {
        let throttle = throttle(concurrency)
        try await throttle.enter()
        #expect(await throttle.currentLimit == 1)
    }

    @Test func `A pause holds everybody, the waiting ones too`() async throws {
        let throttle = throttle(2)
        await throttle.pause(for: .seconds(30))
        let arrivals = Arrivals()
        let tasks = (0..<4).map { _ in inside(throttle, arrivals) }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(29))
        #expect(arrivals.count == 0)
        await throttle.pause(for: .seconds(10))  // until 39
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers(2)
        #expect(arrivals.count == 0)
        clock.advance(by: .seconds(9))
        await arrivals.wait(for: 2)
        await throttle.leave(.none)
        await throttle.leave(.none)
        await arrivals.wait(for: 4)
        for task in tasks { await task.value }
    }

    @Test func `A shorter pause does not shorten a longer one`() async throws {
        let throttle = throttle(1)
        await throttle.pause(for: .seconds(30))
        await throttle.pause(for: .seconds(5))
        let arrivals = Arrivals()
        let task = inside(throttle, arrivals)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(29))
        #expect(arrivals.count == 0)
        clock.advance(by: .seconds(1))
        await task.value
        #expect(arrivals.refusals.isEmpty)
    }

    @Test func `A request for a token waits neither for a place nor for its turn`() async throws {
        let throttle = throttle(1, rate: 2)
        try await throttle.enter()
        try await throttle.enterAhead()
        let arrivals = Arrivals()
        let task = inside(throttle, arrivals)
        await throttle.leave(.none)
        #expect(arrivals.count == 0)
        await throttle.leave(.none)
        // It counts all the same: the next one's turn is half a second later for it.
        await clock.waitForSleepers(1)
        clock.advance(by: .milliseconds(999))
        #expect(arrivals.count == 0)
        clock.advance(by: .milliseconds(1))
        await task.value
        #expect(arrivals.refusals.isEmpty)
    }

    @Test func `A request for a token waits out a pause, and stops at a closed gate`() async throws {
        let throttle = throttle(1)
        await throttle.pause(for: .seconds(30))
        let waiting = Task { try await throttle.enterAhead() }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(30))
        try await waiting.value
        await throttle.close(with: OpenStackError(.throttled, message: "closed"))
        let refusal = await #expect(throws: OpenStackError.self) { try await throttle.enterAhead() }
        #expect(refusal?.code == .throttled)
        await inCancelledTask {
            await #expect(throws: OpenStackError.interrupted) { try await throttle.enterAhead() }
        }
    }

    @Test func `A place that is given back unused is the next one's, and says nothing of the cloud`() async throws {
        let throttle = throttle(1)
        try await throttle.enter()
        let arrivals = Arrivals()
        let task = inside(throttle, arrivals)
        await throttle.withdraw()
        await task.value
        #expect(arrivals.refusals.isEmpty)
    }

    @Test func `A closed gate lets nobody pass, those who wait neither`() async throws {
        let throttle = throttle(1)
        try await throttle.enter()
        let arrivals = Arrivals()
        let tasks = (0..<3).map { _ in inside(throttle, arrivals) }
        await throttle.close(with: OpenStackError(.throttled, message: "closed"))
        await throttle.leave(.none)
        for task in tasks { await task.value }
        #expect(arrivals.refusals == [.throttled, .throttled, .throttled])
    }

    @Test func `A cancelled waiter leaves, and the queue goes on`() async throws {
        let throttle = throttle(1)
        try await throttle.enter()
        let (cancelled, others) = (Arrivals(), Arrivals())
        let first = inside(throttle, others)
        let second = inside(throttle, cancelled)
        let third = inside(throttle, others)
        second.cancel()
        await second.value
        #expect(cancelled.refusals == [.interrupted])
        await throttle.leave(.none)
        await others.wait(for: 1)
        await throttle.leave(.none)
        await others.wait(for: 2)
        await first.value
        await third.value
        #expect(others.refusals.isEmpty)
    }

    @Test func `Who is cancelled while told to wait gives the place back`() async throws {
        let throttle = throttle(1)
        await throttle.pause(for: .seconds(30))
        let (cancelled, others) = (Arrivals(), Arrivals())
        let first = inside(throttle, cancelled)
        await clock.waitForSleepers(1)
        first.cancel()
        await first.value
        #expect(cancelled.refusals == [.interrupted])
        let second = inside(throttle, others)
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(30))
        await second.value
        #expect(others.refusals.isEmpty)
    }

    @Test func `A task that was cancelled before sends nothing`() async throws {
        let throttle = throttle(1)
        let arrivals = Arrivals()
        await inCancelledTask {
            do throws(OpenStackError) { try await throttle.enter() } catch { return arrivals.note(error.code) }
            arrivals.note(nil)
        }
        #expect(arrivals.refusals == [.interrupted])
    }
}
