import Pacing

/// The rule by which requests pass: how many at once, how fast, and when not at all; a pure value that knows nobody who
/// waits.
struct Gate: Sendable {
    typealias Traffic = ThrottledRequest.Traffic

    /// A request's place.
    struct Place: Sendable {
        /// The request's number among those of the run's work.
        let number: Int
        let takenAt: Duration
    }

    /// The least time between two requests, by `--max-rate`.
    private let interval: Duration
    private var health: ServiceHealth
    private var pace = Pace()
    private var inFlight: [Traffic: Int] = [:]
    private var resumesAt = Duration.zero
    private var nextSlot = Duration.zero

    /// Makes the gate of one run.
    ///
    /// - Parameters:
    ///   - concurrency: the most requests in flight.
    ///   - maximumRate: the most requests a second; nil for no limit.
    init(concurrency: Int, maximumRate: Double? = nil) {
        health = ServiceHealth(maximum: max(1, concurrency))
        // At most a day apart: a duration traps on what it cannot hold.
        interval = maximumRate.map { $0 > 0 ? .seconds(min(1 / $0, 86_400)) : .zero } ?? .zero
    }

    /// True while only one request at a time is let through, because the service is taken to be down.
    var isProbing: Bool { health.isProbing }

    /// The number of requests that may be in flight now.
    var limit: Int { health.limit }

    /// The requests a second to which the service's refusals have led; nil for as many as come.
    func rate(at now: Duration) -> Double? { pace.rate(at: now) }

    /// The error of the way to the service, where it is in trouble beyond doubt and nothing has worked since.
    var serviceError: OpenStackError? { health.serviceError }

    /// Begins a phase of a run in which so many images are asked for.
    mutating func begin(_ traffic: Traffic, with images: Int, at now: Duration) {
        health.begin(traffic, with: images, at: now)
    }

    /// Begins a new run.
    mutating func beginRun() { health.beginRun() }

    /// Decides who passes next.
    ///
    /// - Parameters:
    ///   - waiting: the requests in the order in which they came.
    ///   - now: the moment.
    /// - Returns: the index of the next request to pass; nil where none may now.
    mutating func next<Requests: Collection<ThrottledRequest>>(
        among waiting: Requests, at now: Duration
    ) -> Int? where Requests.Index == Int {
        guard now >= resumesAt else { return nil }
        health.advance(to: now)
        if let index = waiting.firstIndex(where: { $0.purpose == .token }) { return index }
        guard inFlight.values.reduce(0, +) < health.limit, now >= nextSlot else { return nil }
        return waiting.indices.first { index in
            let request = waiting[index]
            guard request.purpose == .work else { return true }
            guard now >= pace.turn else { return false }
            guard let circuit = health.openCircuit(for: request.traffic) else { return true }
            return inFlight[request.traffic, default: 0] == 0 && now >= circuit.probesAt
                && circuit.probe(among: candidates(for: request.traffic, among: waiting)) == index
        }
    }

    private func candidates<Requests: Collection<ThrottledRequest>>(
        for traffic: Traffic, among waiting: Requests
    ) -> [(index: Int, subject: String)] where Requests.Index == Int {
        waiting.indices.filter { waiting[$0].traffic == traffic && waiting[$0].purpose == .work }
            .map { ($0, waiting[$0].subject) }
    }

    /// Returns the earliest time after `now` at which one more may pass without any that comes back; nil where none.
    func nextTime(after now: Duration) -> Duration? {
        var next = health.nextStep(after: now)
        for time in [resumesAt, nextSlot, pace.turn] where time > now { next = min(next ?? time, time) }
        return next
    }

    /// Lets a request pass.
    mutating func enter(_ request: ThrottledRequest, at now: Duration) -> Place {
        nextSlot = max(now, nextSlot) + interval
        if request.purpose != .token { inFlight[request.traffic, default: 0] += 1 }
        guard request.purpose == .work else { return Place(number: .max, takenAt: now) }
        pace.send(at: now)
        return Place(number: health.recordSent(request), takenAt: now)
    }

    /// Takes a place back that was not used.
    mutating func withdraw(_ request: ThrottledRequest) {
        vacate(request)
        if request.purpose == .work { health.recordUndecided(request) }
    }

    /// Takes a place back, and the answer into account.
    ///
    /// - Parameters:
    ///   - request: the request that was let in.
    ///   - error: its error; nil for a success.
    ///   - place: its place; nil where nobody knows when it was sent.
    ///   - backOff: the run's patience.
    ///   - now: the moment.
    /// - Returns: what is to be done about the service.
    mutating func leave(
        _ request: ThrottledRequest, _ error: OpenStackError?, from place: Place?, by backOff: BackOff, at now: Duration
    ) -> Circuit.Verdict {
        vacate(request)
        guard request.purpose == .work else { return .goOn }
        let trip = Trip(number: place?.number ?? .max, latency: place.map { now - $0.takenAt }, endedAt: now)
        guard let error else {
            recordSuccess(request, trip)
            return .goOn
        }
        let meaning = error.meaning
        switch meaning.pressure {
        case .none where meaning.provesService: recordSuccess(request, trip)
        case .none: health.recordUndecided(request, trip)
        case .throttled where (error.retryAfter ?? .zero) <= backOff.retryFor:
            let isPaced = pace.refuse(
                trip.number, sentAt: place?.takenAt ?? now, at: now, resumesAt: resumesAt)
            // Where nothing has worked for as long as the run is patient, it is no matter of the pace any more.
            if backOff.isPatient && backOff.remainingWhileThrottled == .zero {
                return health.recordFailure(request, error, trip, by: backOff)
            }
            health.recordThrottled(request, trip, isPaced: isPaced)
        // To be sent away for longer than a run lasts is as good as a failure.
        case .trouble, .throttled: return health.recordFailure(request, error, trip, by: backOff)
        }
        return .goOn
    }

    /// Takes into account that a request has failed, where that shows only after it has left.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - error: its error.
    ///   - backOff: the run's patience.
    ///   - now: the moment.
    /// - Returns: what is to be done about the service.
    mutating func fail(
        _ request: ThrottledRequest, _ error: OpenStackError, by backOff: BackOff, at now: Duration
    ) -> Circuit.Verdict {
        health.recordFailure(request, error, Trip(endedAt: now), by: backOff)
    }

    private mutating func recordSuccess(_ request: ThrottledRequest, _ trip: Trip) {
        pace.succeed(sentAt: trip.latency.map { trip.endedAt - $0 })
        health.recordSuccess(request, trip)
    }

    private mutating func vacate(_ request: ThrottledRequest) {
        if request.purpose != .token { inFlight[request.traffic, default: 1] -= 1 }
    }

    /// Makes those wait whom a `Retry-After` concerns.
    ///
    /// - Parameters:
    ///   - duration: the time that is asked for.
    ///   - request: the request that was answered with it.
    ///   - patience: the time that the run may wait.
    ///   - now: the moment.
    /// - Returns: who is to wait.
    mutating func pause(
        for duration: Duration, after request: ThrottledRequest, patience: Duration, at now: Duration
    ) -> ServiceHealth.PauseScope {
        let scope = health.recordDeferral(of: request, for: duration, patience: patience)
        if scope == .everybody { resumesAt = max(resumesAt, now + duration) }
        return scope
    }
}
