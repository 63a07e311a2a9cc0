import TestSupport
import Testing

@testable import ImageSharing

/// What holds for every saved plan, tried on many drawn ones.
struct SavedPlanPropertyTests {
    /// A drawn plan, saved, and the cloud that it is carried out in.
    private struct Sample {
        let plan: Plan
        let saved: SavedPlan
        var observations: [ImageID: [ImageMember]]
        let ownerships: [ImageID: Ownership]

        init(seed: UInt64) {
            let drawn = DrawnPlan(seed: seed)
            (plan, saved) = (drawn.plan, SavedPlan(drawn.plan))
            (observations, ownerships) = (drawn.observations, drawn.ownerships)
        }

        var left: Plan {
            Plan(
                saved,
                current: CurrentState(observations: observations.mapValues { .members($0) }, ownerships: ownerships),
                at: DrawnPlan.now)
        }

        /// Carries out some of the changes.
        mutating func carryOut(_ image: SavedPlan.Image, where isDone: (Change) -> Bool = { _ in true }) {
            var rows = observations[image.image] ?? []
            for change in image.changes where isDone(change) {
                let project = change.member.project
                switch change {
                case .add: rows.append(ImageMember(project: project, status: .pending))
                case .remove: rows.removeAll { $0.project == project }
                case .accept:
                    rows = rows.map { $0.project == project ? ImageMember(project: project, status: .accepted) : $0 }
                }
            }
            observations[image.image] = rows
        }
    }

    @Test(arguments: 0..<200)
    func `A saved plan in the state that it was made from is the plan itself`(seed: UInt64) {
        let sample = Sample(seed: seed)
        let changed = sample.plan.images.filter { !$0.changes.isEmpty }
        #expect(sample.left.images.map(\.image) == changed.map(\.image))
        #expect(sample.left.images.map(\.changes) == changed.map(\.changes))
        #expect(sample.left.problems.isEmpty)
    }

    @Test(arguments: 0..<200)
    func `A saved plan that was carried out has nothing left to do, and is not stale`(seed: UInt64) {
        var sample = Sample(seed: seed)
        for image in sample.saved.images { sample.carryOut(image) }
        #expect(sample.left.images.allSatisfy { $0.changes.isEmpty && $0.wasRead })
    }

    @Test(arguments: 0..<200)
    func `A saved plan that was ended anywhere has the rest left to do`(seed: UInt64) {
        var (sample, generator) = (Sample(seed: seed), SplitMix64(seed: seed))
        var rest: [[Change]] = []
        for image in sample.saved.images {
            let done = Int.random(in: 0...image.changes.count, using: &generator)
            sample.carryOut(image) { change in image.changes.prefix(done).contains(change) }
            rest.append(Array(image.changes.dropFirst(done)))
        }
        #expect(sample.left.images.map(\.changes) == rest)
        for image in sample.saved.images { sample.carryOut(image) }
        #expect(sample.left.images.allSatisfy { $0.changes.isEmpty && $0.wasRead })
    }

    @Test(arguments: 0..<200)
    func `Whatever somebody else has changed in an image, nothing is done to it, and all is done to the others`(
        seed: UInt64
    ) throws {
        var (sample, generator) = (Sample(seed: seed), SplitMix64(seed: seed))
        let before = sample.left
        var touched: Set<ImageID> = []
        for image in sample.saved.images where generator.chance(0.5) {
            var rows = sample.observations[image.image] ?? []
            let changed = Set(image.changes.map(\.member.project))
            let bystander = rows.indices.filter { !changed.contains(rows[$0].project) }.randomElement(using: &generator)
            if let bystander, generator.chance(0.5) {
                rows.remove(at: bystander)
            } else {
                rows.append(.numbered(Int.random(in: 20..<30, using: &generator)))
            }
            sample.observations[image.image] = rows
            touched.insert(image.image)
        }
        for (before, image) in zip(before.images, sample.left.images) {
            if touched.contains(image.image) {
                #expect(image.changes.isEmpty && image.held.isEmpty)
                #expect(image.problem?.code == .planStale)
            } else {
                #expect(image == before)
            }
        }
    }

    @Test(arguments: 0..<200)
    func `Whatever the cloud is, nothing is done that the plan has not`(seed: UInt64) {
        var sample = Sample(seed: seed)
        sample.observations = DrawnPlan(seed: seed + 1000).observations
        for (saved, image) in zip(sample.saved.images, sample.left.images) {
            let planned = saved.changes.map { ($0.action.rawValue, $0.member) }
            for change in image.changes {
                #expect(planned.contains { $0 == (change.action.rawValue, change.member) })
            }
        }
    }

    @Test(arguments: 0..<200)
    func `The removals of a saved plan are those of its images alone, and its limit counts all members`(seed: UInt64) {
        let sample = Sample(seed: seed)
        #expect(
            RemovalTally(of: sample.plan)
                == RemovalTally(of: sample.left) + RemovalTally(members: sample.saved.otherMembers))
    }
}
