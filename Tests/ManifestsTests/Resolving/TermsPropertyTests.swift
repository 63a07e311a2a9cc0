internal import FoundationEssentials
internal import ImageSharing
internal import Manifests
internal import TestSupport
internal import Testing

/// Laws of what is taken away, on files made by chance.
struct TermsPropertyTests {
    private func resolve(_ random: RandomTerms, without left: Int? = nil, reversed: Bool = false, in folder: String)
        throws
        -> DesiredState
    {
        let files = random.files(without: left)
        for file in files { try write(file.text, to: folder + "/" + file.name) }
        let paths = files.map { folder + "/" + $0.name }
        let manifest = try ManifestLoader().load(reversed ? paths.reversed() : paths).manifest
        return manifest.resolve(random.answers)
    }

    /// The plan where every project is a member of every image.
    private func plan(_ state: DesiredState) -> Plan {
        let members = RandomTerms.projects.map { ImageMember(project: $0, status: .pending) }
        return Plan(
            desired: state,
            current: CurrentState(
                observations: Dictionary(uniqueKeysWithValues: RandomTerms.images.map { ($0, .members(members)) }),
                ownerships: Dictionary(uniqueKeysWithValues: RandomTerms.images.map { ($0, .own(.numbered(99))) })),
            at: Date(timeIntervalSince1970: 1_795_000_000))
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func `Terms are what each entry says together, in whatever order the files come`(seed: UInt64) throws {
        let random = RandomTerms(seed: seed)
        try withFolder { folder in
            let state = try resolve(random, in: folder)
            #expect(
                Dictionary(uniqueKeysWithValues: state.images.map { ($0.id, RandomTerms.Expected($0)) })
                    == random.expected)
            #expect(try resolve(random, reversed: true, in: folder) == state)
            // Each pair that is left alone is told, and no other.
            let told = state.problems.filter { $0.code == .membersContradictory }
            #expect(told.count == state.images.reduce(0) { $0 + $1.terms.undecided.count })
            #expect(told.allSatisfy { $0.image != nil && $0.member != nil && $0.source != nil })
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `No removal follows from a file that is gone`(seed: UInt64) throws {
        let random = RandomTerms(seed: seed)
        let before = try withFolder { plan(try resolve(random, in: $0)) }
        for file in 0...2 {
            let after = try withFolder { plan(try resolve(random, without: file, in: $0)) }
            for image in after.images {
                let known = try #require(before.images.first { $0.image == image.image })
                // Those that were held, or contradictory, were to be taken away by other files' words, too.
                let allowed = Set(known.removals.map(\.member.project))
                    .union(known.held.map(\.removal.member.project)).union(known.terms.undecided)
                #expect(Set(image.removals.map(\.member.project)).isSubset(of: allowed))
            }
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `Without the keys there are no terms, and nothing is ever taken away`(seed: UInt64) throws {
        let random = RandomManifest(seed: seed)
        try withFolder { folder in
            for file in random.files { try write(file.text, to: folder + "/" + file.name) }
            let state = try ManifestLoader().load([folder]).manifest.resolve(random.answers)
            #expect(state.images.allSatisfy { $0.terms == ImageTerms() })
            #expect(!state.problems.contains { $0.code == .membersContradictory })
            #expect(plan(state).removalCount == 0 && plan(state).acceptanceCount == 0)
        }
    }
}
