internal import ImageSharing
internal import Manifests
internal import TestSupport
internal import Testing

/// Several entries, of one file and of several, that speak of the same image.
struct ContradictionTests {
    private let a = ProjectID.numbered(1)
    private let b = ProjectID.numbered(2)
    private let c = ProjectID.numbered(3)
    private let found = [
        FoundImage(id: .numbered(1), name: "debian", owner: "o", createdAt: "2026-01-01T00:00:00Z"),
        FoundImage(id: .numbered(2), name: "fedora", owner: "o", createdAt: "2026-01-01T00:00:00Z"),
    ]

    private func resolve(
        _ files: [String], projects: [ProjectQuery: Result<[FoundProject], Problem>] = [:]
    ) throws -> DesiredState {
        try withFolder { folder in
            for (index, text) in files.enumerated() {
                try write("version: 1\n" + text, to: "\(folder)/\(index).yaml")
            }
            let manifest = try ManifestLoader().load([folder]).manifest
            return manifest.resolve(CloudAnswers(images: .success(found), projects: projects))
        }
    }

    private func image(_ state: DesiredState) throws -> DesiredImage {
        try #require(state.images.first { $0.id == .numbered(1) })
    }

    @Test func `A set and an ID that contradict each other are left alone for that project, and told`() throws {
        let state = try resolve([
            "images: {\(ImageID.numbered(1)): {members: [\(a)], revoked: [\(b)]}}",
            "image_sets: {s: {match: {name: debian}, members: [\(b), \(c)]}}",
        ])
        let image = try image(state)
        #expect(image.members.map(\.project) == [a, c])
        #expect(image.terms.revoked.isEmpty)
        #expect(image.terms.undecided == [b])
        #expect(image.isWhole)
        let problem = try #require(state.problems.first)
        #expect(state.problems.count == 1)
        #expect(problem.code == .membersContradictory)
        #expect(problem.image == image.id && problem.member == b)
        #expect(problem.message.hasPrefix("project \(b): "))
        #expect(problem.message.contains("1.yaml:2:") && problem.message.contains("0.yaml:2:"))
        #expect(problem.source != nil && problem.hint != nil)
    }

    @Test func `A group that Keystone knows can contradict an ID`() throws {
        let group = ProjectQuery.group(domain: "D", tag: nil, parent: nil)
        let text = """
            groups: {g: {domain: D}}
            images: {\(ImageID.numbered(1)): {members: [g], revoked: [\(a)]}}
            """
        let projects = [a, b].map { FoundProject(id: $0, name: "p") }
        let state = try resolve([text], projects: [group: .success(projects)])
        #expect(try image(state).terms.undecided == [a])
        #expect(try image(state).members.map(\.project) == [b])
        #expect(state.problems.map(\.member) == [a])
    }

    @Test func `What needs no cloud is a mistake of the manifest`() throws {
        let found = try errors(
            """
            version: 1
            groups: {g: [\(a), \(b)]}
            images:
              \(imageA):
                members: [g]
                revoked: [\(b)]
            """)
        #expect(found.errors.map(\.source?.line) == [5])
        #expect(found.errors.first?.message.contains("\(b)") == true)
        #expect(found.errors.first?.snippet?.contains("members: [g]") == true)
    }

    @Test func `An exclusive list is one file's: what others add to it is left alone, and told`() throws {
        let own = "images: {\(ImageID.numbered(1)): {members: [\(a)], exclusive: true}}"
        let other = "image_sets: {s: {match: {name: '*'}, members: [\(a), \(b)]}}"
        let state = try resolve([own, other])
        let image = try image(state)
        #expect(image.members.map(\.project) == [a])
        #expect(image.terms.exclusive != nil)
        #expect(image.terms.undecided == [b])
        #expect(state.problems.map(\.code) == [.membersContradictory])
        #expect(state.problems.first?.hint?.contains("exclusive list") == true)
        // The set's other image is nobody's but its own.
        #expect(state.images.first { $0.id == .numbered(2) }?.members.count == 2)
        // Within one file, the union is the list.
        let together = try self.image(try resolve([own + "\n" + other]))
        #expect(together.members.map(\.project) == [a, b])
        #expect(together.terms.undecided.isEmpty)
    }

