import FoundationEssentials
import ImageAPI
import ImageSharing
import Pacing

/// Reads the members of many images: one list an image.
struct Observer: Sendable {
    let reader: any MemberReading
    let backOff: BackOff
    let concurrency: BoundedConcurrency
    let notify: @Sendable (RunEvent) -> Void

    /// An image on its way to being observed.
    private struct ImageObservation: Sendable {
        let image: ImageID
        let isOwned: Bool
        var retry = Retry()
        /// The reason for which it could not be read so far.
        var problem: Problem?
        /// The result.
        var result: Observation?
        /// The reason for which no other image needs to be asked for.
        var ending: Problem?

        /// Ends it with the problem that it has met, if it has met one.
        mutating func giveUp() { result = problem.map { .unreadable($0) } }
    }

    /// Observes each image that somebody can be added to, as far as that is known, and finds out whose those are from
    /// which somebody would be removed.
    ///
    /// - Parameters:
    ///   - desired: the images.
    ///   - moment: the time by which memberships end.
    ///   - begin: told when the second of the two begins: what is concluded of the cloud from images that cannot be read
    ///     is nothing against those that were.
    /// - Returns: what was observed.
    func observe(
        _ desired: DesiredState, at moment: Date, announcing begin: (RunPhase) async -> Void
    ) async -> CurrentState {
        let observed = await observe(desired.images.filter { $0.obstacle == nil }.map { ($0.id, $0.isOwned) })
        let atRisk = desired.images.filter(\.terms.mayRemove)
        guard !atRisk.isEmpty else { return observed }
        let losing = Plan(desired: DesiredState(images: atRisk), current: observed, at: moment).images
            .filter { $0.held.contains { $0.reason == .ownerNotKnown } }
        guard !losing.isEmpty else { return observed }
        await begin(.checkingOwners(images: losing.count))
        let owners = await owners(of: losing.map(\.image))
        // To an image whose owner was not asked for because the run was told to stop, the run has not come.
        let observations = losing.reduce(into: observed.observations) { observations, plan in
            if owners[plan.image] == nil { observations[plan.image] = nil }
        }
        return CurrentState(observations: observations, ownerships: owners)
    }

    /// Finds out whose images are, of those of which it was not cancelled.
    private func owners(of images: [ImageID]) async -> [ImageID: Ownership] {
        let owners = await concurrency.run(images) { (_: (ImageID, Ownership)?) in
            false
        } step: { image in
            guard !Task.isCancelled else { return .finished(nil) }
            let owner = await reader.owner(of: image)
            // What a cancelled request says is not about the image.
            if case .unknown = owner, Task.isCancelled { return .finished(nil) }
            return .finished((image, owner))
        }
        return Dictionary(owners.compactMap(\.self)) { first, _ in first }
    }

    /// Observes each image, again and again where that may help; one that waits holds no place.
    ///
    /// What ends the run, and cancellation, leave the remaining images unobserved; where it was not the user who ended it,
    /// they are reported as not asked.
    ///
    /// - Parameter images: the images, and whether an image list has shown each to be the token's project's own.
    /// - Returns: what was observed.
    func observe(_ images: [(id: ImageID, isOwned: Bool)]) async -> CurrentState {
        let asked = images.map { ImageObservation(image: $0.id, isOwned: $0.isOwned) }
        let images = await concurrency.run(asked) {
            $0.ending != nil
        } step: { image in
            await step(image)
        }
        let ending = Task.isCancelled ? nil : images.lazy.compactMap(\.ending).first
        let observations = images.compactMap { image in
            (image.result ?? ending.map { .unreadable($0.concerning(image.image)) }).map { (image.image, $0) }
        }
        return CurrentState(observations: Dictionary(observations) { first, _ in first })
    }

    private func step(_ started: ImageObservation) async -> Step<ImageObservation, ImageObservation> {
        var image = started
        if Task.isCancelled {
            image.giveUp()
            return .finished(image)
        }
        do throws(Setback) {
            image.result = .members(try await reader.list(image.image, isOwned: image.isOwned))
            notify(.observed(image.image, nil))
            return .finished(image)
        } catch {
            switch error.kind {
            case .passing(let cause):
                image.problem = error.problem
                let wait = image.retry.wait(
                    after: cause, took: error.took, hadAnswer: error.hadAnswer, retryAfter: error.retryAfter,
                    by: backOff
                )
                if let wait {
                    notify(.backedOff(image.image, error.problem, attempt: image.retry.waits, wait: wait))
                    return .again(image, after: wait)
                }
            case .lasting:
                image.problem = error.problem
                if error.problem.code.endsTheRun { image.ending = error.problem.asNotAsked }
            case .notAsked:
                image.problem = image.problem ?? error.problem
                image.ending = error.problem
            case .interrupted:
                // What a cancelled request says is not about the image.
                image.giveUp()
                return .finished(image)
            }
            image.giveUp()
            notify(.observed(image.image, image.problem))
            return .finished(image)
        }
    }
}

extension Problem {
    /// The same of another image that was not asked for because of it.
    func concerning(_ other: ImageID) -> Problem {
        var problem = self
        problem.image = other
        problem.member = nil
        problem.source = nil
        return problem
    }

    /// The same for images that were not asked for because the run had ended with it.
    var asNotAsked: Problem {
        Problem(code: code, image: image, message: "not asked: the run had ended")
    }
}
