internal import ImageSharing
internal import Manifests
internal import TestSupport
internal import Testing

/// Laws of resolving, on manifests and clouds made by chance.
struct ResolvePropertyTests {
    private func load(_ files: [(name: String, text: String)]) throws -> Manifest {
        try withFolder { folder in
            for file in files { try write(file.text, to: folder + "/" + file.name) }
            return try ManifestLoader().load(files.map { folder + "/" + $0.name }).manifest
        }
    }

    /// Rows with the places of their files alone: the folder is another one each time.
    private func rows(of state: DesiredState) -> [RandomManifest.Row: Set<String>] {
        RandomManifest.rows(of: state).mapValues { places in
            Set(places.map { String($0.split(separator: "/").last ?? "") })
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `Every row is there with all its places, and no other, in whatever order the files come`(seed: UInt64) throws {
        let random = RandomManifest(seed: seed)
        let manifest = try load(random.files)
        let state = manifest.resolve(random.answers)
        #expect(rows(of: state) == random.expected)
        #expect(rows(of: try load(random.files.reversed()).resolve(random.answers)) == random.expected)
        // What is asked is what is answered, and each question is asked once.
        let questions = manifest.questions
        #expect(Set(questions.projects).isSubset(of: random.answers.projects.keys))
        #expect(questions.projects == Set(questions.projects).sorted())
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `The order of the answers does not matter`(seed: UInt64) throws {
        let random = RandomManifest(seed: seed)
        let manifest = try load(random.files)
        var shuffled = random.answers
        shuffled.images = shuffled.images?.map { $0.reversed() }
        shuffled.projects = shuffled.projects.mapValues { $0.map { $0.reversed() } }
        #expect(manifest.resolve(shuffled) == manifest.resolve(random.answers))
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `One answer that is missing takes rows away and adds none, and is told with the rows that need it`(
        seed: UInt64
    ) throws {
        let random = RandomManifest(seed: seed)
        let manifest = try load(random.files)
        let all = RandomManifest.rows(of: manifest.resolve(random.answers))
        for query in manifest.questions.projects {
            var answers = random.answers
            answers.projects[query] = .failure(Problem(code: .timedOut, message: "no answer"))
            let state = manifest.resolve(answers)
            for (row, places) in RandomManifest.rows(of: state) {
                #expect(places.isSubset(of: all[row] ?? []))
            }
            let problem = try #require(state.problems.first { $0.code == .timedOut })
            #expect((problem.rows ?? 0) > 0)
            #expect(problem.source != nil)
            // Who may have lost a row is not whole.
            let lost = Set(all.keys).subtracting(RandomManifest.rows(of: state).keys)
            #expect(lost.allSatisfy { row in state.images.first { $0.id == row.image }?.isWhole != true })
        }
        var answers = random.answers
        guard answers.images != nil else { return }
        answers.images = .failure(Problem(code: .cloudUnavailable, message: "away"))
        let state = manifest.resolve(answers)
        #expect(state.problems.count { $0.code == .cloudUnavailable } == 1)
        #expect(state.images.allSatisfy { $0.sets.isEmpty && !$0.isWhole })
    }
}
