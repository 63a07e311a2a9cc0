import ImageSharing
import OpenStack

/// Reads the members of every image that the manifests name: one list an image.
struct Observer: Sendable {
    let reader: any MemberReading
    let concurrency: BoundedConcurrency
    let notify: @Sendable (RunEvent) -> Void

    /// Looks at each image once.
    ///
    /// A problem that ends the run, and cancellation, leave the remaining images unobserved.
    func observe(_ desired: DesiredState) async -> CurrentState {
        let seen = await concurrency.run(desired.images.map(\.id)) { seen in
            if case .unreadable(let problem) = seen?.observation { problem.code.endsTheRun } else { false }
        } step: { id in
            .finished(await look(at: id))
        }
        return CurrentState(
            observations: Dictionary(seen.compactMap { $0.map { ($0.image, $0.observation) } }) { first, _ in first }
        )
    }

    private struct Sight: Sendable {
        let image: ImageID
        let observation: Observation
    }

    private func look(at id: ImageID) async -> Sight? {
        guard !Task.isCancelled else { return nil }
        do throws(Problem) {
            let members = try await reader.members(of: id)
            notify(.observed(id, nil))
            return Sight(image: id, observation: .members(members))
        } catch {
            // What a cancelled request says is not about the image.
            guard !Task.isCancelled || error.code.endsTheRun else { return nil }
            notify(.observed(id, error))
            return Sight(image: id, observation: .unreadable(error))
        }
    }
}
