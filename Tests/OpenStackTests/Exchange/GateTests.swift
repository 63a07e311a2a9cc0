import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing

/// What becomes of a whole run at servers of many kinds.
struct GateTests {
    private func gate(_ concurrency: Int, rate: Double? = nil) -> Gate {
        var gate = Gate(concurrency: concurrency, maximumRate: rate)
        gate.begin(.reading, with: 100_000, at: .zero)
        return gate
    }

    struct Limited: CustomTestStringConvertible, Sendable {
        var rate: Double
        var burst: Double
        var milliseconds: Int
        var concurrency = 8
        var requests = 6000
        var retryAfter: Duration?

        var testDescription: String { "\(rate) a second, \(burst) besides, \(milliseconds) ms, \(concurrency) at once" }
    }

    @Test(arguments: [
        Limited(rate: 400, burst: 8, milliseconds: 1),
        Limited(rate: 400, burst: 8, milliseconds: 100, concurrency: 64, requests: 20_000),
        Limited(rate: 400, burst: 100, milliseconds: 20, concurrency: 16),
        Limited(rate: 1000, burst: 100, milliseconds: 50, concurrency: 256, requests: 20_000),
        Limited(rate: 100, burst: 1, milliseconds: 20), Limited(rate: 50, burst: 20, milliseconds: 50),
        Limited(rate: 10, burst: 5, milliseconds: 50, requests: 3000),
        Limited(rate: 2, burst: 1, milliseconds: 50, requests: 2000),
        Limited(rate: 50, burst: 20, milliseconds: 50, retryAfter: .seconds(1)),
        Limited(rate: 400, burst: 8, milliseconds: 1, requests: 40_000, retryAfter: .seconds(1)),
    ])
    func `A server that takes so many a second gives nine tenths of that, and refuses less than a fiftieth`(
        limited: Limited
    ) {
        let server = SimulatedServer(
            rate: limited.rate, burst: limited.burst, retryAfter: limited.retryAfter,
            latency: .milliseconds(limited.milliseconds))
        for seed: UInt64 in 1...2 {
            var gate = gate(limited.concurrency)
            let course = server.answer(limited.requests, through: &gate, seed: seed)
            #expect(course.throughput >= 0.9 * limited.rate)
            #expect(course.refusedShare < 0.02)
        }
    }

    @Test func `A server that refuses no more is asked as fast as before`() {
        var gate = gate(8)
        let limited = SimulatedServer(rate: 100, burst: 8).answer(2000, through: &gate, seed: 1)
        #expect(gate.rate(at: limited.duration) != nil)
        let free = SimulatedServer().answer(20_000, through: &gate, from: limited.duration, seed: 1)
        #expect(gate.rate(at: limited.duration + free.duration) == nil)
        #expect(gate.limit == 8)
        #expect(free.refused == 0)
    }

    @Test(arguments: [1, 2, 5, 8, 40, 256])
    func `At a server that is as quick whatever it is asked, the level rises to what is allowed and stays there`(
        concurrency: Int
    ) {
        for seed: UInt64 in 1...5 {
            var gate = gate(concurrency)
            let course = SimulatedServer().answer(60 * concurrency, through: &gate, seed: seed)
            #expect(course.mostInFlight == concurrency)
            #expect(course.levels.dropFirst(30 * concurrency).allSatisfy { $0 == concurrency })
        }
    }

    @Test(arguments: [(1, 16), (2, 16), (4, 64), (10, 64), (20, 256), (40, 256)])
    func `Where requests wait for one another, the level stays near as many as are worked on, and all of them are busy`(
        places: Int, concurrency: Int
    ) {
        for seed: UInt64 in 1...5 {
            var gate = gate(concurrency)
            let server = SimulatedServer(places: places)
            let course = server.answer(400 * places + 400, through: &gate, seed: seed)
            let settled = course.levels.dropFirst(course.levels.count / 2)
            #expect(settled.max() ?? 0 <= 2 * places + 4)
            #expect(Double(settled.reduce(0, +)) / Double(settled.count) > Double(places))
            #expect(course.throughput >= 0.9 * Double(places) / (server.latency / .seconds(1)))
        }
    }

    @Test func `A server that is slower for another reason is measured anew, and used as before`() {
        var gate = gate(16)
        let quick = SimulatedServer().answer(1000, through: &gate, seed: 1)
        let slow = SimulatedServer(latency: .milliseconds(100))
        let course = slow.answer(20_000, through: &gate, from: quick.duration, seed: 1)
        #expect(course.levels.min() ?? 0 >= 2)
        #expect(course.levels.suffix(1000).contains(16))
        #expect(course.throughput > 0.8 * 160)
    }

    @Test func `Two images that are answered with 503 halve the level; one alone does not`() throws {
        let backOff = BackOff(retryFor: .seconds(60), clock: RunClock(ManualClock()))
        let busy = OpenStackError(.serverTrouble, status: 503, message: "busy")
        var gate = Gate(concurrency: 8)
        for (image, limit) in [("a", 8), ("a", 8), ("b", 4), ("b", 4)] {
            let request = ThrottledRequest(subject: image)
            let place = gate.enter(request, at: .zero)
            _ = gate.leave(request, busy, from: place, by: backOff, at: .zero)
            #expect(gate.limit == limit)
        }
    }

    @Test func `Never more in flight than allowed, nor faster than the rate, whatever the server does`() {
        for seed: UInt64 in 0..<60 {
            var generator = SplitMix64(seed: seed)
            let concurrency = Int.random(in: 1...40, using: &generator)
            let rate = Double.random(in: 1...1000, using: &generator)
            let server = SimulatedServer(
                rate: generator.chance(0.5) ? Double.random(in: 1...1000, using: &generator) : nil,
                burst: Double.random(in: 0...20, using: &generator),
                retryAfter: generator.chance(0.3) ? .milliseconds(Int.random(in: 1...3000, using: &generator)) : nil,
                latency: .milliseconds(Int.random(in: 1...300, using: &generator)),
                places: generator.chance(0.5) ? Int.random(in: 1...20, using: &generator) : nil)
            var gate = gate(concurrency, rate: rate)
            let course = server.answer(500, through: &gate, seed: seed)
            #expect(course.answered == 500)
            #expect(course.mostInFlight <= concurrency)
            let gaps = zip(course.sentAt.dropFirst(), course.sentAt).map { $0 - $1 }
            #expect(gaps.allSatisfy { $0 >= .seconds(1 / rate) - .nanoseconds(1) })
        }
    }

    @Test func `A pace is the work's alone: whatever goes to Keystone does not wait for it`() throws {
        let backOff = BackOff(retryFor: .seconds(60), clock: RunClock(ManualClock()))
        var gate = Gate(concurrency: 8)
        let request = ThrottledRequest(subject: "a")
        let place = gate.enter(request, at: .zero)
        _ = gate.leave(
            request, OpenStackError(.throttled, status: 429, message: "slow down"), from: place, by: backOff,
            at: .milliseconds(10))
        let waiting = [request, ThrottledRequest(purpose: .lookup)]
        let next = gate.next(among: waiting, at: .milliseconds(10))
        #expect(next == 1)
        let time = try #require(gate.nextTime(after: .milliseconds(10)))
        let (before, then) = (
            gate.next(among: [request], at: time - .milliseconds(1)), gate.next(among: [request], at: time)
        )
        #expect(before == nil)
        #expect(then == 0)
    }
}
