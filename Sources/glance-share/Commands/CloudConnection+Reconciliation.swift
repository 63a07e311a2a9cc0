import FoundationEssentials
import ImageAPI
import ImageSharing
import Manifests
import OpenStack
import Reconciliation

extension CloudConnection {
    /// A reconciler of this cloud.
    ///
    /// - Parameters:
    ///   - purpose: the end to which it runs.
    ///   - policy: the limit on what it may write.
    ///   - resolvingLimits: the most that a manifest may come out with.
    ///   - kind: the kind of file that it carries out: one of trust is a consumer's, who sees its own rows alone.
    ///   - moment: the time by which memberships end; nil for that of the run.
    ///   - notify: called for everything that happens, from any task.
    /// - Returns: the reconciler.
    func reconciler(
        for purpose: Reconciler.Purpose, within policy: SafetyPolicy = SafetyPolicy(),
        resolvingLimits: ResolvingLimits = ResolvingLimits(), as kind: ManifestKind = .sharing, at moment: Date? = nil,
        notify: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) -> Reconciler {
        let client = ImageClient(session: reading)
        return Reconciler(
            for: purpose, within: policy, gate: self, directory: self, resolvingLimits: resolvingLimits,
            reader: kind == .trust ? ConsumerReader(client) : client,
            concurrency: limits.concurrency, backOff: backOff, requestTimeout: limits.requestTimeout,
            now: { moment ?? Date.now }, notify: notify
        )
    }

    /// A reader of what the token's project shares in this cloud.
    ///
    /// - Parameter notify: called for everything that happens, from any task.
    /// - Returns: the reader.
    func inventoryReader(notify: @escaping @Sendable (RunEvent) -> Void) -> InventoryReader {
        InventoryReader(
            gate: self, reader: ImageClient(session: reading), concurrency: limits.concurrency, backOff: backOff,
            notify: notify
        )
    }

    /// Access for a run that writes.
    ///
    /// - Parameters:
    ///   - audit: keeps account of what is written; nil where nobody does.
    ///   - verifies: true if what was written to is read once more, by an owner each image itself included.
    ///   - kind: the kind of file that is carried out, as of a reconciler.
    ///   - waitsForRoom: true if an image that is full is waited for.
    /// - Returns: the access.
    func writeAccess(
        audit: RunAudit? = nil, verifies: Bool = false, as kind: ManifestKind = .sharing, waitsForRoom: Bool = true
    ) -> Reconciler.WriteAccess {
        let verifier: any MemberReading =
            kind == .trust
            ? ConsumerReader(ImageClient(session: reading)) : ImageClient(session: reading, inspectsEachImage: true)
        return Reconciler.WriteAccess(
            ImageClient(session: writing), audit: audit, verifier: verifies ? verifier : nil,
            waitsForRoom: waitsForRoom)
    }
}

extension CloudConnection: CloudGate {
    func prepare(for phase: RunPhase) async {
        switch phase {
        case .authorizing, .resolving: break
        case .reading(let images), .checkingOwners(let images), .verifying(let images):
            await throttle.expectReads(of: images)
        case .writing(_, let images, _): await throttle.expectWrites(to: images)
        }
    }

    var conclusion: Problem? {
        get async {
            let service = await reading.currentAuthorization?.imageService
            // As it is reported of each image: who it was, and by which setting.
            return await throttle.conclusion.map { error in Problem(service.map { error.unreached($0) } ?? error) }
        }
    }
}
