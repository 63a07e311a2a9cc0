import Pacing
import ImageAPI
import ImageSharing

/// Carries out a plan: images side by side, one write at a time in each, and no failure stops the rest.
struct Executor: Sendable {
    let reader: any MemberReading
    let writer: any MemberWriting
    let backOff: BackOff
    /// How long one answer may take.
    let requestTimeout: Duration
    /// Whether to wait for room in an image that is full, rather than to give it up once the list says so.
    let waitsForRoom: Bool
    let concurrency: BoundedConcurrency
    let notify: @Sendable (RunEvent) -> Void

    /// Adds what the plan says is missing.
    func apply(_ plan: Plan) async -> Execution {
        let work = plan.images.filter { !$0.additions.isEmpty }.map(ImageWork.init)
        var done = await concurrency.run(work) { work in
            work.ending != nil
        } step: { work in
            await step(work)
        }
        if !Task.isCancelled, let ending = done.lazy.compactMap(\.ending).first {
            for index in done.indices where done[index].wasLeftUntold {
                done[index].note(ending.concerning(done[index].image))
            }
        }
        let sorted = done.sorted { $0.image < $1.image }
        return Execution(
            outcomes: sorted.flatMap { $0.outcomes.sorted { $0.member.project < $1.member.project } },
            problems: sorted.flatMap(\.problems)
        )
    }

    /// Works on one image until it is done or has to wait; one that waits holds no place.
    private func step(_ started: ImageWork) async -> Step<ImageWork, ImageWork> {
        var work = started
        while let member = work.remaining.first {
            let settledBefore = work.outcomes.count
            let wait: Duration?
            if Task.isCancelled {
                work.stop()
                wait = nil
            } else if work.mustLook {
                wait = await look(&work, for: member)
            } else {
                wait = await add(member, &work)
            }
            if let wait { return .again(work, after: wait) }
            tell(work, from: settledBefore)
        }
        return .finished(work)
    }

    /// Lists the members, and learns what is there.
    ///
    /// - Returns: how long to leave the image alone, if it has to be.
    private func look(_ work: inout ImageWork, for member: DesiredMember) async -> Duration? {
        do throws(Setback) {
            work.learn(try await reader.list(work.image))
        } catch {
            return await rest(&work, error, hasLooked: true)
        }
        guard let fullness = work.fullness else { return nil }
        work.fullness = nil
        guard work.remaining.first == member else { return nil }
        if !waitsForRoom && fullness.retryAfter == nil {
            work.giveUp()
            return nil
        }
        return await rest(&work, fullness, hasLooked: true)
    }

    /// Sends one addition.
    ///
    /// - Returns: how long to leave the image alone, if it has to be.
    private func add(_ member: DesiredMember, _ work: inout ImageWork) async -> Duration? {
        work.countAttempt()
        switch await writer.add(member.project, to: work.image) {
        case .created(let requestID):
            work.settle(.created, requestID: requestID)
            work.retry.succeed()
        case .alreadyMember:
            work.settleAsPresent()
            work.retry.succeed()
        case .refused(let problem): work.settle(.failed, problem)
        case .imageRefused(let problem): work.end(problem)
        case .notAsked(let problem): work.turnAway(problem)
        case .interrupted: work.stop()
        case .full(let setback): work.stumble(overFullness: setback)
        case .notAdded(let setback):
            work.stumble(setback.problem, mayHaveWorked: false)
            return await rest(&work, setback)
        case .inDoubt(let setback):
            work.stumble(setback.problem, mayHaveWorked: true)
            return await rest(&work, setback)
        }
        return nil
    }

    /// Decides how long to leave an image alone, or ends the member being tried, or the image.
    ///
    /// - Parameters:
    ///   - work: what is left to do for the image.
    ///   - setback: what has come of the last try.
    ///   - hasLooked: whether the members were listed just now, or could not be.
    /// - Returns: how long to leave the image alone, if it has to be.
    private func rest(_ work: inout ImageWork, _ setback: Setback, hasLooked: Bool = false) async -> Duration? {
        switch setback.kind {
        case .passing(let cause):
            // A request that took too long may still be at work over there: one write at a time means to let it end.
            let isLate = setback.problem.code == .timedOut && !hasLooked
            let wait = work.retry.wait(
                after: cause, took: setback.took, hadAnswer: setback.problem.httpStatus != nil,
                retryAfter: setback.retryAfter, atLeast: isLate ? requestTimeout : .zero, by: backOff
            )
            if let wait {
                notify(.backedOff(work.image, setback.problem, attempt: work.retry.waits, wait: wait))
                return wait
            }
            // One last look: what is in doubt may be there.
            let tried = work.remaining.first
            if work.mustLook, !hasLooked, let members = try? await reader.list(work.image) { work.learn(members) }
            if work.remaining.first == tried { work.giveUp() }
        case .lasting: work.end(setback.problem)
        case .notAsked: work.turnAway(setback.problem)
        case .interrupted: work.stop()
        }
        return nil
    }

    private func tell(_ work: ImageWork, from first: Int) {
        for outcome in work.outcomes[first...] {
            notify(.settled(outcome, work.problems.last { $0.member == outcome.member.project }))
        }
    }
}
