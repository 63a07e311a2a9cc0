internal import ImageSharing
internal import Manifests
internal import TestSupport
internal import Testing

/// A manifest in which every kind of name stands for something.
private let named = """
    version: 1
    projects:
      web-prod: {name: web-prod, domain: Default}
      fixed: \(projectA)
    groups:
      internal: {domain: Internal}
      everyone: [web-prod, internal, fixed, \(projectB)]
    images:
      \(imageA): [everyone]
    image_sets:
      debian:
        match: {name: "debian-*"}
        newest: 2
        members: [internal]
    """

private let webProd = ProjectQuery.named("web-prod", domain: "Default")
private let internalProjects = ProjectQuery.group(domain: "Internal", tag: nil, parent: nil)

private func image(
    _ number: Int, _ name: String?, day: Int = 1, visibility: String = "shared", status: String = "active",
    tags: Set<String> = [], properties: [String: String] = [:]
) -> FoundImage {
    FoundImage(
        id: .numbered(number), name: name, owner: "o", visibility: visibility, status: status, tags: tags,
        properties: properties, createdAt: "2026-01-\(day < 10 ? "0" : "")\(day)T00:00:00Z")
}

private func cloud(
    images: [FoundImage] = [image(1, "debian-1"), image(2, "debian-2", day: 2), image(3, "debian-3", day: 3)],
    webProd found: [FoundProject] = [FoundProject(id: .numbered(7), name: "web-prod")],
    internal projects: [FoundProject] = [
        FoundProject(id: .numbered(8), name: "eight"), FoundProject(id: .numbered(9), name: "nine", isEnabled: false),
    ]
) -> CloudAnswers {
    CloudAnswers(
        images: .success(images), projects: [webProd: .success(found), internalProjects: .success(projects)])
}

