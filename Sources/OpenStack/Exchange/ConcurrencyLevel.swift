/// The number of requests in flight that keeps a service just busy enough: a pure value.
///
/// A phase begins with one request, and doubles when as many as may be in flight have been answered: a service that has to
/// check a new token first does so once, and not for everybody at the same time. From then on latency decides. Of `limit`
/// requests in flight, those wait in a queue that the service does not work on: `limit × (1 − unloaded ÷ now)`, as TCP
/// Vegas reckons (Brakmo and Peterson, IEEE JSAC 13/8, 1995), from the latency of a service with little to do. A few have
/// to wait, so that it never runs dry; more than that only make each other late.
struct ConcurrencyLevel: Sendable {
    /// The answers at one level.
    private struct Round {
        /// The number of the first request that was sent in it.
        let first: Int
        let beganAt: Duration
        var answers = 0
        var measured = 0.0
        /// The sum of the inverse latencies in 1/s: the mean of them does not mind a few that take very long.
        var speeds = 0.0

        var speed: Double? { measured > 0 ? speeds / measured : nil }
    }

    private enum Stage: Equatable {
        /// Doubles with each round, and each second in which it is not over.
        case starting
        /// Goes by latency.
        case level
        /// Measures what the latency is with less in flight, to return to a level.
        case probing(from: Int)
    }

    /// The latency in seconds below which all are alike: what is quicker says more of this machine than of a service.
    private static let shortest = 0.005
    /// The time for which a start waits for answers.
    private static let startPatience = Duration.seconds(1)
    /// The least number of answers by which latency without load is measured anew.
    private static let probeAnswers = 16
    /// The shortest time between two probes, and as a multiple of what one takes.
    private static let probeInterval = (least: Duration.seconds(10), times: 20)

    private let maximum: Int
    /// The most requests that may be in flight now.
    private(set) var limit: Int
    private var stage = Stage.level
    private var sent = 0
    private var round = Round(first: 0, beganAt: .zero)
    /// The inverse latencies with little in flight, and lately.
    private var unloaded: Double?
    private var recent: Double?
    private var probesAt = Duration.zero

    /// Makes the level of a service that nothing is known of: all that may ever be in flight.
    init(maximum: Int) {
        self.maximum = maximum
        limit = maximum
    }

    /// The time from which on a start goes on without answers; nil while none does.
    var stepsAt: Duration? { stage == .starting ? round.beganAt + Self.startPatience : nil }

    /// Begins a phase.
    mutating func start(at now: Duration) {
        (unloaded, recent) = (nil, nil)
        stage = maximum > 1 ? .starting : .level
        move(to: 1, at: now)
    }

    /// Goes on with a start whose requests are not answered: one that hangs is its image's trouble.
    mutating func advance(to now: Duration) {
        if let stepsAt, now >= stepsAt { double(at: now) }
    }

    /// Records that a request is sent.
    ///
    /// - Returns: its number.
    mutating func send() -> Int {
        sent += 1
        return sent
    }

    /// Records that a request has worked.
    mutating func succeed(_ trip: Trip) {
        guard trip.number >= round.first else { return }
        if let latency = trip.latency {
            round.measured += 1
            round.speeds += 1 / max(latency / .seconds(1), Self.shortest)
        }
        end(trip.number, at: trip.endedAt)
    }

    /// Records that a request has come to nothing that says how busy the service is.
    mutating func end(undecided trip: Trip) {
        if stage == .starting && trip.number >= round.first { end(trip.number, at: trip.endedAt) }
    }

    /// Halves the level: the service asks for less.
    mutating func halve(at now: Duration) { narrow(to: max(1, limit / 2), at: now) }

    /// Takes the level down.
    ///
    /// - Parameters:
    ///   - narrower: the new one.
    ///   - now: the moment.
    mutating func narrow(to narrower: Int, at now: Duration) {
        stage = .level
        recent = nil
        move(to: narrower, at: now)
    }

    /// Counts an answer, and ends the round where it was the last one.
    private mutating func end(_ number: Int, at now: Duration) {
        switch stage {
        case .starting:
            // Those that were sent first: they are on every connection that there is.
            guard number < round.first + limit else { return }
            round.answers += 1
            if round.answers >= limit { endStartingRound(at: now) }
        case .level:
            round.answers += 1
            if round.answers >= limit { endRound(at: now) }
        case .probing(let level):
            round.answers += 1
            guard round.answers >= max(limit, Self.probeAnswers) else { return }
            (unloaded, recent) = (round.speed ?? unloaded, nil)
            let took = now - round.beganAt
            probesAt = now + max(Self.probeInterval.least, took * Self.probeInterval.times)
            stage = .level
            move(to: level, at: now)
        }
    }

    private mutating func endStartingRound(at now: Duration) {
        let speed = round.speed
        if let speed { unloaded = max(unloaded ?? speed, speed) }
        guard queued(at: speed) >= tooMany else { return double(at: now) }
        stage = .level
        probesAt = now + Self.probeInterval.least
        move(to: max(1, limit / 2), at: now)
    }

    private mutating func double(at now: Duration) {
        if limit >= maximum / 2 {
            stage = .level
            probesAt = now + Self.probeInterval.least
        }
        move(to: min(limit * 2, maximum), at: now)
    }

    private mutating func endRound(at now: Duration) {
        if let speed = round.speed { recent = recent.map { ($0 + speed) / 2 } ?? speed }
        let queued = queued(at: recent)
        if queued >= fewEnough && now >= probesAt && limit > 1 {
            stage = .probing(from: limit)
            move(to: limit / 2, at: now)
        } else if queued >= tooMany {
            move(to: limit - max(1, limit / 8), at: now)
        } else {
            move(to: queued < fewEnough ? min(maximum, limit + max(1, limit / 16)) : limit, at: now)
        }
    }

    /// The requests in flight that wait for others.
    private func queued(at speed: Double?) -> Double {
        guard let speed, let unloaded else { return 0 }
        return Double(limit) * (1 - speed / unloaded)
    }

    /// The queue below which more may be in flight.
    private var fewEnough: Double { max(2, Double(limit) / 3) }
    /// The queue from which on fewer should be in flight.
    private var tooMany: Double { max(4, Double(limit) / 2) }

    private mutating func move(to level: Int, at now: Duration) {
        limit = level
        round = Round(first: sent + 1, beganAt: now)
    }
}
