import Pacing

/// The conclusions from a service's answers: how many requests it bears, whose patience it asks for, and whether it is
/// down; a pure value.
struct ServiceHealth: Sendable {
    typealias Traffic = ThrottledRequest.Traffic

    /// Those who have to wait after a `Retry-After`.
    enum PauseScope: Sendable {
        /// Everybody, from now on.
        case everybody
        /// The image that was asked for, or the lookup.
        case image
        /// Nobody: it is longer than the run may wait.
        case nobody
    }

    private var level: ConcurrencyLevel
    private var circuits: [Traffic: Circuit] = [:]
    /// The images that were asked for patience since something last worked.
    private var deferred: Set<String> = []
    /// The images that were asked for patience alone: others have worked in between.
    private var deferredAlone: Set<String> = []
    private var lastServiceError: OpenStackError?
    /// The image that was last answered with 503.
    private var lastBusy: String?

    /// Makes the state of a service that nothing is known of.
    ///
    /// - Parameter maximum: the most requests that may ever be in flight.
    init(maximum: Int) {
        level = ConcurrencyLevel(maximum: maximum)
    }

    /// The most requests that may be in flight now.
    var limit: Int { level.limit }

    /// True while the service is taken to be down, so that only one request at a time is let through.
    var isProbing: Bool { circuits.values.contains { $0.isDown } }

    /// Returns the earliest time after `now` at which more may be sent: a service that is down be probed, or a start go on.
    func nextStep(after now: Duration) -> Duration? {
        var next = level.stepsAt.flatMap { $0 > now ? $0 : nil }
        for circuit in circuits.values where circuit.isDown && circuit.probesAt > now {
            next = min(next ?? circuit.probesAt, circuit.probesAt)
        }
        return next
    }

    /// The error of the way to the service, where it is in trouble beyond doubt and nothing has worked since.
    var serviceError: OpenStackError? {
        circuits.values.contains { $0.isServicesTrouble } ? lastServiceError : nil
    }

    /// The circuit of a traffic that is taken to be down; nil while it is not.
    func openCircuit(for traffic: Traffic) -> Circuit? {
        guard circuits[traffic]?.isDown == true else { return nil }
        return circuits[traffic]
    }

    /// Begins a phase: conclusions from the images of an earlier one say nothing of those of this one.
    ///
    /// - Parameters:
    ///   - traffic: the effect of its requests.
    ///   - images: the number of images that are asked for in it.
    ///   - now: the moment.
    mutating func begin(_ traffic: Traffic, with images: Int, at now: Duration) {
        circuits = [traffic: Circuit(expecting: images)]
        lastBusy = nil
        level.start(at: now)
    }

    /// Takes note of the time.
    mutating func advance(to now: Duration) { level.advance(to: now) }

    /// Begins a new run; the number of requests that the service bears stays.
    mutating func beginRun() {
        circuits = [:]
        deferred = []
    }

    /// Records that a request is sent.
    ///
    /// - Returns: its number.
    @discardableResult
    mutating func recordSent(_ request: ThrottledRequest) -> Int {
        circuits[request.traffic, default: Circuit()].send(request.subject)
        return level.send()
    }

    /// Records that a request was not sent after all, or that its answer tells nothing.
    mutating func recordUndecided(_ request: ThrottledRequest, _ trip: Trip = Trip()) {
        circuits[request.traffic]?.endUndecided()
        level.end(undecided: trip)
    }

    /// Records that the service works.
    ///
    /// A write that worked shows that everything does; to read proves nothing of writes.
    mutating func recordSuccess(_ request: ThrottledRequest, _ trip: Trip = Trip()) {
        deferredAlone.formUnion(deferred)
        deferredAlone.remove(request.subject)
        deferred = []
        circuits[request.traffic]?.work(for: request.subject)
        circuits[.reading]?.succeed()
        if request.traffic == .writing {
            circuits[.writing]?.succeed()
        } else {
            circuits[.writing]?.reach()
        }
        level.succeed(trip)
    }

    /// Records that the service asks for less: half as many requests may be in flight, unless a pace sees to it.
    mutating func recordThrottled(_ request: ThrottledRequest, _ trip: Trip = Trip(), isPaced: Bool = false) {
        circuits[request.traffic]?.endUndecided()
        if isPaced { level.end(undecided: trip) } else { level.halve(at: trip.endedAt) }
    }

    /// Records that a request has failed.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - error: its error.
    ///   - trip: its way.
    ///   - backOff: the run's patience.
    /// - Returns: what is to be done about the service.
    mutating func recordFailure(
        _ request: ThrottledRequest, _ error: OpenStackError, _ trip: Trip = Trip(), by backOff: BackOff
    ) -> Circuit.Verdict {
        let concernsService = error.meaning.concernsService
        var circuit = circuits[request.traffic] ?? Circuit()
        let verdict = circuit.fail(request.subject, concernsService: concernsService, by: backOff)
        circuits[request.traffic] = circuit
        if circuit.isDown {
            level.narrow(to: 1, at: trip.endedAt)
        } else if error.status == 503 && lastBusy.map({ $0 != request.subject }) ?? false {
            // One image's trouble is its own; that of two may be that there are too many.
            level.halve(at: trip.endedAt)
        } else {
            level.end(undecided: trip)
        }
        if error.status == 503 { lastBusy = request.subject }
        if concernsService { lastServiceError = error }
        return verdict
    }

    /// Records a `Retry-After`, and decides whom it concerns.
    ///
    /// It speaks of the whole service as a rule (RFC 9110, 10.2.3), so everybody waits. But it is one image's alone where
    /// others have worked since that image first asked; and what is longer than the run's patience ends that image, and
    /// counts as its failure.
    ///
    /// - Parameters:
    ///   - request: the request that was answered with it.
    ///   - duration: the time that is asked for.
    ///   - patience: the time that the run may wait.
    /// - Returns: who is to wait.
    mutating func recordDeferral(
        of request: ThrottledRequest, for duration: Duration, patience: Duration
    ) -> PauseScope {
        switch request.purpose {
        case .token: return duration > patience ? .nobody : .everybody
        // Keystone says it, and of lookups: the image service may be worked with meanwhile.
        case .lookup: return .image
        case .work: break
        }
        deferred.insert(request.subject)
        let isServices = deferred.count >= (circuits[request.traffic] ?? Circuit()).enough
        if duration > patience { return .image }
        return deferredAlone.contains(request.subject) && !isServices ? .image : .everybody
    }
}
