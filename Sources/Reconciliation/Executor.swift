import ImageSharing
import ImageAPI
import OpenStack

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
        let done = await concurrency.run(work) { work in
            work.problems.contains { $0.code.endsTheRun }
        } step: { work in
            await step(work)
        }
        let sorted = done.sorted { $0.image < $1.image }
        return Execution(
            outcomes: sorted.flatMap { $0.outcomes.sorted { $0.member.project < $1.member.project } },
            problems: sorted.flatMap(\.problems)
        )
    }

    /// Works on one image until it is done or has to wait.
    private func step(_ started: ImageWork) async -> Step<ImageWork, ImageWork> {
        var work = started
        while let member = work.remaining.first {
            let settledBefore = work.outcomes.count
            if Task.isCancelled {
                work.stop()
            } else if work.mustLook {
                await look(&work)
            } else if let wait = await add(member, &work) {
                work.countWait()
                return .again(work, after: wait)
            }
            if work.isFailing && work.waits == 0 {
                work.isFailing = false
                backOff.budget.endFailing()
            }
            tell(work, from: settledBefore)
        }
        return .finished(work)
    }

    private func look(_ work: inout ImageWork) async {
        do throws(Problem) {
            work.learn(try await reader.members(of: work.image))
        } catch {
            Task.isCancelled ? work.stop() : work.end(error)
        }
    }

    /// Sends one addition.
    ///
    /// - Returns: how long to leave the image alone, if it has to be.
    private func add(_ member: DesiredMember, _ work: inout ImageWork) async -> Duration? {
        work.countAttempt()
        switch await writer.add(member.project, to: work.image) {
        case .created(let requestID): work.settle(.created, requestID: requestID)
        case .alreadyMember: work.settleAsPresent()
        case .refused(let problem): work.settle(.failed, problem)
        case .imageRefused(let problem): work.end(problem)
        case .interrupted: work.stop()
        case .notAdded(let problem, let retryAfter):
            return await rest(&work, member, problem, retryAfter, mayHaveWorked: false)
        case .inDoubt(let problem, let retryAfter):
            return await rest(&work, member, problem, retryAfter, mayHaveWorked: true)
        case .full(let problem, let retryAfter):
            // Glance counts before it looks: the member may be there already, so ask before waiting.
            work.stumble(problem, mayHaveWorked: false)
            await look(&work)
            guard work.remaining.first == member else { return nil }
            if !waitsForRoom && retryAfter == nil {
                work.giveUp()
                return nil
            }
            return await rest(&work, member, problem, retryAfter, mayHaveWorked: false)
        }
        return nil
    }

    /// Decides how long to leave an image alone after a member could not be added, or gives it up.
    private func rest(
        _ work: inout ImageWork, _ member: DesiredMember, _ problem: Problem, _ retryAfter: Duration?,
        mayHaveWorked: Bool
    ) async -> Duration? {
        work.stumble(problem, mayHaveWorked: mayHaveWorked)
        let isThrottled = problem.code == .throttled || retryAfter != nil
        // To be throttled once is to be asked for patience; again and again, it is to fail.
        if (!isThrottled || work.waits > 0) && !work.isFailing {
            work.isFailing = true
            backOff.budget.beginFailing()
        }
        let attempt = work.waits + 1
        // A request that took too long may still be at work over there: one write at a time means to let it end.
        let floor = problem.code == .timedOut ? max(retryAfter ?? .zero, requestTimeout) : retryAfter
        let wait = backOff.wait(
            attempt: attempt, status: problem.httpStatus, retryAfter: floor, isThrottled: !work.isFailing
        )
        guard let wait else {
            // One last look: what is in doubt may be there.
            if work.mustLook, let members = try? await reader.members(of: work.image) { work.learn(members) }
            if work.remaining.first == member { work.giveUp() }
            return nil
        }
        notify(.backedOff(work.image, problem, attempt: attempt, wait: wait))
        return wait
    }

    private func tell(_ work: ImageWork, from first: Int) {
        for outcome in work.outcomes[first...] {
            notify(.settled(outcome, work.problems.last { $0.member == outcome.member.project }))
        }
    }
}