    @Test func `Of two exclusive lists of two files, only what both have is decided`() throws {
        func list(_ name: String, _ projects: [ProjectID]) -> String {
            let members = projects.map(\.description).joined(separator: ", ")
            return "image_sets: {\(name): {match: {name: debian}, exclusive: true, members: [\(members)]}}"
        }
        let image = try image(try resolve([list("s", [a, b]), list("t", [b, c])]))
        #expect(image.members.map(\.project) == [b])
        #expect(image.terms.undecided == [a, c])
    }

    @Test(
        arguments: [
            ("images: {ID: {members: [], exclusive: true}}", false),
            ("images: {ID: {members: [], exclusive: true, may_be_empty: true}}", true),
            ("images: {ID: {members: [g], exclusive: true}}", true),
            ("images: {ID: {members: [h], exclusive: true}}", true),
            (
                "images: {ID: {members: [g], exclusive: true}}\nimage_sets: {s: {match: {name: debian}, members: []}}",
                false
            ),
            ("images: {ID: {members: [P], exclusive: true}}", false),
            // May-be-empty of a list that takes nobody away says nothing of one that does.
            (
                "images: {ID: {members: [], exclusive: true}}\nimage_sets: {s: {match: {name: debian}, members: [], may_be_empty: true}}",
                false
            ),
        ])
    func `An exclusive list may come out with nobody where that is written`(text: String, may: Bool) throws {
        let names = "groups: {g: {domain: D, may_be_empty: true}, h: [g]}\n"
        let text = text.replacing("ID:", with: "\(ImageID.numbered(1)):").replacing("P]", with: "\(a)]")
        let group = ProjectQuery.group(domain: "D", tag: nil, parent: nil)
        let state = try resolve([names + text], projects: [group: .success([])])
        #expect(try image(state).terms.mayBeEmpty == may)
        #expect(state.problems.isEmpty)
    }

    @Test func `A group that came out empty without leave holds every removal`() throws {
        let text = "groups: {g: {domain: D}}\nimages: {\(ImageID.numbered(1)): {members: [g], exclusive: true}}"
        let group = ProjectQuery.group(domain: "D", tag: nil, parent: nil)
        let state = try resolve([text], projects: [group: .success([])])
        #expect(try !image(state).isWhole)
        #expect(state.problems.map(\.code) == [.groupEmpty])
    }

    @Test func `A list of the revoked that is not known whole holds every removal`() throws {
        let text = "groups: {g: {domain: D}}\nimages: {\(ImageID.numbered(1)): {members: [\(a)], revoked: [g, \(b)]}}"
        let state = try resolve([text])
        #expect(try !image(state).isWhole)
        #expect(state.problems.map(\.rows) == [1])
    }

    @Test(
        arguments: [
            (["P", "{project: P, until: 2027-01-31}"], nil),
            (["{project: P, until: 2027-03-31}", "{project: P, until: 2027-01-31}"], "2027-03-31"),
            (["{project: P, until: 2027-01-31}", "{project: P, until: 2027-03-31}"], "2027-03-31"),
            (["{project: P, until: 2027-01-31}", "{project: P, reason: staff}"], nil),
        ] as [([String], String?)])
    func `Of several rows for one project, one without an end counts, or else the last`(
        rows: [String], end: String?
    ) throws {
        let sets = rows.enumerated().map {
            "  s\($0): {match: {name: debian}, members: [\($1.replacing("P", with: "\(a)"))]}"
        }
        let state = try resolve(["image_sets:\n" + sets.joined(separator: "\n")])
        #expect(try image(state).terms.members[a]?.until?.text == end)
    }

    @Test func `An image whose own entry came out with too much loses nobody by a set`() throws {
        let text = """
            groups: {g: [\(a), \(b)]}
            images: {\(ImageID.numbered(1)): [g]}
            image_sets: {s: {match: {name: debian}, exclusive: true, members: [\(c)]}}
            """
        let manifest = try load("version: 1\n" + text).manifest
        let state = manifest.resolve(CloudAnswers(images: .success(found)), within: ResolvingLimits(rows: 1))
        #expect(try !image(state).isWhole)
    }
}
