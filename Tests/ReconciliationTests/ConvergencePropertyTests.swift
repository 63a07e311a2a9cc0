import ImageSharing
import Reconciliation
import Synchronization
import TestSupport
import Testing

/// Whatever goes wrong on the way, a run ends where it was to end, and does nothing that it must not.
struct ConvergencePropertyTests {
    private struct Sample {
        var rows: [Int: [Int]] = [:]
        var wanted: [Int: [Int]] = [:]
        var concurrency: Int

        init(seed: UInt64) {
            var generator = SplitMix64(seed: seed)
            concurrency = Int.random(in: 1...4, using: &generator)
            for image in 0..<Int.random(in: 1...8, using: &generator) {
                wanted[image] = (0..<10).filter { _ in generator.chance(0.5) }.shuffled(using: &generator)
                rows[image] = (0..<Int.random(in: 0...10, using: &generator)).map { _ in
                    Int.random(in: 0..<14, using: &generator)
                }
            }
        }
    }

    private static func randomFaults(
        _ sample: Sample, seed: UInt64, probability: Double
    ) -> @Sendable (Int, ImageID, ProjectID) -> FakeGlance.Fault {
        let generator = Shared(SplitMix64(seed: seed))
        return { _, image, _ in
            let wanted = sample.wanted.first { ImageID.numbered($0.key) == image }?.value ?? []
            return generator.draw { generator in
                guard generator.chance(probability) else { return .none }
                let faults: [FakeGlance.Fault] = [
                    .lost, .throttled(nil), .throttled(.seconds(2)), .doneInSilence, .undoneInSilence, .overtaken,
                    .outrun(wanted.filter { _ in generator.chance(0.5) }.map { .numbered($0) }),
                ]
                return faults.randomElement(using: &generator) ?? .none
            }
        }
    }

    @Test(arguments: 0..<150)
    func `With patience, every wanted member is there in the end, once, and nobody was removed`(seed: UInt64) async {
        let sample = Sample(seed: seed)
        let glance = FakeGlance(sample.rows, faults: Self.randomFaults(sample, seed: seed + 1, probability: 0.4))
        let clock = SkippingClock()
        let run = Run(
            glance, clock: clock, retryFor: .seconds(1_000_000), concurrency: sample.concurrency, seed: seed
        )
        let plan = await run.plan(sample.wanted)
        let execution = await run.apply(plan)

        #expect(await glance.violations.isEmpty)
        for (image, wanted) in sample.wanted {
            let before = sample.rows[image] ?? []
            let after = await glance.rows[.numbered(image)] ?? []
            let added = Set(wanted).subtracting(before)
            #expect(Array(after.prefix(before.count)) == before.map { .numbered($0) })
            #expect(after.dropFirst(before.count).sorted() == added.sorted().map { .numbered($0) })
        }
        #expect(execution.problems.isEmpty)
        #expect(execution.outcomes.allSatisfy { [.created, .alreadyMember].contains($0.result) })
        #expect(execution.outcomes.map(\.member) == plan.images.flatMap(\.additions))
        #expect(await run.plan(sample.wanted).additionCount == 0)
    }

    /// Project 0 owns the images.
    @Test(arguments: 0..<200)
    func `With patience, those are gone in the end who had to go, and nobody else`(seed: UInt64) async {
        let sample = Sample(seed: seed)
        var generator = SplitMix64(seed: seed + 2)
        let glance = FakeGlance(sample.rows, faults: Self.randomFaults(sample, seed: seed + 1, probability: 0.4))
        var images: [DesiredImage] = []
        for (image, wanted) in sample.wanted.sorted(by: { $0.key < $1.key }) {
            let terms = ImageTerms(
                revoking: (0..<14).filter { !wanted.contains($0) && generator.chance(0.3) },
                isExclusive: generator.chance(0.3), accepts: generator.chance(0.5))
            images.append(.numbered(image, members: wanted, terms: terms))
            for status in [MemberStatus.accepted, .rejected] {
                let present = Set(sample.rows[image] ?? [])
                await glance.answer(
                    status, as: (0..<14).filter { present.contains($0) && generator.chance(0.2) }, of: image)
            }
        }
        let answers = await glance.answers
        let run = Run(glance, retryFor: .seconds(1_000_000), concurrency: sample.concurrency, seed: seed)
        let plan = await run.plan(images)
        let execution = await run.apply(plan)

        #expect(await glance.violations.isEmpty)
        for (number, image) in zip(sample.wanted.keys.sorted(), images) {
            let wanted = Set(image.members.map(\.project))
            let before = Set((sample.rows[number] ?? []).map { ProjectID.numbered($0) })
            let revoked = Set(image.terms.revoked.map(\.project))
            let others = image.terms.exclusive != nil && !wanted.isEmpty ? before.subtracting(wanted) : []
            let gone = revoked.union(others).subtracting([.numbered(0)])
            let rows = await glance.rows[image.id] ?? []
            #expect(Set(rows) == before.subtracting(gone).union(wanted))
            let accepted = await glance.answers[image.id] ?? [:]
            for project in wanted where image.terms.accepts {
                let isRejected = before.contains(project) && answers[image.id]?[project] == .rejected
                #expect(accepted[project] == (isRejected ? .rejected : .accepted))
            }
        }
        #expect(execution.problems.isEmpty)
        #expect(execution.outcomes.map(\.change) == plan.images.flatMap(\.changes))
        #expect(execution.outcomes.allSatisfy { $0.result != .failed && $0.result != .skipped })
        let again = await run.plan(images)
        #expect(again.additionCount + again.removalCount + again.acceptanceCount == 0)
    }

    @Test(arguments: 0..<100)
    func `With little patience and full images, what is told as there is there, and a next run goes on`(
        seed: UInt64
    ) async {
        let sample = Sample(seed: seed)
        let limit = Int(seed % 12)
        let glance = FakeGlance(
            sample.rows, limit: limit, faults: Self.randomFaults(sample, seed: seed + 1, probability: 0.6)
        )
        let clock = SkippingClock()
        let run = Run(
            glance, clock: clock, retryFor: .seconds(Int64(seed % 7) * 5), concurrency: sample.concurrency, seed: seed
        )
        let plan = await run.plan(sample.wanted)
        let execution = await run.apply(plan)

        #expect(await glance.violations.isEmpty)
        #expect(execution.outcomes.map(\.member) == plan.images.flatMap(\.additions))
        for outcome in execution.outcomes where [.created, .alreadyMember].contains(outcome.result) {
            #expect(await glance.rows[outcome.image]?.contains(outcome.member.project) == true)
        }
        let failed = execution.outcomes.filter { $0.result == .failed }
        #expect(Set(failed.map(\.member.project)) == Set(execution.problems.compactMap(\.member)))
        #expect(failed.count == execution.problems.count)
    }
}

/// A generator that many tasks draw from.
private final class Shared: Sendable {
    private let generator: Mutex<SplitMix64>

    init(_ generator: SplitMix64) {
        self.generator = Mutex(generator)
    }

    func draw<Value: Sendable>(_ body: (inout SplitMix64) -> Value) -> Value {
        generator.withLock { body(&$0) }
    }
}
