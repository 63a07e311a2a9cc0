import ImageAPI
package import ImageSharing
package import Pacing

/// Finds out what a project shares, once: authorize, list its images, observe their members; it only reads.
package struct InventoryReader: Sendable {
    /// A reason for which there is no inventory.
    package enum Failure: Error, Equatable {
        /// The run was told to stop.
        case interrupted
        /// The images could not be listed, or the run was over before their members were read.
        case problem(Problem)
    }

    private let gate: any CloudGate
    private let reader: any ImageListing & MemberReading
    private let backOff: BackOff
    private let concurrency: BoundedConcurrency
    private let notify: @Sendable (RunEvent) -> Void

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - gate: the cloud as a whole.
    ///   - reader: lists the images and reads the members.
    ///   - concurrency: the most images in work at once.
    ///   - backOff: the run's patience, shared with the session that reads.
    ///   - notify: told of everything that happens, from any task.
    package init(
        gate: any CloudGate, reader: any ImageListing & MemberReading, concurrency: Int, backOff: BackOff,
        notify: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.gate = gate
        self.reader = reader
        self.backOff = backOff
        self.concurrency = BoundedConcurrency(limit: concurrency, clock: backOff.clock)
        self.notify = notify
    }

    /// Reads.
    ///
    /// - Returns: the images, those whose members could not be read among them.
    /// - Throws: the reason for which there is nothing that could be called an inventory.
    package func read() async throws(Failure) -> Inventory {
        await begin(.authorizing)
        do throws(Setback) { _ = try await reader.authorize() } catch {
            throw error.kind == .interrupted ? .interrupted : .problem(error.problem)
        }
        let images = try await shareableImages()
        let asked = images.filter { !$0.isBeingDeleted }.map(\.id)
        await begin(.reading(images: asked.count))
        let observer = Observer(reader: reader, backOff: backOff, concurrency: concurrency, notify: notify)
        let observations = await observer.observe(asked.map { ($0, true) }).observations
        guard !Task.isCancelled else { throw .interrupted }
        let entries = images.map { Inventory.Entry(image: $0, observation: observations[$0.id]) }
        let inventory = Inventory(entries: entries.filter { !$0.isPrivate })
        try await check(inventory)
        return inventory
    }

    /// Lists the images that can have members.
    ///
    /// Clouds before Glance's Ocata (2017) have no visibility `shared`: there, the private images are those with members.
    private func shareableImages() async throws(Failure) -> [FoundImage] {
        let owned: [FoundImage]
        do throws(Problem) { owned = try await reader.ownedImages() } catch {
            throw Task.isCancelled ? .interrupted : .problem(error)
        }
        let visibility = owned.contains { $0.visibility == "shared" } ? "shared" : "private"
        return owned.filter { $0.visibility == visibility }.sorted { $0.id < $1.id }
    }

    /// Refuses to call something an inventory that the cloud's trouble, or the token's, has left holes in.
    private func check(_ inventory: Inventory) async throws(Failure) {
        guard let first = inventory.problems.first else { return }
        if let ending = await gate.conclusion ?? inventory.problems.first(where: { $0.code.endsTheRun }) {
            throw .problem(ending)
        }
        guard inventory.entries.contains(where: \.wasRead) else { throw .problem(first) }
    }

    private func begin(_ phase: RunPhase) async {
        notify(.began(phase))
        await gate.prepare(for: phase)
    }
}

extension Inventory.Entry {
    /// True for a private image of a cloud where such an image has no members.
    fileprivate var isPrivate: Bool {
        guard image.visibility == "private", case .unreadable(let problem) = observation else { return false }
        return problem.code == .imageNotShareable
    }
}