struct ResolveTests {
    @Test func `Names, groups and sets come to images and projects, with their names and places`() throws {
        let state = try load(named).manifest.resolve(cloud())
        #expect(
            state.pairs == [
                "\(ImageID.numbered(2)) \(ProjectID.numbered(8)) 14:15",
                "\(ImageID.numbered(3)) \(ProjectID.numbered(8)) 14:15",
                "\(imageA) \(ProjectID.numbered(7)) 9:42", "\(imageA) \(ProjectID.numbered(8)) 9:42",
                "\(imageA) \(projectB) 9:42", "\(imageA) \(projectA) 9:42",
            ])
        #expect(state.problems.isEmpty)
        #expect(state.images.map(\.name) == ["debian-2", "debian-3", nil])
        #expect(state.images.map(\.sets) == [["debian"], ["debian"], []])
        #expect(state.images.map(\.isOwned) == [true, true, false])
        #expect(
            state.sets.map(\.match) == ["name “debian-*”, the newest 2"])
        #expect(state.sets.map(\.images) == [[.numbered(2), .numbered(3)]])
        #expect(state.projectNames[.numbered(7)] == "web-prod")
        #expect(state.projectNames[.numbered(8)] == "eight")
        #expect(state.projectNames[try #require(ProjectID(projectA))] == "fixed")
    }

    @Test func `What has to be asked is what is used, once`() throws {
        let questions = try load(named + "\n  other: {match: {tags: [a]}, members: []}\n").manifest.questions
        #expect(questions.projects == [internalProjects, webProd])
        #expect(questions.images == ImageQuery(coveringAll: [ImageMatch(), ImageMatch()]))
        let unused = "version: 1\nprojects:\n  p: {name: n}\ngroups:\n  g: {tag: t}\n  h: [p]\nimages: {}\n"
        #expect(try load(unused).manifest.questions.isEmpty)
    }

    @Test(
        arguments: [
            ("{name: debian-1}", "debian-1", [], [:]), ("{name: \"debian-*\"}", nil, [], [:]),
            ("{tags: [b, a], properties: {os: debian}}", nil, ["a", "b"], ["os": "debian"]),
        ] as [(String, String?, [String], [String: String])])
    func `One set's match is asked of Glance as far as Glance can`(
        match: String, name: String?, tags: [String], properties: [String: String]
    ) throws {
        let text = "version: 1\nimage_sets:\n  s: {match: \(match), members: []}\n"
        let query = try #require(try load(text).manifest.questions.images)
        #expect(query.name == name)
        #expect(query.tags == tags)
        #expect(query.properties == properties)
    }

    @Test func `Several sets are asked for by what all of them want`() {
        let query = ImageQuery(coveringAll: [
            ImageMatch(name: NamePattern("a"), tags: ["golden", "x"], properties: ["os": "debian", "v": "1"]),
            ImageMatch(name: NamePattern("b"), tags: ["golden"], properties: ["os": "debian", "v": "2"]),
        ])
        #expect(query.name == nil)
        #expect(query.tags == ["golden"])
        #expect(query.properties == ["os": "debian"])
    }

    @Test func `A manifest of IDs asks nothing, and comes to what it says`() throws {
        let loaded = try load("version: 1\nimages:\n  \(imageB): [\(projectB), \(projectA)]\n  \(imageA): []\n")
        #expect(loaded.manifest.questions.isEmpty)
        let state = loaded.manifest.resolve(CloudAnswers())
        #expect(state.pairs == ["\(imageB) \(projectB) 3:42", "\(imageB) \(projectA) 3:76"])
        #expect(state.images.map(\.id.description) == [imageA, imageB])
        #expect(state.sets.isEmpty && state.problems.isEmpty && state.projectNames.isEmpty)
    }

    @Test(
        arguments: [
            (cloud(webProd: []), .projectNotFound, 1, "Keystone has no project “web-prod” of domain “Default”"),
            (
                cloud(webProd: [
                    FoundProject(id: .numbered(1), name: "web-prod"), FoundProject(id: .numbered(2), name: "web-prod"),
                ]
                ),
                .projectAmbiguous, 1, "is 2 projects"
            ),
            (
                cloud(webProd: [FoundProject(id: .numbered(1), name: "web-prod", isEnabled: false)]), .projectNotFound,
                1,
                "disabled"
            ),
            (cloud(internal: []), .groupEmpty, 3, "enabled projects of domain “Internal”"),
            (cloud(images: []), .imageSetEmpty, 1, "the set “debian” finds no image (name “debian-*”)"),
        ] as [(CloudAnswers, ProblemCode, Int, String)])
    func `What comes out as nothing, or as too much, is told with the rows that need it`(
        answers: CloudAnswers, code: ProblemCode, rows: Int, words: String
    ) throws {
        let state = try load(named).manifest.resolve(answers)
        let problem = try #require(state.problems.first)
        #expect(state.problems.count == 1)
        #expect(problem.code == code)
        #expect(problem.rows == rows)
        #expect(problem.message.contains(words))
        #expect(problem.source != nil && problem.hint != nil)
        #expect(state.memberCount > 0)
    }

    @Test func `Lookups that fail for one reason are one problem`() throws {
        let text = """
            version: 1
            projects:
              a: {name: a}
              b: {name: b}
            images:
              \(imageA): [a, b]
              \(imageB): [b]
            """
        let problem = Problem(code: .lookupForbidden, httpStatus: 403, message: "this token may not look")
        let state = try load(text).manifest.resolve(
            CloudAnswers(projects: [
                .named("a", domain: nil): .failure(problem), .named("b", domain: nil): .failure(problem),
            ]))
        #expect(state.problems.map(\.rows) == [3])
        #expect(state.problems.first?.source?.line == 3)
    }

    @Test(arguments: [
        ("public", "active", "public: everybody"), ("community", "active", "community: everybody"),
        ("private", "active", "private: only a shared image"), ("shared", "deactivated", "deactivated"),
    ])
    func `An image that nobody can be added to is told, and not left out in silence`(
        visibility: String, status: String, words: String
    ) throws {
        let found = [
            image(2, "debian-2", day: 2), image(3, "debian-3", day: 3, visibility: visibility, status: status),
        ]
        let state = try load(named).manifest.resolve(cloud(images: found))
        let odd = try #require(state.images.first { $0.id == .numbered(3) })
        #expect(odd.obstacle?.code == .imageNotShareable)
        #expect(odd.obstacle?.message.contains(words) == true)
        // It is a problem of the plan, and is not asked for its members.
        let plan = Plan(desired: state, current: CurrentState(observations: [.numbered(2): .members([])]))
        #expect(plan.problems.map(\.image) == [.numbered(3)])
        #expect(plan.problems.first?.source?.line == 11)
    }

    @Test func `What is being deleted is found no more`() throws {
        let found = [
            image(1, "debian-1"), image(2, "debian-2", day: 2, status: "pending_delete"),
            image(3, "debian-3", day: 3, status: "deleted"),
        ]
        let state = try load(named).manifest.resolve(cloud(images: found))
        #expect(state.sets.map(\.images) == [[.numbered(1)]])
        // Named by its ID, it is looked at like any other.
        let byID = named.replacing(imageA, with: ImageID.numbered(3).description)
        let images = try load(byID).manifest.resolve(cloud(images: found)).images
        #expect(images.first { $0.id == .numbered(3) }?.isOwned == false)
    }

    @Test func `Of images that were made in the same second, the smaller IDs are taken, and it is told`() throws {
        let found = [3, 1, 2].map { image($0, "debian-\($0)") }
        let set = try #require(try load(named).manifest.resolve(cloud(images: found)).sets.first)
        #expect(set.images == [.numbered(1), .numbered(2)])
        #expect(set.note?.contains("\(ImageID.numbered(3))") == true)
        #expect(try load(named).manifest.resolve(cloud()).sets.first?.note == nil)
    }

    @Test func `A set that finds more images than it may is left out, and nothing else is`() throws {
        let text = named.replacing("newest: 2", with: "may_be_empty: false")
        let state = try load(text).manifest.resolve(cloud(), within: ResolvingLimits(images: 2))
        let problem = try #require(state.problems.first)
        #expect(problem.code == .imageSetTooLarge)
        #expect(problem.message.contains("finds 3 images") && problem.message.contains("--max-images allows 2"))
        #expect(state.images.map(\.id.description) == [imageA])
        #expect(state.sets.map(\.images) == [nil])
    }

    @Test func `What would come to more rows than any run takes on is left out as a whole`() throws {
        let state = try load(named).manifest.resolve(cloud(), within: ResolvingLimits(rows: 5))
        #expect(state.problems.map(\.code) == [.tooManyRows])
        #expect(state.images.map(\.id.description) == [imageA])
        #expect(state.memberCount == 4)
    }

    @Test func `What comes to too many rows whatever the cloud says is a mistake of the manifest`() throws {
        let projects = (1...1000).map { ProjectID.numbered($0).description }.joined(separator: ", ")
        let images = (1...1001).map { "  \(ImageID.numbered($0)): [all]" }.joined(separator: "\n")
        let problem = try errors("version: 1\ngroups:\n  all: [\(projects)]\nimages:\n\(images)\n")
        #expect(problem.errors.map(\.source?.line) == [1005])
        #expect(problem.errors.first?.message.contains("more than 1000000 rows") == true)
    }

    @Test func `A set and a group may come out with nothing where that is said`() throws {
        let text = named.replacing("newest: 2", with: "may_be_empty: true")
            .replacing("{domain: Internal}", with: "{domain: Internal, may_be_empty: true}")
        let state = try load(text).manifest.resolve(cloud(images: [], internal: []))
        #expect(state.problems.isEmpty)
        #expect(state.sets.map(\.images) == [[]])
    }

    @Test func `An image that several sets and its ID ask for has them all, and each row knows its places`() throws {
        let text = """
            version: 1
            images:
              \(ImageID.numbered(1)): [\(projectA)]
            image_sets:
              a: {match: {tags: [t]}, members: [\(projectA), \(projectB)]}
              b: {match: {name: "?ebian"}, members: [\(projectB)]}
            """
        let found = [image(1, "debian", tags: ["t"])]
        let state = try load(text).manifest.resolve(CloudAnswers(images: .success(found)))
        let only = try #require(state.images.first)
        #expect(state.images.count == 1)
        #expect(only.sets == ["a", "b"])
        #expect(only.members.map(\.source.line) == [6, 3] || only.members.map(\.source.line) == [5, 3])
        let (a, b) = (try #require(ProjectID(projectA)), try #require(ProjectID(projectB)))
        #expect(only.otherSources[a]?.map(\.line) == [5])
        #expect(only.otherSources[b]?.map(\.line) == [6])
    }

    @Test func `Groups can lie in one another as deep as a file is long`() throws {
        let depth = 20_000
        let groups = (1..<depth).map { "  g\($0): [g\($0 - 1)]" }.joined(separator: "\n")
        let text = "version: 1\ngroups:\n  g0: [\(projectA)]\n\(groups)\nimages:\n  \(imageA): [g\(depth - 1)]\n"
        let state = try load(text).manifest.resolve(CloudAnswers())
        #expect(state.images.first?.members.map(\.project.description) == [projectA])
    }

    @Test func `A name without a declaration of any other file is an ID where any text is one`() throws {
        try withFolder { folder in
            try write("version: 1\nproject_ids: any\nimages:\n  \(imageA): [web, Other One]\n", to: folder + "/a.yaml")
            try write("version: 1\nprojects:\n  web: \(projectA)\n", to: folder + "/b.yaml")
            let alone = try ManifestLoader().load([folder + "/a.yaml"]).desired
            #expect(alone.images.first?.members.map(\.project.description) == ["web", "Other One"])
            let both = try ManifestLoader().load([folder]).desired
            #expect(Set(both.images.first?.members.map(\.project.description) ?? []) == [projectA, "Other One"])
        }
    }
}

struct NamePatternTests {
    @Test(arguments: [
        ("debian-*", "debian-12", true), ("debian-*", "debian", false), ("*", "", true), ("**", "x", true),
        ("?", "é", true), ("?", "e\u{301}", false), ("??", "e\u{301}", true), ("a*b*c", "a-b-b-c", true),
        ("a*b*c", "a-b-b-d", false), ("*-12-*", "debian-12-1", true), ("DEBIAN", "debian", false), ("", "", true),
        ("[a]", "[a]", true), ("a\\*", "a\\x", true),
    ])
    func `A pattern is of stars and question marks, by scalars`(pattern: String, name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
    }

    @Test func `A pattern made to take long takes no time to speak of`() {
        let pattern = NamePattern(String(repeating: "a*", count: 60) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 255)))
    }
}
