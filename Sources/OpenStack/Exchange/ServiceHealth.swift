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

    private let maximum: Int
    /// The most requests that may be in flight now.
    private(set) var limit: Int
    private var successes = 0
    private var circuits: [Traffic: Circuit] = [:]
    /// The images that were asked for patience since something last worked.
    private var deferred: Set<String> = []
    /// The images that were asked for patience alone: others have worked in between.
    private var deferredAlone: Set<String> = []
    private var lastServiceError: OpenStackError?

    /// Makes the state of a service that nothing is known of.
    ///
    /// - Parameter maximum: the most requests that may ever be in flight.
    init(maximum: Int) {
        self.maximum = maximum
        limit = maximum
    }

    /// True while the service is taken to be down, so that only one request at a time is let through.
    var isProbing: Bool { circuits.values.contains { $0.isDown } }

    /// The times from which on services that are down may be probed.
    var probeTimes: [Duration] { circuits.values.filter(\.isDown).map(\.probesAt) }

    /// The error of the way to the service, where it is in trouble beyond doubt and nothing has worked since.
    var serviceError: OpenStackError? {
        circuits.values.contains { $0.isServicesTrouble } ? lastServiceError : nil
    }

    /// The circuit of a traffic that is taken to be down; nil while it is not.
    func openCircuit(for traffic: Traffic) -> Circuit? {
        circuits[traffic].flatMap { $0.isDown ? $0 : nil }
    }

    /// Begins a phase: conclusions from the images of an earlier one say nothing of those of this one.
    ///
    /// - Parameters:
    ///   - traffic: the effect of its requests.
    ///   - images: the number of images that are asked for in it.
    mutating func begin(_ traffic: Traffic, with images: Int) {
        circuits = [traffic: Circuit(expecting: images)]
    }

    /// Begins a new run; the number of requests that the service bears stays.
    mutating func beginRun() {
        circuits = [:]
        deferred = []
    }

    /// Records that a request is sent.
    mutating func recordSent(_ request: ThrottledRequest) {
        circuits[request.traffic, default: Circuit()].send(request.subject)
    }

    /// Records that a request was not sent after all, or that its answer tells nothing.
    mutating func recordUndecided(_ request: ThrottledRequest) {
        circuits[request.traffic]?.endUndecided()
    }

    /// Records that the service works.
    ///
    /// A write that worked shows that everything does; to read proves nothing of writes.
    mutating func recordSuccess(_ request: ThrottledRequest) {
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
        successes += 1
        guard limit < maximum && successes >= limit else { return }
        limit += 1
        successes = 0
    }

    /// Records that the service asks for less: half as many requests may be in flight.
    mutating func recordThrottled(_ request: ThrottledRequest) {
        circuits[request.traffic]?.endUndecided()
        narrow(to: max(1, limit / 2))
    }

    /// Records that a request has failed.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - error: its error.
    ///   - backOff: the run's patience.
    /// - Returns: what is to be done about the service.
    mutating func recordFailure(
        _ request: ThrottledRequest, _ error: OpenStackError, by backOff: BackOff
    ) -> Circuit.Verdict {
        let concernsService = error.meaning.concernsService
        var circuit = circuits[request.traffic] ?? Circuit()
        let verdict = circuit.fail(request.subject, concernsService: concernsService, by: backOff)
        circuits[request.traffic] = circuit
        if circuit.isDown { narrow(to: 1) }
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

    private mutating func narrow(to narrower: Int) {
        limit = narrower
        successes = 0
    }
}
