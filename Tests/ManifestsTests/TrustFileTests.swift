internal import ImageSharing
internal import Manifests
internal import TestSupport
internal import Testing

/// Files that say whose offers a consumer accepts.
struct TrustFileTests {
    private static let consumer = ProjectID.numbered(1)

    private func load(_ text: String, as kinds: Set<ManifestKind> = [.trust]) throws -> LoadedManifest {
        try ManifestLoader(of: kinds).load(Array(text.utf8), named: "trust.yaml")
    }

    /// The errors of a file, each as `line:column message → hint`.
    private func errors(_ text: String, as kinds: Set<ManifestKind> = [.trust]) throws -> [String] {
        let errors = try #require(throws: ManifestErrors.self) { try load(text, as: kinds) }
        return errors.errors.map { issue in
            let place = issue.source.map { "\($0.line):\($0.column) " } ?? ""
            return "\(place)\(issue.path.isEmpty ? "" : issue.path + ": ")\(issue.message) → \(issue.hint ?? "")"
        }
    }

    private func image(_ number: Int, _ name: String?, by owner: String?, status: String = "active") -> FoundImage {
        FoundImage(
            id: .numbered(number), name: name, owner: owner, status: status, createdAt: "2026-01-01T00:00:00Z")
    }

    /// What is accepted of these offers, each image with the lines that ask for it.
    private func accepted(_ text: String, of images: [FoundImage]) throws -> (state: DesiredState, lines: [String]) {
        let manifest = try load(text).manifest
        let state = manifest.resolve(CloudAnswers(offers: .success(ImageOffers(to: Self.consumer, images: images))))
        let lines = state.images.map { image in
            let places = [image.source] + (image.otherSources[Self.consumer] ?? [])
            return "\(image.name ?? "-") \(places.map { "\($0.line)" }.joined(separator: ","))"
        }
        return (state, lines)
    }

    @Test func `What an owner offers is accepted if its name is of the pattern, or none is written`() throws {
        let text = """
            version: 1
            accept:
              - {owner: \(projectA), name: "debian-*"}
              - owner: \(projectB)
              - {owner: \(projectA), name: "*-12"}
            """
        let (state, lines) = try accepted(
            text,
            of: [
                image(1, "debian-12", by: projectA), image(2, "rocky-9", by: projectA), image(3, nil, by: projectA),
                image(4, nil, by: projectB), image(5, "debian-13", by: Self.consumer.description),
                image(6, "debian-13", by: nil), image(7, "debian-13", by: projectA, status: "pending_delete"),
                image(8, "rocky-12", by: projectA),
            ])
        #expect(lines == ["debian-12 3,5", "- 4", "rocky-12 5"])
        #expect(state.images.allSatisfy { $0.members.map(\.project) == [Self.consumer] && $0.terms.accepts })
        #expect(state.images.allSatisfy { !$0.terms.mayRemove && !$0.isOwned })
        #expect(state.untrusted.map(\.id) == [2, 3, 5, 6].map { ImageID.numbered($0) })
        #expect(state.problems.isEmpty)
    }

    @Test func `What an owner has written into a name is nobody's but the owner's whom the file names`() throws {
        let text = "version: 1\naccept: [{owner: \(projectA), name: \"*\"}]"
        let (state, _) = try accepted(text, of: [image(1, "\(projectA)", by: projectB)])
        #expect(state.images.isEmpty)
        #expect(state.untrusted.count == 1)
    }

    @Test func `The plan of an offer accepts it, and adds nobody`() throws {
        let (state, _) = try accepted(
            "version: 1\naccept: [{owner: \(projectA)}]",
            of: [image(1, "a", by: projectA), image(2, "b", by: projectA)])
        let rows = [1: MemberStatus.pending, 2: .rejected].map { number, status in
            (ImageID.numbered(number), Observation.members([ImageMember(project: Self.consumer, status: status)]))
        }
        let plan = Plan(
            desired: state, current: CurrentState(observations: Dictionary(uniqueKeysWithValues: rows)))
        #expect(plan.images.map { $0.acceptances.map(\.project) } == [[Self.consumer], []])
        #expect(plan.additionCount == 0 && plan.removalCount == 0)
        #expect(plan.images[1].rejected.count == 1)
    }

    @Test func `A list that could not be had is a problem, and accepts nothing`() throws {
        let manifest = try load("version: 1\naccept: [{owner: \(projectA)}]").manifest
        let problem = Problem(code: .cloudUnavailable, message: "no answer")
        #expect(manifest.questions == CloudQuestions(offers: true))
        let state = manifest.resolve(CloudAnswers(offers: .failure(problem)))
        #expect(state == DesiredState(images: [], problems: [problem]))
    }

