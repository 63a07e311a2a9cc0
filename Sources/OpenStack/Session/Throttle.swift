package import Pacing

/// The gate that every request of a run passes: how many at once, how fast, and when not at all.
///
/// It slows down by what the cloud says. A `Retry-After` speaks of the whole service, so everybody waits; throttling
/// halves the number in flight; a service that is taken to be down (`Circuit`) is probed by one request at a time. Each
/// success wins a little back.
package actor Throttle {
    private enum Admission {
        case admitted, cancelled
        case refused(OpenStackError)
    }

    private struct Waiter {
        let id: Int
        let visitor: Visitor
        let admission: CheckedContinuation<Admission, Never>
    }

    private let backOff: BackOff
    private let clock: RunClock
    private let maximum: Int
    private let interval: Duration
    private var limit: Int
    private var inFlight: [Traffic: Int] = [:]
    private var successes = 0
    private var circuits: [Traffic: Circuit] = [:]
    private var resumesAt: Duration = .zero
    /// The images that have asked for patience since something last worked.
    private var askers: Set<String> = []
    /// The images that ask for patience of their own: others have worked in between.
    private var ownAskers: Set<String> = []
    private var nextSlot: Duration = .zero
    private var waiters: [Waiter] = []
    private var nextWaiter = 0
    private var alarm: (time: Duration, task: Task<Void, Never>)?
    private var closures: [Traffic: OpenStackError] = [:]
    private var closedBy: OpenStackError?
    /// What the way to the service failed with last.
    private var serviceTrouble: OpenStackError?
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
        maximum = max(1, concurrency)
        limit = maximum
        // At most a day apart: a duration traps on what it cannot hold.
        interval = maximumRate.map { $0 > 0 ? .seconds(min(1 / $0, 86_400)) : .zero } ?? .zero
    }

    /// Waits until one more request may be sent; each call that returns needs its `leave(_:_:)` or `withdraw(_:)`.
    ///
    /// - Parameter visitor: who wants to send it.
    /// - Throws: `interrupted` when the task is cancelled, or that nothing more is asked in this run.
    func enter(_ visitor: Visitor = Visitor()) async throws(OpenStackError) {
        let id = nextWaiter
        nextWaiter += 1
        let admission: Admission = await withTaskCancellationHandler {
            await withCheckedContinuation { (admission: CheckedContinuation<Admission, Never>) in
                if Task.isCancelled { return admission.resume(returning: .cancelled) }
                waiters.append(Waiter(id: id, visitor: visitor, admission: admission))
                admit()
            }
        } onCancel: {
            Task { await self.giveUp(id) }
        }
        switch admission {
        case .admitted: return
        case .cancelled: throw .interrupted
        case .refused(let error): throw error
        }
    }

    /// Gives the place back unused.
    func withdraw(_ visitor: Visitor = Visitor()) {
        vacate(visitor)
        if !visitor.isAhead { circuits[visitor.traffic]?.pass() }
        admit()
    }

    /// Gives the place back, and learns from the answer.
    ///
    /// A write that worked shows that everything does; to read proves nothing of writes.
    ///
    /// - Parameters:
    ///   - visitor: who was let in.
    ///   - error: what came of it; nil for a success.
    func leave(_ visitor: Visitor = Visitor(), _ error: OpenStackError? = nil) {
        vacate(visitor)
        defer { admit() }
        guard !visitor.isAhead else { return }
        let meaning = error?.meaning ?? Meaning(provesService: true)
        switch meaning.pressure {
        case .none where meaning.provesService:
            ownAskers.formUnion(askers)
            ownAskers.remove(visitor.subject)
            askers = []
            circuits[.reading]?.succeed()
            if visitor.traffic == .writing {
                circuits[.writing]?.succeed()
            } else {
                circuits[.writing]?.findWay()
            }
            successes += 1
            guard limit < maximum && successes >= limit else { return }
            limit += 1
            successes = 0
        case .none: circuits[visitor.traffic]?.pass()
        case .throttled where (error?.retryAfter ?? .zero) <= backOff.retryFor:
            circuits[visitor.traffic]?.pass()
            narrow(to: max(1, limit / 2))
        // To be sent away for longer than a run lasts is as good as a failure.
        case .trouble, .throttled:
            var circuit = circuits[visitor.traffic] ?? Circuit()
            let verdict = circuit.fail(visitor.subject, isOfTheService: meaning.isOfTheService, by: backOff)
            circuits[visitor.traffic] = circuit
            if circuit.isDown { narrow(to: 1) }
            if meaning.isOfTheService { serviceTrouble = error }
            guard verdict != .goOn, var error else { return }
            error.message = "the image service keeps failing, whichever image is asked for: \(error.message)"
            if verdict == .endThoseWhoFailed {
                closures[visitor.traffic] = .notAsked(because: error)
            } else {
                // What is in doubt can still be looked at where reading works.
                close(for: visitor.traffic == .writing ? [.writing] : Traffic.allCases, because: error)
            }
        }
    }

    /// Begins a phase of a run in which so many images are read.
    package func expectReads(of images: Int) { begin(.reading, with: images) }

    /// Begins a phase of a run in which so many images are written to.
    package func expectWrites(to images: Int) { begin(.writing, with: images) }

    /// What was concluded from the images of an earlier phase says nothing of those of this one.
    private func begin(_ traffic: Traffic, with images: Int) {
        circuits = [traffic: Circuit(expecting: images)]
        backOff.beginPhase(isWriting: traffic == .writing)
        if closedBy == nil { closures = [:] }
    }

    /// Takes in a `Retry-After`.
    ///
    /// It speaks of the whole service as a rule (RFC 9110, 10.2.3), so everybody waits. But it is one image's alone where
    /// others have worked since that image first asked; and what is longer than the run's patience ends that image, and
    /// counts as its failure.
    ///
    /// - Parameters:
    ///   - duration: what is asked for.
    ///   - visitor: whose request was answered with it.
    ///   - patience: how long the run may wait.
    /// - Returns: who is to wait.
    func heed(_ duration: Duration, from visitor: Visitor, patience: Duration) -> Heed {
        guard !visitor.isAhead else { return duration > patience ? .nobodyCan : pause(for: duration) }
        askers.insert(visitor.subject)
        let isServices = askers.count >= (circuits[visitor.traffic] ?? Circuit()).enough
        if duration > patience { return .itself }
        if ownAskers.contains(visitor.subject) && !isServices { return .itself }
        return pause(for: duration)
    }

    private func pause(for duration: Duration) -> Heed {
        resumesAt = max(resumesAt, clock.now() + duration)
        admit()
        return .everybody
    }

    /// Lets nobody pass any more in this run: going on would only hammer a cloud that cannot answer.
    ///
    /// - Parameters:
    ///   - error: why.
    ///   - duration: for how long later runs stay out too: a server's `Retry-After` that this one cannot wait for.
    func close(because error: OpenStackError, for duration: Duration = .zero) {
        staysClosedUntil = max(staysClosedUntil, clock.now() + duration)
        close(for: Traffic.allCases, because: error)
        admit()
    }

    private func close(for traffic: [Traffic], because error: OpenStackError) {
        closedBy = closedBy ?? error
        for traffic in traffic where closures[traffic] == nil { closures[traffic] = .notAsked(because: error) }
    }

    /// Why the run has ended for everybody, or would have: the service is in trouble beyond doubt, and nothing has worked
    /// since; nil where neither is so.
    package var conclusion: OpenStackError? {
        closedBy ?? (circuits.values.contains { $0.isServicesTrouble } ? serviceTrouble : nil)
    }

    /// Opens a closed gate for a new run, unless a server still wants to be left alone; what was learned about how much
    /// the cloud can bear stays.
    package func reopen() {
        guard clock.now() >= staysClosedUntil else { return }
        closures = [:]
        closedBy = nil
        circuits = [:]
        askers = []
    }

    /// Whether only one request at a time is let through, because the service is taken to be down.
    var isProbing: Bool { circuits.values.contains { $0.isDown } }

    /// How many requests may be in flight now.
    var currentLimit: Int { limit }

    private func narrow(to narrower: Int) {
        limit = narrower
        successes = 0
    }

    private func vacate(_ visitor: Visitor) {
        if !visitor.isAhead { inFlight[visitor.traffic, default: 1] -= 1 }
    }

    /// Lets in everybody who may pass now, and sets an alarm for whoever may later.
    private func admit() {
        while let (index, error) = nextToAnswer() {
            let waiter = waiters.remove(at: index)
            if let error {
                waiter.admission.resume(returning: .refused(error))
            } else {
                count(waiter.visitor)
                waiter.admission.resume(returning: .admitted)
            }
        }
        setAlarm()
    }

    /// The next waiter to be let in, or to be turned away with an error.
    private func nextToAnswer() -> (Int, OpenStackError?)? {
        let now = clock.now()
        if let index = waiters.firstIndex(where: { closures[$0.visitor.traffic] != nil }) {
            return (index, closures[waiters[index].visitor.traffic])
        }
        guard now >= resumesAt else { return nil }
        if let index = waiters.firstIndex(where: { $0.visitor.isAhead }) { return (index, nil) }
        guard inFlight.values.reduce(0, +) < limit, now >= nextSlot else { return nil }
        return waiters.firstIndex { waiter in
            guard let circuit = circuits[waiter.visitor.traffic], circuit.isDown else { return true }
            return inFlight[waiter.visitor.traffic, default: 0] == 0 && now >= circuit.probesAt
                && probe(of: waiter.visitor.traffic) == waiter.id
        }.map { ($0, nil) }
    }

    /// Who is to probe a service that is down: somebody who asks for another image than the one that failed, and best
    /// for one that has not been asked for yet.
    private func probe(of traffic: Traffic) -> Int? {
        guard let circuit = circuits[traffic] else { return nil }
        let candidates = waiters.filter { $0.visitor.traffic == traffic && !$0.visitor.isAhead }
        let probe =
            candidates.first { !circuit.hasAsked($0.visitor.subject) }
            ?? candidates.first { $0.visitor.subject != circuit.lastFailed } ?? candidates.first
        return probe?.id
    }

    private func count(_ visitor: Visitor) {
        if !visitor.isAhead {
            inFlight[visitor.traffic, default: 0] += 1
            circuits[visitor.traffic, default: Circuit()].send(visitor.subject)
        }
        nextSlot = max(clock.now(), nextSlot) + interval
    }

    /// Wakes the gate when the earliest of the times has come for which somebody waits.
    private func setAlarm() {
        let now = clock.now()
        let times = [resumesAt, nextSlot] + circuits.values.filter(\.isDown).map(\.probesAt)
        guard !waiters.isEmpty, let time = times.filter({ $0 > now }).min() else {
            alarm?.task.cancel()
            alarm = nil
            return
        }
        if let alarm, alarm.time > now, alarm.time <= time { return }
        alarm?.task.cancel()
        alarm = (
            time,
            Task {
                do { try await clock.sleep(time - now) } catch { return }
                ring()
            }
        )
    }

    private func ring() {
        alarm = nil
        admit()
    }

    private func giveUp(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).admission.resume(returning: .cancelled)
        admit()
    }
}
