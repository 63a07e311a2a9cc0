internal import ImageSharing
internal import Manifests
internal import TestSupport
import Testing

/// What is written reads back as what it was made from.
struct RoundTripTests {
    /// Images with a few lists that many have, odd members and names, and duplicate rows; the same for the same seed.
    private func images(seed: UInt64) -> [SharedImage] {
        var random = SplitMix64(seed: seed)
        let odd = TrickyText.texts(60, seed: seed)
        let isOdd = random.chance(0.5)
        func member() -> ProjectID {
            if isOdd, random.chance(0.2) { return ProjectID(reported: odd.randomElement(using: &random) ?? "") }
            return .numbered(Int.random(in: 0..<30, using: &random))
        }
        let common = (0..<3).map { _ in (0..<Int.random(in: 0...6, using: &random)).map { _ in member() } }
        return (0..<Int.random(in: 0...20, using: &random)).map { number in
            let own = (0..<Int.random(in: 0...4, using: &random)).map { _ in member() }
            let members = random.chance(0.5) ? common.randomElement(using: &random) ?? [] : own
            let name = random.chance(0.9) ? odd.randomElement(using: &random) : nil
            return random.chance(0.1)
                ? SharedImage(id: .numbered(number), name: name, leftOut: "so it is")
                : SharedImage(id: .numbered(number), name: name, members: members.shuffled(using: &random))
        }
    }

    /// The images of a manifest with their members.
    private func pairs(_ images: [SharedImage]) -> [ImageID: Set<ProjectID>] {
        let written = images.compactMap { image -> (ImageID, Set<ProjectID>)? in
            if case .members(let members) = image.content { (image.id, Set(members)) } else { nil }
        }
        return Dictionary(uniqueKeysWithValues: written)
    }

    @Test(arguments: [false, true])
    func `Whatever a cloud shares comes back, and the order of images does not matter`(_ groupsMembers: Bool) throws {
        let writer = ManifestWriter(groupsMembers: groupsMembers)
        for seed in UInt64(0)..<300 {
            let images = images(seed: seed)
            let text = writer.text(of: images)
            let manifest = try load(text).manifest
            #expect(manifest.questions.isEmpty)
            let read = manifest.resolve(CloudAnswers()).images.map { ($0.id, Set($0.members.map(\.project))) }
            #expect(Dictionary(uniqueKeysWithValues: read) == pairs(images), "seed \(seed): \(text)")
            #expect(writer.text(of: images.reversed()) == text, "seed \(seed)")
        }
    }
}
