import ImageAPI
import ImageSharing
import Pacing

/// Carries out a plan: images side by side, one write at a time in each, and no failure stops the rest.
struct Executor: Sendable {
    let reader: any MemberReading
    let writer: any MemberWriting
    let backOff: BackOff
    /// The time that one answer may take.
    let requestTimeout: Duration
    /// True to wait for room in an image that is full, rather than to give it up once the list says so.
    let waitsForRoom: Bool
    /// False to hold the removals of the plan, and do all else.
    let mayRemove: Bool
    let concurrency: BoundedConcurrency
    let notify: @Sendable (RunEvent) -> Void

    /// Makes the plan's changes; cancelling the task stops new writes and still returns what was done.
    func apply(_ plan: Plan) async -> Execution {
        // The longest first: each is done one write after another, and one that begins last would be waited for alone.
        let started = plan.images.filter { $0.changeCount > 0 }
            .sorted { ($1.changeCount, $0.image) < ($0.changeCount, $1.image) }
            .map { ImageProgress($0, mayRemove: mayRemove) }
        for image in started { report(image, from: 0) }
        var done = await concurrency.run(started) { image in
            image.ending != nil
        } step: { image in
            await step(image)
        }
        if !Task.isCancelled, let ending = done.lazy.compactMap(\.ending).first {
            for index in done.indices where done[index].isUnexplained {
                done[index].explain(ending.concerning(done[index].image))
            }
        }
        let sorted = done.sorted { $0.image < $1.image }
        return Execution(outcomes: sorted.flatMap(\.outcomesAsPlanned), problems: sorted.flatMap(\.problems))
    }

    /// Works on one image until it is done or has to wait; one that waits holds no place.
    private func step(_ started: ImageProgress) async -> Step<ImageProgress, ImageProgress> {
        var image = started
        while let change = image.next {
            let completedBefore = image.outcomes.count
            let wait: Duration?
            if Task.isCancelled {
                image.stop()
                wait = nil
            } else if image.mustObserve {
                wait = await observe(&image, for: change)
            } else {
                wait = await write(change, &image)
            }
            if let wait { return .again(image, after: wait) }
            report(image, from: completedBefore)
        }
        return .finished(image)
    }

    /// Lists the members, and ends the changes that are made already.
    ///
    /// - Returns: how long to leave the image alone, if it has to be.
    private func observe(_ image: inout ImageProgress, for change: Change) async -> Duration? {
        do throws(Setback) {
            image.settle(by: try await reader.list(image.image, isOwned: false))
        } catch {
            return await backOff(&image, error, hasObserved: true)
        }
        guard let setback = image.unconfirmed else { return nil }
        image.unconfirmed = nil
        guard image.next == change else { return nil }
        if setback.kind == .passing(.full) {
            if setback.problem.code == .memberLimitExceeded && image.makeRoom() { return nil }
            if !waitsForRoom {
                image.giveUp()
                return nil
            }
        }
        return await backOff(&image, setback, hasObserved: true)
    }

    /// Sends one change.
    ///
    /// - Returns: how long to leave the image alone, if it has to be.
    private func write(_ change: Change, _ image: inout ImageProgress) async -> Duration? {
        image.countAttempt()
        let result = await writer.write(change, to: image.image)
        switch result.meaning {
        case .done:
            image.succeed(requestID: result.requestID)
            if image.next != change { image.retry.succeed() }
        case .alreadySo:
            image.succeedAsBefore()
            image.retry.succeed()
        case .full(let setback): image.lookFirst(setback)
        case .memberRefused(let problem): image.refuse(problem)
        case .actionRefused(let problem): image.refuseAll(problem)
        case .failed(let setback, let mayHaveWorked):
            if result.wasTried { image.recordFailure(setback.problem, mayHaveWorked: mayHaveWorked) }
            return await backOff(&image, setback)
        }
        return nil
    }

    /// Decides how long to leave an image alone, or ends the change being tried, or the image.
    ///
    /// - Parameters:
    ///   - image: what is left to do for the image.
    ///   - setback: what has come of the last try.
    ///   - hasObserved: whether the members were listed just now, or could not be.
    /// - Returns: how long to leave the image alone, if it has to be.
    private func backOff(
        _ image: inout ImageProgress, _ setback: Setback, hasObserved: Bool = false
    ) async -> Duration? {
        switch setback.kind {
        case .passing(let cause):
            // A request that took too long may still be at work over there: one write at a time means to let it end.
            let isLate = setback.problem.code == .timedOut && !hasObserved
            let wait = image.retry.wait(
                after: cause, took: setback.took, hadAnswer: setback.hadAnswer, retryAfter: setback.retryAfter,
                atLeast: isLate ? requestTimeout : .zero, by: backOff
            )
            if let wait {
                notify(.backedOff(image.image, setback.problem, attempt: image.retry.waits, wait: wait))
                return wait
            }
            if await isUndone(&image, hasObserved) { image.giveUp() }
        case .lasting: if await isUndone(&image, hasObserved) { image.end(setback.problem) }
        case .notAsked: image.turnAway(setback.problem)
        case .interrupted: image.stop()
        }
        return nil
    }

    /// Looks a last time where the change being tried may have been made all the same.
    ///
    /// - Returns: true if it has not been, as far as anybody knows.
    private func isUndone(_ image: inout ImageProgress, _ hasObserved: Bool) async -> Bool {
        let tried = image.next
        if image.mustObserve, !hasObserved, let members = try? await reader.list(image.image, isOwned: false) {
            image.settle(by: members)
        }
        return image.next == tried
    }

    private func report(_ image: ImageProgress, from first: Int) {
        for outcome in image.outcomes[first...] {
            notify(.settled(outcome, image.problems.last { $0.member == outcome.member.project }))
        }
    }
}
