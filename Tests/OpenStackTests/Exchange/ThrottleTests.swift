import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing

struct ThrottleTests {
    private let clock = ManualClock()
    private let ahead = ThrottledRequest(purpose: .token)

    private func throttle(_ concurrency: Int, rate: Double? = nil) -> Throttle {
        Throttle(
            concurrency: concurrency, maximumRate: rate,
            backOff: BackOff(retryFor: .seconds(60), clock: RunClock(clock)))
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
            await throttle.leave()
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
            await clock.waitForSleepers(1)
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
        await throttle.leave()
    }

    @Test func `A server that asks for more time than a run has is left alone by the next runs too`() async throws {
        let throttle = throttle(1)
        await throttle.close(because: OpenStackError(.throttled, message: "closed"), for: .seconds(60))
        clock.advance(by: .seconds(59))
        await throttle.reopen()
        await #expect(throws: OpenStackError.self) { try await throttle.enter() }
        clock.advance(by: .seconds(1))
        await throttle.reopen()
        try await throttle.enter()
        await throttle.leave()
    }

    @Test(arguments: [0, -5, Int.min])
    func `At least one request passes`(concurrency: Int) async throws {
        let throttle = throttle(concurrency)
        try await throttle.enter()
        #expect(await throttle.currentLimit == 1)
    }

    @Test func `A pause holds everybody, the waiting ones too`() async throws {
        let throttle = throttle(2)
        _ = await throttle.pause(for: .seconds(30), after: ThrottledRequest(), patience: .seconds(60))
        let arrivals = Arrivals()
        let tasks = (0..<4).map { _ in inside(throttle, arrivals) }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(29))
        #expect(arrivals.count == 0)
        _ = await throttle.pause(for: .seconds(10), after: ThrottledRequest(), patience: .seconds(60))  // until 39
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers(1)
        #expect(arrivals.count == 0)
        clock.advance(by: .seconds(9))
        await arrivals.wait(for: 2)
        await throttle.leave()
        await throttle.leave()
        await arrivals.wait(for: 4)
        for task in tasks { await task.value }
    }

    @Test func `A shorter pause does not shorten a longer one`() async throws {
        let throttle = throttle(1)
        _ = await throttle.pause(for: .seconds(30), after: ThrottledRequest(), patience: .seconds(60))
        _ = await throttle.pause(for: .seconds(5), after: ThrottledRequest(), patience: .seconds(60))
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
        try await throttle.enter(ahead)
        let arrivals = Arrivals()
        let task = inside(throttle, arrivals)
        await throttle.leave(ahead)
        #expect(arrivals.count == 0)
        await throttle.leave()
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
        _ = await throttle.pause(for: .seconds(30), after: ThrottledRequest(), patience: .seconds(60))
        let waiting = Task { try await throttle.enter(ahead) }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(30))
        _ = try await waiting.value
        await throttle.close(because: OpenStackError(.throttled, message: "closed"))
        let refusal = await #expect(throws: OpenStackError.self) { try await throttle.enter(ahead) }
        #expect(refusal?.code == .notAsked)
        await inCancelledTask {
            await #expect(throws: OpenStackError.interrupted) { try await throttle.enter(ahead) }
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
        await throttle.close(because: OpenStackError(.throttled, message: "closed"))
        await throttle.leave()
        for task in tasks { await task.value }
        #expect(arrivals.refusals == [.notAsked, .notAsked, .notAsked])
    }

    @Test func `A gate that is closed wakes those who wait for their turn`() async throws {
        let throttle = throttle(8, rate: 0.2)
        let arrivals = Arrivals()
        let tasks = (0..<4).map { _ in inside(throttle, arrivals) }
        await arrivals.wait(for: 1)
        await clock.waitForSleepers(1)
        await throttle.close(because: OpenStackError(.throttled, message: "closed"))
        for task in tasks { await task.value }
        #expect(arrivals.refusals == [.notAsked, .notAsked, .notAsked])
    }

    @Test func `A service that is down is probed by whoever asks for another image than the one that failed`()
        async throws
    {
        let throttle = throttle(1)
        let trouble = OpenStackError(.serverTrouble, status: 500, message: "down")
        for image in ["a", "b", "c"] {
            try await throttle.enter(ThrottledRequest(subject: image))
            await throttle.leave(ThrottledRequest(subject: image), trouble)
        }
        let order = Arrivals()
        let again = Task {
            try await throttle.enter(ThrottledRequest(subject: "c"))
            order.note(.timedOut)
        }
        await clock.waitForSleepers(1)
        let fresh = Task {
            try await throttle.enter(ThrottledRequest(subject: "d"))
            order.note(.unanswered)
        }
        for _ in 0..<100 { await Task.yield() }
        clock.advance(by: .seconds(1))
        try await fresh.value
        #expect(order.refusals == [.unanswered])
        await throttle.leave(ThrottledRequest(subject: "d"))
        try await again.value
    }

    @Test func `An image that asks for patience while others work asks for itself`() async throws {
        let throttle = throttle(4)
        let (sick, other) = (ThrottledRequest(subject: "a"), ThrottledRequest(subject: "b"))
        let patience = Duration.seconds(60)
        #expect(await throttle.pause(for: .seconds(3600), after: sick, patience: patience) == .image)
        #expect(await throttle.pause(for: .seconds(1), after: sick, patience: patience) == .everybody)
        clock.advance(by: .seconds(1))
        try await throttle.enter(other)
        await throttle.leave(other)
        #expect(await throttle.pause(for: .seconds(1), after: sick, patience: patience) == .image)
        // Three in a row speak of the service.
        _ = await throttle.pause(for: .seconds(1), after: other, patience: patience)
        #expect(
            await throttle.pause(for: .seconds(1), after: ThrottledRequest(subject: "c"), patience: patience)
                == .everybody)
        _ = await throttle.pause(for: .seconds(1), after: sick, patience: patience)
        #expect(await throttle.pause(for: .seconds(1), after: sick, patience: patience) == .everybody)
        let keystone = ThrottledRequest(purpose: .token)
        #expect(await throttle.pause(for: .seconds(3600), after: keystone, patience: patience) == .nobody)
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
        await throttle.leave()
        await others.wait(for: 1)
        await throttle.leave()
        await others.wait(for: 2)
        await first.value
        await third.value
        #expect(others.refusals.isEmpty)
    }

    @Test func `Who is cancelled while told to wait gives the place back`() async throws {
        let throttle = throttle(1)
        _ = await throttle.pause(for: .seconds(30), after: ThrottledRequest(), patience: .seconds(60))
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
