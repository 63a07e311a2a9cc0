package import Logging
package import Pacing

/// The gate that every request of a run passes: how many at once, how fast, and when not at all.
///
/// `Gate` decides who passes, by the cloud's answers: a `Retry-After` speaks of the whole service, so everybody waits;
/// refusals set a pace (`Pace`); latency and refusals set the number in flight (`ConcurrencyLevel`); a service that is
/// taken to be down (`Circuit`) is probed by one request at a time. Here is the line of those who wait.
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
        case admitted(Gate.Place)
        case cancelled
        case refused(OpenStackError)
    }

    private struct Waiter {
        let id: Int
        let request: ThrottledRequest
        let admission: CheckedContinuation<Admission, Never>
    }

    private let backOff: BackOff
    private let clock: RunClock
    private let logger: Logger?
    private var gate: Gate
    private var waiters: [Waiter] = []
    private var nextWaiter = 0
    private var timer: (time: Duration, task: Task<Void, Never>)?
    private var closures: [Traffic: OpenStackError] = [:]
    private var closedBy: OpenStackError?
    private var staysClosedUntil: Duration = .zero
    /// The last pace that the log tells of, in requests a second.
    private var loggedPace = Double.infinity

    /// Makes the gate of one run.
    ///
    /// - Parameters:
    ///   - concurrency: the most requests in flight.
    ///   - maximumRate: the most requests a second; nil for no limit.
    ///   - backOff: the run's time and patience.
    ///   - logger: where it is said that the cloud's refusals have slowed the run down; nil for nowhere.
    package init(concurrency: Int, maximumRate: Double? = nil, backOff: BackOff, logger: Logger? = nil) {
        self.backOff = backOff
        self.logger = logger
        clock = backOff.clock
        gate = Gate(concurrency: concurrency, maximumRate: maximumRate)
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
        let place = try await enter(request)
        switch await visit() {
        case .succeeded(let value):
            await leave(request, from: place)
            return value
        case .failed(let error, let reported):
            await leave(request, error, from: place)
            throw reported ?? error
        case .unused(let error):
            await withdraw(request)
            throw error
        }
    }

    /// Waits until one more request may be sent; each call that returns needs its `leave(_:_:from:)` or `withdraw(_:)`.
    ///
    /// - Returns: the place that the request has.
    @discardableResult
    func enter(_ request: ThrottledRequest = ThrottledRequest()) async throws(OpenStackError) -> Gate.Place {
        if waiters.isEmpty && !Task.isCancelled && closures.isEmpty {
            let now = clock.now()
            if gate.next(among: CollectionOfOne(request), at: now) != nil { return gate.enter(request, at: now) }
        }
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
        case .admitted(let place): return place
        case .cancelled: throw .interrupted
        case .refused(let error): throw error
        }
    }

    /// Gives the place back unused.
    func withdraw(_ request: ThrottledRequest = ThrottledRequest()) {
        gate.withdraw(request)
        admit()
    }

    /// Gives the place back, and takes the answer into account.
    ///
    /// - Parameters:
    ///   - request: the request that was let in.
    ///   - error: its error; nil for a success.
    ///   - place: the place; nil where nobody knows when it was sent.
    func leave(
        _ request: ThrottledRequest = ThrottledRequest(), _ error: OpenStackError? = nil, from place: Gate.Place? = nil
    ) {
        let now = clock.now()
        let verdict = gate.leave(request, error, from: place, by: backOff, at: now)
        if let error {
            logPace(after: error, at: now)
            conclude(verdict, from: error, of: request)
        }
        admit()
    }

    /// Takes into account that a request has failed, where that shows only after it has left.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - error: its error.
    func fail(_ request: ThrottledRequest, _ error: OpenStackError) {
        conclude(gate.fail(request, error, by: backOff, at: clock.now()), from: error, of: request)
        admit()
    }

    private func conclude(_ verdict: Circuit.Verdict, from error: OpenStackError, of request: ThrottledRequest) {
        guard verdict != .goOn else { return }
        var error = error
        error.message = "the image service keeps failing, whichever image is asked for: \(error.message)"
        if verdict == .endThoseWhoFailed {
            closures[request.traffic] = .notAsked(because: error)
        } else {
            // What is in doubt can still be looked at where reading works.
            close(for: request.traffic == .writing ? [.writing] : Traffic.allCases, because: error)
        }
    }

    /// Says that refusals have slowed the run down, and again where it is far slower than was said last.
    private func logPace(after error: OpenStackError, at now: Duration) {
        guard error.meaning.pressure == .throttled, let rate = gate.rate(at: now), rate < loggedPace / 4 else { return }
        loggedPace = rate
        logger?.warning(
            "the image service refuses requests: asking more slowly, as fast as it allows",
            metadata: ["problem": "\(error.message)", "requests.per.second": "\(Int(rate.rounded()))"])
    }

    /// Begins a phase of a run in which so many images are read.
    package func expectReads(of images: Int) { begin(.reading, with: images) }

    /// Begins a phase of a run in which so many images are written to.
    package func expectWrites(to images: Int) { begin(.writing, with: images) }

    private func begin(_ traffic: Traffic, with images: Int) {
        gate.begin(traffic, with: images, at: clock.now())
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
        let scope = gate.pause(for: duration, after: request, patience: patience, at: clock.now())
        if scope == .everybody { admit() }
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
    package var conclusion: OpenStackError? { closedBy ?? gate.serviceError }

    /// Opens a closed gate for a new run, unless a server still wants to be left alone.
    package func reopen() {
        guard clock.now() >= staysClosedUntil else { return }
        closures = [:]
        closedBy = nil
        // A daemon's next run goes on at the pace of the last one.
        if gate.rate(at: clock.now()) == nil { loggedPace = .infinity }
        gate.beginRun()
    }

    /// True while only one request at a time is let through, because the service is taken to be down.
    var isProbing: Bool { gate.isProbing }

    /// The number of requests that may be in flight now.
    var currentLimit: Int { gate.limit }

    /// Lets in everybody who may pass now, and sets a timer for whoever may later.
    private func admit() {
        let now = clock.now()
        if !closures.isEmpty { turnAway() }
        while let index = gate.next(among: waiters.lazy.map(\.request), at: now) {
            let waiter = waiters.remove(at: index)
            waiter.admission.resume(returning: .admitted(gate.enter(waiter.request, at: now)))
        }
        setTimer(at: now)
    }

    /// Turns those away for whom the gate is closed.
    private func turnAway() {
        let turned = waiters.filter { closures[$0.request.traffic] != nil }
        waiters.removeAll { closures[$0.request.traffic] != nil }
        for waiter in turned {
            if let error = closures[waiter.request.traffic] { waiter.admission.resume(returning: .refused(error)) }
        }
    }

    /// Wakes the gate when the earliest of the times has come for which somebody waits.
    private func setTimer(at now: Duration) {
        guard !waiters.isEmpty, let time = gate.nextTime(after: now) else {
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
