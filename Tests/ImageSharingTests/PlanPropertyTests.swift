import TestSupport
import Testing

@testable import ImageSharing

/// What holds for every plan, tried on many drawn ones.
struct PlanPropertyTests {
    private struct Sample {
        var images: [DesiredImage]
        var observations: [ImageID: [ImageMember]]

        init(seed: UInt64) {
            var generator = SplitMix64(seed: seed)
            let statuses = ["pending", "accepted", "rejected"]
            images = []
            observations = [:]
            for number in (0..<Int.random(in: 0...6, using: &generator)).shuffled(using: &generator) {
                let wanted = (0..<12).filter { _ in generator.chance(0.4) }.shuffled(using: &generator)
                images.append(.numbered(number, members: wanted))
                observations[.numbered(number)] = (0..<Int.random(in: 0...15, using: &generator)).map { _ in
                    .numbered(
                        Int.random(in: 0..<12, using: &generator),
                        status: statuses.randomElement(using: &generator) ?? "pending"
                    )
                }
            }
        }

        var plan: Plan {
            Plan(
                desired: DesiredState(images: images),
                current: CurrentState(observations: observations.mapValues { .members($0) })
            )
        }

        func shuffled(seed: UInt64) -> Sample {
            var generator = SplitMix64(seed: seed)
            var other = self
            other.images = images.shuffled(using: &generator).map { image in
                DesiredImage(id: image.id, source: image.source, members: image.members.shuffled(using: &generator))
            }
            other.observations = observations.mapValues { $0.shuffled(using: &generator) }
            return other
        }
    }

    @Test(arguments: 0..<100)
    func `The order of the input makes no difference`(seed: UInt64) {
        let sample = Sample(seed: seed)
        #expect(sample.plan == sample.plan)
        #expect(sample.shuffled(seed: seed + 1000).plan == sample.plan)
    }

    @Test(arguments: 0..<100)
    func `Additions and what is there make up what is wanted, and do not overlap`(seed: UInt64) {
        let sample = Sample(seed: seed)
        for (desired, image) in zip(sample.images.sorted { $0.id < $1.id }, sample.plan.images) {
            let wanted = Set(desired.members.map(\.project))
            let present = Set((sample.observations[desired.id] ?? []).map(\.project))
            let added = Set(image.additions.map(\.project))
            #expect(image.image == desired.id)
            #expect(added.union(present.intersection(wanted)) == wanted)
            #expect(added.isDisjoint(with: present))
            #expect(added.count == image.additions.count)
            #expect(image.unchangedCount == wanted.intersection(present).count)
            #expect(image.unmanaged.map(\.project) == present.subtracting(wanted).sorted())
        }
    }

    @Test(arguments: 0..<100)
    func `A plan is sorted by image, then member`(seed: UInt64) {
        let plan = Sample(seed: seed).plan
        #expect(plan.images.map(\.image) == plan.images.map(\.image).sorted())
        for image in plan.images {
            #expect(image.additions.map(\.project) == image.additions.map(\.project).sorted())
        }
    }

    @Test(arguments: 0..<100)
    func `A plan that was carried out leaves nothing to do`(seed: UInt64) {
        var sample = Sample(seed: seed)
        for image in sample.plan.images {
            sample.observations[image.image, default: []] += image.additions.map {
                ImageMember(project: $0.project, status: .pending)
            }
        }
        #expect(sample.plan.additionCount == 0)
    }
}
