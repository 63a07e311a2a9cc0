import FoundationEssentials
import ImageSharing
import Synchronization
import TestSupport

@testable import Daemon

/// A cloud of images that a service's runs are carried out on, as a reconciler would within a limit on removals.
final class ModelImages: Sendable {
    private let limit: RemovalLimit?
    private let lists: Mutex<[ImageID: Set<ProjectID>]>

    /// Makes a cloud.
    ///
    /// - Parameters:
    ///   - members: the members of each image.
    ///   - limit: the most that one plan may remove; nil for none.
    init(_ members: [Int: ClosedRange<Int>], limit: RemovalLimit? = nil) {
        self.limit = limit
        lists = Mutex(
            Dictionary(
                uniqueKeysWithValues: members.map { (.numbered($0.key), Set($0.value.map(ProjectID.numbered))) }))
    }

    /// The members of an image.
    func members(_ image: Int) -> Set<ProjectID> { lists.withLock { $0[.numbered(image)] ?? [] } }

    /// Adds a member to an image behind the service's back.
    func add(_ project: Int, to image: Int) {
        lists.withLock { _ = $0[.numbered(image), default: []].insert(.numbered(project)) }
    }

    /// Carries out a run, in which some images do not answer in time.
    func reconcile(_ run: ServiceRun, _ desired: DesiredState, unreadable: Set<ImageID> = []) -> Report {
        let plan = plan(desired, at: run.calls.last?.date ?? .distantPast, unreadable)
        let policy = SafetyPolicy(maximumRemovals: limit)
        if let objection = policy.objection(
            to: plan, beside: run.calls.last?.others.tally(beside: plan) ?? RemovalTally())
        {
            return Report(.refused(plan, objection))
        }
        let outcomes = plan.images.flatMap { image in
            image.changes.map {
                Outcome(image: image.image, change: $0, result: carryOut($0, on: image.image), attempts: 1)
            }
        }
        let left = policy.removalsLeft(of: plan).map { [$0] } ?? []
        return Report(.applied(plan, Execution(outcomes: outcomes, problems: left)))
    }

    private func plan(_ desired: DesiredState, at moment: Date, _ unreadable: Set<ImageID>) -> Plan {
        var seen = lists.withLock { $0 }.mapValues { members in
            Observation.members(
                members.map { ImageMember(project: $0, status: .accepted, since: "2026-03-01T12:00:00Z") })
        }
        for id in unreadable {
            seen[id] = .unreadable(Problem(code: .timedOut, image: id, message: "no answer in time"))
        }
        let owner = Ownership.own(.numbered(999))
        let current = CurrentState(
            observations: seen,
            ownerships: Dictionary(uniqueKeysWithValues: desired.images.map { ($0.id, owner) }))
        return Plan(desired: desired, current: current, at: moment)
    }

    private func carryOut(_ change: Change, on image: ImageID) -> Outcome.Result {
        switch change {
        case .add(let member):
            lists.withLock { _ = $0[image]?.insert(member.project) }
            return .created
        case .accept: return .accepted
        case .remove(let removal):
            guard limit != nil else { return .held }
            lists.withLock { _ = $0[image]?.remove(removal.member.project) }
            return .removed
        }
    }
}

extension DesiredImage {
    /// The image with that number and those members, on terms.
    static func numbered(
        _ number: Int, members: some Sequence<Int>, _ terms: (inout ImageTerms) -> Void
    ) -> DesiredImage {
        var changed = ImageTerms()
        terms(&changed)
        return numbered(number, members: members, terms: changed)
    }
}

extension ImageTerms {
    /// Takes projects away.
    mutating func revoke(_ projects: Int...) { revoked = projects.map { .numbered($0) } }

    /// Ends a membership so many seconds after a test's beginning.
    mutating func end(_ project: Int, at seconds: Int, reason: String? = nil) {
        let expiry = Expiry(moment: Date(timeIntervalSince1970: Double(seconds)), text: "second \(seconds)")
        members[.numbered(project)] = MemberTerms(until: expiry, reason: reason)
    }
}
