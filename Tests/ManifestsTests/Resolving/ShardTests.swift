internal import ImageSharing
internal import Manifests
internal import TestSupport
internal import Testing

/// A manifest of which several runs look after a part each.
struct ShardTests {
    private static let images = (1...40).map {
        FoundImage(id: .numbered($0), name: "debian-\($0)", owner: projectA, createdAt: "2026-01-01T00:00:\($0 + 10)Z")
    }
    private static let query = ProjectQuery.group(domain: "Internal", tag: nil, parent: nil)
    private static let answers = CloudAnswers(
        images: .success(images),
        projects: [query: .success([FoundProject(id: .numbered(8), name: "eight")])])

    /// The shards of a manifest, and what all of it comes to.
    private func resolved(
        _ text: String, into count: Int, _ answers: CloudAnswers = Self.answers,
        within limits: ResolvingLimits = ResolvingLimits()
    ) throws -> (shards: [DesiredState], whole: DesiredState) {
        let loaded = try load(text)
        let shards = try (0..<count).map { index in
            let shard = try #require(Shard(index: index, of: count))
            let state = loaded.limited(to: shard).manifest.resolve(answers, within: limits)
            #expect(state.images.allSatisfy { shard.contains($0.id) })
            return state
        }
        return (shards, loaded.manifest.resolve(answers, within: limits))
    }

    private static let ofIDs =
        "version: 1\nimages:\n" + (1...40).map { "  \(ImageID.numbered($0)): [\(projectA)]\n" }.joined()
    private static let ofNames = """
        version: 1
        groups:
          internal: {domain: Internal}
        images:
        \((30...50).map { "  \(ImageID.numbered($0)): [internal, \(projectB)]" }.joined(separator: "\n"))
        image_sets:
          debian: {match: {name: "debian-*"}, newest: 20, members: [internal]}
        """

    @Test(arguments: [1, 2, 3, 8], [ofIDs, ofNames])
    func `The shards together are the whole, image by image, and none has another's`(
        _ count: Int, _ text: String
    ) throws {
        let (shards, whole) = try resolved(text, into: count)
        #expect(shards.flatMap(\.images).sorted { $0.id < $1.id } == whole.images)
        #expect(shards.flatMap(\.problems).isEmpty)
    }

    @Test func `A set chooses among all images, and its finding is divided afterwards`() throws {
        let (shards, whole) = try resolved(Self.ofNames, into: 3)
        let found = try #require(whole.sets.first?.images)
        #expect(found == (21...40).map { .numbered($0) })
        for shard in shards {
            let set = try #require(shard.sets.first)
            #expect(set.images == found.filter { image in shard.images.contains { $0.id == image } })
            #expect((set.images?.count ?? 0) + set.elsewhere == found.count)
        }
        #expect(whole.sets.first?.elsewhere == 0)
    }

    @Test func `The limit of a set counts what it finds, and that of rows the shard's own`() throws {
        let narrow = try resolved(Self.ofNames, into: 4, within: ResolvingLimits(images: 19))
        #expect(narrow.shards.allSatisfy { $0.problems.map(\.code) == [.imageSetTooLarge] })
        let (shards, whole) = try resolved(Self.ofNames, into: 4, within: ResolvingLimits(rows: 50))
        #expect(whole.problems.map(\.code) == [.tooManyRows])
        #expect(shards.allSatisfy { $0.problems.isEmpty })
    }

    @Test func `A lookup in vain is told by every shard, with its own rows, and an image's problem by its own`() throws
    {
        let problem = Problem(code: .lookupForbidden, message: "no")
        let answers = CloudAnswers(images: Self.answers.images, projects: [Self.query: .failure(problem)])
        let text =
            Self.ofNames + "\n  gone: {match: {id: [\(ImageID.numbered(99))]}, may_be_empty: true, members: []}\n"
        let (shards, whole) = try resolved(text, into: 4, answers)
        let rows = { (state: DesiredState) in state.problems.first { $0.code == .lookupForbidden }?.rows }
        #expect(shards.allSatisfy { rows($0) != nil })
        #expect(shards.compactMap(rows).reduce(0, +) == rows(whole))
        #expect(shards.count { $0.problems.contains { $0.code == .imageNotFound } } == 1)
    }

    @Test func `Images that are offered are divided, too, trusted or not`() throws {
        let offers = ImageOffers(to: .numbered(7), images: Self.images)
        let loaded = try ManifestLoader(of: [.trust]).load(
            Array("version: 1\naccept:\n  - {owner: \(projectA), name: \"debian-1*\"}\n".utf8), named: "trust.yaml")
        let answers = CloudAnswers(offers: .success(offers))
        let states = (0..<3).map { index in
            loaded.limited(to: Shard(index: index, of: 3)).manifest.resolve(answers)
        }
        #expect(states.reduce(0) { $0 + $1.images.count } == 11)
        #expect(states.reduce(0) { $0 + $1.untrusted.count } == 29)
    }
}
