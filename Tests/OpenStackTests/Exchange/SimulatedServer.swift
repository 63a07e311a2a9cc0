import TestSupport

@testable import OpenStack
@testable import Pacing

/// A server in a time of its own, and clients that ask it for one thing each: who passes when is the gate's decision.
struct SimulatedServer {
    /// The requests a second that it takes, by a bucket of tokens; nil for as many as come.
    var rate: Double?
    /// The requests that it takes besides, after a while without.
    var burst = 0.0
    /// The pause that it asks for when it refuses.
    var retryAfter: Duration?
    /// The time that a request takes, with what it varies by.
    var latency = Duration.milliseconds(20)
    var variation = 0.5
    /// The requests that it works on at once, the others wait; nil for any number.
    var places: Int?

    /// The course of a run.
    struct Course {
        var duration = Duration.zero
        var refused = 0
        var answered = 0
        var mostInFlight = 0
        var sentAt: [Duration] = []
        /// The level at each answer.
        var levels: [Int] = []

        /// The requests a second that worked.
        var throughput: Double { Double(answered) / (duration / .seconds(1)) }
        var refusedShare: Double { Double(refused) / Double(refused + answered) }
    }

    private enum Event {
        case arrival(Int, Gate.Place)
        case answer(Int, Gate.Place, isRefused: Bool)
        case comeBack(Int)
        case wake
    }

    /// Has so many requests answered.
    ///
    /// - Parameters:
    ///   - count: the number of requests, each for another image.
    ///   - gate: lets them pass.
    ///   - start: the moment.
    ///   - seed: of what varies.
    /// - Returns: the course.
    func answer(_ count: Int, through gate: inout Gate, from start: Duration = .zero, seed: UInt64) -> Course {
        let backOff = BackOff(retryFor: .seconds(60), clock: RunClock(ManualClock()))
        var generator = SplitMix64(seed: seed)
        var course = Course()
        var events: [(time: Duration, event: Event)] = []
        var (now, waiting, inFlight, wakesAt) = (start, Array(0..<count)[...], 0, Duration?.none)
        var (tokens, filledAt) = (burst + 1, start)
        var freeAt = Array(repeating: start, count: places ?? 0)

        func draw(upTo duration: Duration) -> Duration { duration * Double.random(in: 0..<1, using: &generator) }
        func schedule(_ event: Event, at time: Duration) {
            // The latest is first.
            let index = events.lastIndex { $0.time > time }.map { $0 + 1 } ?? 0
            events.insert((time, event), at: index)
        }
        func request(_ number: Int) -> ThrottledRequest { ThrottledRequest(subject: "\(number)") }
        func admit() {
            while let number = waiting.first {
                guard gate.next(among: CollectionOfOne(request(number)), at: now) != nil else { break }
                waiting.removeFirst()
                let place = gate.enter(request(number), at: now)
                inFlight += 1
                course.mostInFlight = max(course.mostInFlight, inFlight)
                course.sentAt.append(now)
                schedule(.arrival(number, place), at: now + draw(upTo: latency * 0.1))
            }
            guard !waiting.isEmpty, let time = gate.nextTime(after: now), wakesAt.map({ time < $0 }) ?? true else {
                return
            }
            wakesAt = time
            schedule(.wake, at: time + draw(upTo: .microseconds(300)))
        }

        admit()
        while course.answered < count, let (time, event) = events.popLast() {
            now = time
            switch event {
            case .wake: wakesAt = nil
            case .comeBack(let number): waiting.append(number)
            case .arrival(let number, let place):
                tokens = rate.map { min(burst + 1, tokens + (now - filledAt) / .seconds(1) * $0) } ?? 1
                filledAt = now
                guard tokens >= 1 else {
                    schedule(.answer(number, place, isRefused: true), at: now + latency * 0.5)
                    break
                }
                tokens -= 1
                let work = latency * (1 - variation) + draw(upTo: latency * 2 * variation)
                let index = freeAt.indices.min { freeAt[$0] < freeAt[$1] }
                let end = (index.map { max(now, freeAt[$0]) } ?? now) + work
                if let index { freeAt[index] = end }
                schedule(.answer(number, place, isRefused: false), at: end)
            case .answer(let number, let place, let isRefused):
                inFlight -= 1
                var error: OpenStackError?
                if isRefused {
                    course.refused += 1
                    error = OpenStackError(.throttled, status: 429, message: "slow down")
                    error?.retryAfter = retryAfter
                    if let retryAfter {
                        _ = gate.pause(for: retryAfter, after: request(number), patience: .seconds(60), at: now)
                    }
                    schedule(.comeBack(number), at: now + max(retryAfter ?? .zero, draw(upTo: .milliseconds(500))))
                } else {
                    course.answered += 1
                }
                _ = gate.leave(request(number), error, from: place, by: backOff, at: now)
                course.levels.append(gate.limit)
            }
            admit()
        }
        course.duration = now - start
        return course
    }
}
