import FoundationEssentials
import TestSupport

@testable import ImageSharing

/// Drawn wishes that may take away, and a drawn cloud.
struct DrawnPlan {
    /// The time of every plan.
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    var images: [DesiredImage] = []
    var observations: [ImageID: [ImageMember]] = [:]
    var ownerships: [ImageID: Ownership] = [:]

    init(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let place = SourceLocation(file: "a.yaml", line: 1, column: 1)
        for number in 0..<Int.random(in: 1...5, using: &generator) {
            let wanted = (0..<10).filter { _ in generator.chance(0.4) }
            var terms = ImageTerms()
            if generator.chance(0.4) { terms.exclusive = place }
            terms.mayBeEmpty = generator.chance(0.3)
            terms.accepts = generator.chance(0.3)
            let others = (0..<10).filter { !wanted.contains($0) }
            terms.revoked = others.filter { _ in generator.chance(0.3) }.map { .numbered($0) }
            terms.undecided = Set(others.filter { _ in generator.chance(0.1) }.map { .numbered($0) })
            for project in wanted where generator.chance(0.3) {
                let moment = Self.now + Double(Int.random(in: -3...3, using: &generator))
                terms.members[.numbered(project)] = MemberTerms(until: Expiry(moment: moment, text: "\(moment)"))
            }
            images.append(
                DesiredImage(
                    id: .numbered(number), source: place, members: wanted.map { .numbered($0) }, terms: terms,
                    isWhole: generator.chance(0.8)))
            observations[.numbered(number)] = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                let project = Int.random(in: 0..<10, using: &generator)
                return .numbered(
                    project, status: ["pending", "accepted", "rejected"].randomElement(using: &generator) ?? "")
            }
            let owner = ProjectID.numbered(Int.random(in: 0..<12, using: &generator))
            ownerships[.numbered(number)] =
                generator.chance(0.7) ? .own(owner) : generator.chance(0.5) ? .others(owner) : nil
        }
    }

    var plan: Plan {
        Plan(
            desired: DesiredState(images: images),
            current: CurrentState(observations: observations.mapValues { .members($0) }, ownerships: ownerships),
            at: Self.now)
    }
}
