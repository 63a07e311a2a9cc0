internal import ImageSharing
internal import Manifests
internal import TestSupport

/// Images that several files speak of, made by chance, with what they come to by a reckoning of its own.
struct RandomTerms {
    /// What one file's set says of an image that its match names.
    private struct Entry {
        let file: Int
        let images: [Int]
        var wanted: [(project: Int, until: String?)] = []
        var revoked: [Int] = []
        var isExclusive = false
        var accepts = false
    }

    /// What is to come out for an image.
    struct Expected: Equatable {
        var members: Set<ProjectID> = []
        var revoked: Set<ProjectID> = []
        var undecided: Set<ProjectID> = []
        var ends: [ProjectID: String] = [:]
        var isExclusive = false
        var accepts = false
    }

    private var entries: [Entry] = []
    private let group: [Int]

    /// All projects that can be named.
    static let projects = (1...6).map { ProjectID.numbered($0) }
    /// All images that can be.
    static let images = (1...3).map { ImageID.numbered($0) }
    private static let query = ProjectQuery.group(domain: "D", tag: nil, parent: nil)
    private static let days = ["2027-01-31", "2027-06-30", "2028-02-29"]

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        group = (1...6).filter { _ in Int.random(in: 0...2, using: &random) == 0 }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            var entry = Entry(
                file: Int.random(in: 0...2, using: &random),
                images: (1...3).filter { _ in Bool.random(using: &random) })
            let shuffled = (1...6).shuffled(using: &random)
            entry.wanted = shuffled.prefix(Int.random(in: 0...3, using: &random)).map {
                ($0, Bool.random(using: &random) ? nil : Self.days.randomElement(using: &random))
            }
            // In one entry, only what a group stands for can contradict an ID.
            entry.revoked = Array(shuffled.suffix(Int.random(in: 0...2, using: &random)))
            entry.isExclusive = Int.random(in: 0...2, using: &random) == 0
            entry.accepts = Bool.random(using: &random)
            if Int.random(in: 0...3, using: &random) == 0 {
                entry.wanted.append((0, Bool.random(using: &random) ? nil : Self.days.randomElement(using: &random)))
            }
            entries.append(entry)
        }
    }

    /// The answers to what is asked.
    var answers: CloudAnswers {
        CloudAnswers(
            images: .success(
                Self.images.map {
                    FoundImage(id: $0, name: "i", owner: "o", createdAt: "2026-01-01T00:00:00Z")
                }),
            projects: [Self.query: .success(group.map { FoundProject(id: .numbered($0), name: "p\($0)") })])
    }

    /// The files by their names.
    func files(without left: Int? = nil) -> [(name: String, text: String)] {
        var files = [
            (name: "names.yaml", text: "version: 1\ngroups: {g: {domain: D, may_be_empty: true}}\nimages: {}\n")
        ]
        for file in 0...2 where file != left {
            var text = "version: 1\nimages: {}\n"
            let sets = entries.enumerated().filter { $0.element.file == file && !$0.element.images.isEmpty }
            if !sets.isEmpty { text += "image_sets:\n" }
            for (number, entry) in sets { text += Self.text(entry, named: "set-\(number)") }
            files.append((name: "\(file).yaml", text: text))
        }
        return files
    }

    private static func text(_ entry: Entry, named name: String) -> String {
        let ids = entry.images.map { ImageID.numbered($0).description }.joined(separator: ", ")
        let members = entry.wanted.map { project, until in
            let name = project == 0 ? "g" : ProjectID.numbered(project).description
            return until.map { "{project: \(name), until: \($0)}" } ?? name
        }
        var lines = ["  \(name):", "    match: {id: [\(ids)]}", "    members: [\(members.joined(separator: ", "))]"]
        if !entry.revoked.isEmpty {
            let revoked = entry.revoked.map { ProjectID.numbered($0).description }
            lines.append("    revoked: [\(revoked.joined(separator: ", "))]")
        }
        if entry.isExclusive { lines.append("    exclusive: true") }
        if entry.accepts { lines.append("    accept: true") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What is to come out for each image that something speaks of.
    var expected: [ImageID: Expected] {
        var all: [ImageID: Expected] = [:]
        for image in 1...3 {
            let own = entries.filter { $0.images.contains(image) }
            guard !own.isEmpty else { continue }
            func rows(_ entry: Entry) -> [(project: Int, until: String?)] {
                entry.wanted.flatMap { row in
                    row.project == 0 ? group.map { (project: $0, until: row.until) } : [row]
                }
            }
            var result = Expected()
            for project in 1...6 {
                let asking = own.filter { rows($0).contains { $0.project == project } }
                let isRevoked = own.contains { $0.revoked.contains(project) }
                let isShutOut = own.contains { exclusive in
                    exclusive.isExclusive && !asking.contains { $0.file == exclusive.file }
                }
                let id = ProjectID.numbered(project)
                if asking.isEmpty {
                    if isRevoked { result.revoked.insert(id) }
                } else if isRevoked || isShutOut {
                    result.undecided.insert(id)
                } else {
                    result.members.insert(id)
                    let ends = asking.flatMap(rows).filter { $0.project == project }.map(\.until)
                    if !ends.contains(nil) { result.ends[id] = ends.compactMap(\.self).max() }
                }
            }
            result.isExclusive = own.contains(where: \.isExclusive)
            result.accepts = own.contains(where: \.accepts)
            all[.numbered(image)] = result
        }
        return all
    }
}

extension RandomTerms.Expected {
    /// What has come out for an image.
    init(_ image: DesiredImage) {
        members = Set(image.members.map(\.project))
        revoked = Set(image.terms.revoked.map(\.project))
        undecided = image.terms.undecided
        ends = image.terms.members.compactMapValues(\.until?.text)
        isExclusive = image.terms.exclusive != nil
        accepts = image.terms.accepts
    }
}
