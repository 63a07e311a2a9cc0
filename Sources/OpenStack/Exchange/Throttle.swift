package import Pacing

/// The gate that every request of a run passes: how many at once, how fast, and when not at all.
///
/// It slows down by the cloud's answers, as `ServiceHealth` concludes from them. A `Retry-After` speaks of the whole
/// service, so everybody waits; throttling halves the number in flight; a service that is taken to be down (`Circuit`) is
/// probed by one request at a time. Each success wins a little back.
package actor Throttle {
    typealias Traffic = ThrottledRequest.Traffic

    /// The result of an admission.
    enum Visit<Value: Sendable>: Sendable {
        /// The service did what it was asked.
        case succeeded(Value)
        /// The service failed or refused; `reportedAs` is thrown instead of the error where that is not nil.
        case failed(OpenStackError, reportedAs: OpenStackError? = nil)
        /// Nothing was sent: the place is given back unused.
        case unused(OpenStackError)
    }

    private enum Admission {
        case admitted, cancelled
        case refused(OpenStackError)
    }

    private struct Waiter {
        let id: Int
        let request: ThrottledRequest
        let admission: CheckedContinuation<Admission, Never>
    }

    private let backOff: BackOff
    private let clock: RunClock
    private let interval: Duration
    private var health: ServiceHealth
    private var inFlight: [Traffic: Int] = [:]
    private var resumesAt: Duration = .zero
    private var nextSlot: Duration = .zero
    private var waiters: [Waiter] = []
    private var nextWaiter = 0
    private var timer: (time: Duration, task: Task<Void, Never>)?
    private var closures: [Traffic: OpenStackError] = [:]
    private var closedBy: OpenStackError?
    private var staysClosedUntil: Duration = .zero

    /// Makes the gate of one run.
    ///
    /// - Parameters:
    ///   - concurrency: the most requests in flight.
    ///   - maximumRate: the most requests a second; nil for no limit.
    ///   - backOff: the run's time and patience.
    package init(concurrency: Int, maximumRate: Double? = nil, backOff: BackOff) {
        self.backOff = backOff
        clock = backOff.clock
        health = ServiceHealth(maximum: max(1, concurrency))
        // At most a day apart: a duration traps on what it cannot hold.
        interval = maximumRate.map { $0 > 0 ? .seconds(min(1 / $0, 86_400)) : .zero } ?? .zero
    }

    /// Lets a request in, has it sent, and takes its place back with what has come of it: the only way through the gate.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - visit: sends it once it is let in.
    /// - Returns: the value of a success.
    /// - Throws: the error of the visit; `interrupted` when the task is cancelled while it waits; `notAsked` where nothing
    ///   more is asked in this run.
    nonisolated func admitted<Value: Sendable>(
        _ request: ThrottledRequest, _ visit: () async -> Visit<Value>
    ) async throws(OpenStackError) -> Value {
        try await enter(request)
        switch await visit() {
        case .succeeded(let value):
            await leave(request)
            return value
        case .failed(let error, let reported):
            await leave(request, error)
            throw reported ?? error
        case .unused(let error):
            await withdraw(request)
            throw error
        }
    }

    /// Waits until one more request may be sent; each call that returns needs its `leave(_:_:)` or `withdraw(_:)`.
    func enter(_ request: ThrottledRequest = ThrottledRequest()) async throws(OpenStackError) {
        let id = nextWaiter
        nextWaiter += 1
        let admission: Admission = await withTaskCancellationHandler {
            await withCheckedContinuation { (admission: CheckedContinuation<Admission, Never>) in
                if Task.isCancelled { return admission.resume(returning: .cancelled) }
                waiters.append(Waiter(id: id, request: request, admission: admission))
                admit()
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
        switch admission {
        case .admitted: return
        case .cancelled: throw .interrupted
        case .refused(let error): throw error
        }
    }

    /// Gives the place back unused.
    func withdraw(_ request: ThrottledRequest = ThrottledRequest()) {
        vacate(request)
        if request.purpose == .work { health.recordUndecided(request) }
        admit()
    }

    /// Gives the place back, and takes the answer into account.
    ///
    /// - Parameters:
    ///   - request: the request that was let in.
    ///   - error: its error; nil for a success.
    func leave(_ request: ThrottledRequest = ThrottledRequest(), _ error: OpenStackError? = nil) {
        vacate(request)
        defer { admit() }
        guard request.purpose == .work else { return }
        guard var error else { return health.recordSuccess(request) }
        let meaning = error.meaning
        switch meaning.pressure {
        case .none where meaning.provesService: health.recordSuccess(request)
        case .none: health.recordUndecided(request)
        case .throttled where (error.retryAfter ?? .zero) <= backOff.retryFor: health.recordThrottled(request)
        // To be sent away for longer than a run lasts is as good as a failure.
        case .trouble, .throttled:
            let verdict = health.recordFailure(request, error, by: backOff)
            guard verdict != .goOn else { return }
            error.message = "the image service keeps failing, whichever image is asked for: \(error.message)"
            if verdict == .endThoseWhoFailed {
                closures[request.traffic] = .notAsked(because: error)
            } else {
                // What is in doubt can still be looked at where reading works.
                close(for: request.traffic == .writing ? [.writing] : Traffic.allCases, because: error)
            }
        }
    }

    /// Begins a phase of a run in which so many images are read.
    package func expectReads(of images: Int) { begin(.reading, with: images) }

    /// Begins a phase of a run in which so many images are written to.
    package func expectWrites(to images: Int) { begin(.writing, with: images) }

    private func begin(_ traffic: Traffic, with images: Int) {
        health.begin(traffic, with: images)
        backOff.beginPhase(isWriting: traffic == .writing)
        if closedBy == nil { closures = [:] }
    }

    /// Makes those wait whom a `Retry-After` concerns.
    ///
    /// - Parameters:
    ///   - duration: the time that is asked for.
    ///   - request: the request that was answered with it.
    ///   - patience: the time that the run may wait.
    /// - Returns: who is to wait.
    func pause(
        for duration: Duration, after request: ThrottledRequest, patience: Duration
    ) -> ServiceHealth.PauseScope {
        let scope = health.recordDeferral(of: request, for: duration, patience: patience)
        if scope == .everybody {
            resumesAt = max(resumesAt, clock.now() + duration)
            admit()
        }
        return scope
    }

    /// Lets nobody pass any more in this run: going on would only hammer a cloud that cannot answer.
    ///
    /// - Parameters:
    ///   - error: the reason.
    ///   - duration: the time for which later runs stay out too: a server's `Retry-After` that this one cannot wait for.
    func close(because error: OpenStackError, for duration: Duration = .zero) {
        staysClosedUntil = max(staysClosedUntil, clock.now() + duration)
        close(for: Traffic.allCases, because: error)
        admit()
    }

    private func close(for traffic: [Traffic], because error: OpenStackError) {
        closedBy = closedBy ?? error
        for traffic in traffic where closures[traffic] == nil { closures[traffic] = .notAsked(because: error) }
    }

    /// The reason for which the run has ended for everybody, or would have: the service is in trouble beyond doubt, and
    /// nothing has worked since; nil where neither is so.
    package var conclusion: OpenStackError? { closedBy ?? health.serviceError }

    /// Opens a closed gate for a new run, unless a server still wants to be left alone.
    package func reopen() {
        guard clock.now() >= staysClosedUntil else { return }
        closures = [:]
        closedBy = nil
        health.beginRun()
    }

    /// True while only one request at a time is let through, because the service is taken to be down.
    var isProbing: Bool { health.isProbing }

    /// The number of requests that may be in flight now.
    var currentLimit: Int { health.limit }

    private func vacate(_ request: ThrottledRequest) {
        if request.purpose != .token { inFlight[request.traffic, default: 1] -= 1 }
    }

    /// Lets in everybody who may pass now, and sets a timer for whoever may later.
    private func admit() {
        while let (index, error) = nextToAnswer() {
            let waiter = waiters.remove(at: index)
            if let error {
                waiter.admission.resume(returning: .refused(error))
            } else {
                count(waiter.request)
                waiter.admission.resume(returning: .admitted)
            }
        }
        setTimer()
    }

    /// The next waiter to be let in, or to be turned away with an error.
    private func nextToAnswer() -> (Int, OpenStackError?)? {
        let now = clock.now()
        if let index = waiters.firstIndex(where: { closures[$0.request.traffic] != nil }) {
            return (index, closures[waiters[index].request.traffic])
        }
        guard now >= resumesAt else { return nil }
        if let index = waiters.firstIndex(where: { $0.request.purpose == .token }) { return (index, nil) }
        guard inFlight.values.reduce(0, +) < health.limit, now >= nextSlot else { return nil }
        return waiters.firstIndex { waiter in
            let traffic = waiter.request.traffic
            guard waiter.request.purpose == .work, let circuit = health.openCircuit(for: traffic) else { return true }
            return inFlight[traffic, default: 0] == 0 && now >= circuit.probesAt
                && probe(of: traffic, circuit) == waiter.id
        }.map { ($0, nil) }
    }

    /// The waiter to probe a service that is down: one that asks for another image than the one that failed, and best for
    /// one that has not been asked for yet, or for which it has worked.
    private func probe(of traffic: Traffic, _ circuit: Circuit) -> Int? {
        let candidates = waiters.filter { $0.request.traffic == traffic && $0.request.purpose == .work }
        let others = candidates.filter { $0.request.subject != circuit.lastFailed }
        let probe =
            candidates.first { !circuit.hasAsked($0.request.subject) }
            ?? others.first { circuit.hasWorked(for: $0.request.subject) } ?? others.first ?? candidates.first
        return probe?.id
    }

    private func count(_ request: ThrottledRequest) {
        if request.purpose != .token { inFlight[request.traffic, default: 0] += 1 }
        if request.purpose == .work { health.recordSent(request) }
        nextSlot = max(clock.now(), nextSlot) + interval
    }

    /// Wakes the gate when the earliest of the times has come for which somebody waits.
    private func setTimer() {
        let now = clock.now()
        let times = [resumesAt, nextSlot] + health.probeTimes
        guard !waiters.isEmpty, let time = times.filter({ $0 > now }).min() else {
            timer?.task.cancel()
            timer = nil
            return
        }
        if let timer, timer.time > now, timer.time <= time { return }
        timer?.task.cancel()
        timer = (
            time,
            Task {
                do { try await clock.sleep(time - now) } catch { return }
                fire()
            }
        )
    }

    private func fire() {
        timer = nil
        admit()
    }

    private func cancel(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).admission.resume(returning: .cancelled)
        admit()
    }
}