    @Test func `A file that trusts nobody asks nothing`() throws {
        let manifest = try load("version: 1\naccept: []").manifest
        #expect(manifest.isEmpty)
        #expect(manifest.questions.isEmpty)
    }

    @Test(arguments: [
        ("", "the manifest is empty → write `version: 1` and `accept: []` if nobody is trusted"),
        ("accept: []", "`version` is missing"), ("version: 1", "`accept` is missing → write `accept: [{owner:"),
        ("version: 1\nacept: []", "2:1 the key “acept” is unknown → did you mean `accept`?"),
        ("version: 2\naccept: []", "1:10 version: only 1 can be here"),
        ("version: 1\naccept:", "accept: there is nobody here → write `[]` to trust nobody"),
        ("version: 1\naccept: true", "2:9 accept: a list of owners to trust belongs here, and this is the text “true”"),
        ("version: 1\naccept: [web]", "2:10 accept[0]: an entry is a mapping with `owner`, and this is the text “web”"),
        ("version: 1\naccept: [\(projectA)]", "write `{owner: \(projectA)}` to accept all that it offers"),
        ("version: 1\naccept: [{name: a}]", "2:10 accept[0]: `owner` is missing → write the ID of the project"),
        ("version: 1\naccept: [{owner: web}]", "2:18 accept[0].owner: “web” is not a project ID"),
        ("version: 1\naccept: [{owner: }]", "accept[0].owner: one project ID belongs here, and this is nothing"),
        ("version: 1\naccept: [{owner: [\(projectA)]}]", "and this is a list → write an entry for each owner"),
        (
            "version: 1\naccept: [{owner: \(projectA), nam: a}]",
            "accept[0]: the key “nam” is unknown → did you mean `name`?"
        ),
        ("version: 1\naccept: [{owner: \(projectA), name: ''}]", "accept[0].name: a text belongs here"),
        (
            "version: 1\naccept:\n  - {owner: \(projectA)}\n  - {owner: \(projectA)}",
            "4:5 accept[1]: this entry is already in line 3, column 5 → remove one of the two lines"
        ),
    ])
    func `A mistake is told with its place and its remedy`(_ text: String, _ expected: String) throws {
        let errors = try errors(text)
        #expect(errors.count == 1)
        #expect(errors[0].contains(expected), "\(errors)")
    }

    @Test func `All mistakes are told at once, and a dashed ID is a warning`() throws {
        #expect(try errors("version: 1\naccept: [web, {owner: web}, {name: a, x: y}]").count == 4)
        let dashed = "f6a818c3-d4aa-4587-98ed-86892e7150c0"
        #expect(try load("version: 1\naccept: [{owner: \(dashed)}]").warnings.count == 1)
    }

    @Test func `An entry that is in two files is told with both places`() throws {
        let folder = try ScratchDirectory()
        let text = "version: 1\naccept: [{owner: \(projectA)}]"
        try folder.write("a.yaml", text)
        try folder.write("b.yaml", text)
        let errors = try #require(throws: ManifestErrors.self) {
            try ManifestLoader(of: [.trust]).load([folder.path])
        }
        #expect(errors.errors.map(\.message) == ["this entry is already in \(folder.at("a.yaml")):2:10"])
        #expect(errors.errors.map(\.file) == [folder.at("b.yaml")])
    }

    @Test(
        arguments: [
            ("version: 1\nimages: {}\naccept: []", [.sharing], "3:1 the key “accept” is unknown"),
            ("version: 1\naccept: [web]", [.sharing], "2:1 this file says whose offers to accept: it is no manifest"),
            ("version: 1\nimages: {x: y}", [.trust], "2:1 this is a manifest of images to share"),
            ("version: 1\nimage_sets: {x: y}", [.trust], "2:1 this is a manifest of images to share"),
        ] as [(String, Set<ManifestKind>, String)])
    func `A file of another kind than was asked for is told as one`(
        _ text: String, as kinds: Set<ManifestKind>, _ expected: String
    ) throws {
        let errors = try errors(text, as: kinds)
        #expect(errors.count == 1)
        #expect(errors[0].hasPrefix(expected), "\(errors)")
    }

    @Test func `Both kinds are checked, each as what it is, where both are wanted`() throws {
        let kinds = Set(ManifestKind.allCases)
        #expect(try load("version: 1\naccept: [{owner: \(projectA)}]", as: kinds).manifest.trustCount == 1)
        #expect(try load("version: 1\nimages: {\(imageA): [\(projectA)]}", as: kinds).manifest.imageCount == 1)
        #expect(try errors("version: 1", as: kinds).first?.contains("`images` is missing") == true)
    }
}
