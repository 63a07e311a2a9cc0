import Pacing
import ImageAPI
import ImageSharing

/// Reads the members of every image that the manifests name: one list an image.
struct Observer: Sendable {
    let reader: any MemberReading
    let backOff: BackOff
    let concurrency: BoundedConcurrency
    let notify: @Sendable (RunEvent) -> Void

    /// An image on its way to being observed.
    private struct Look: Sendable {
        let image: ImageID
        var retry = Retry()
        /// Why it could not be read so far.
        var trouble: Problem?
        /// What came of it.
        var observation: Observation?
        /// Why nobody else needs to be asked for.
        var ending: Problem?
    }

    /// Looks at each image, again and again where that may help; one that waits holds no place.
    ///
    /// What ends the run, and cancellation, leave the remaining images unobserved; where it was not the user who ended it,
    /// they are reported as not asked.
    func observe(_ desired: DesiredState) async -> CurrentState {
        let looks = await concurrency.run(desired.images.map { Look(image: $0.id) }) {
            $0.ending != nil
        } step: { look in
            await step(look)
        }
        let ending = Task.isCancelled ? nil : looks.lazy.compactMap(\.ending).first
        let observations = looks.compactMap { look in
            (look.observation ?? ending.map { .unreadable($0.concerning(look.image)) }).map { (look.image, $0) }
        }
        return CurrentState(observations: Dictionary(observations) { first, _ in first })
    }

    private func step(_ started: Look) async -> Step<Look, Look> {
        var look = started
        if Task.isCancelled {
            look.observation = look.trouble.map { .unreadable($0) }
            return .finished(look)
        }
        do throws(Setback) {
            look.observation = .members(try await reader.list(look.image))
            notify(.observed(look.image, nil))
            return .finished(look)
        } catch {
            switch error.kind {
            case .passing(let cause):
                look.trouble = error.problem
                let wait = look.retry.wait(
                    after: cause, took: error.took, hadAnswer: error.problem.httpStatus != nil,
                    retryAfter: error.retryAfter, by: backOff
                )
                if let wait {
                    notify(.backedOff(look.image, error.problem, attempt: look.retry.waits, wait: wait))
                    return .again(look, after: wait)
                }
            case .lasting:
                look.trouble = error.problem
                if error.problem.code.endsTheRun { look.ending = error.problem.asNotAsked }
            case .notAsked:
                look.trouble = look.trouble ?? error.problem
                look.ending = error.problem
            case .interrupted:
                // What a cancelled request says is not about the image.
                look.observation = look.trouble.map { .unreadable($0) }
                return .finished(look)
            }
            look.observation = look.trouble.map { .unreadable($0) }
            notify(.observed(look.image, look.trouble))
            return .finished(look)
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

    /// As it is told of images that were not asked for because the run had ended with it.
    var asNotAsked: Problem {
        Problem(code: code, image: image, message: "not asked: the run had ended")
    }
}
