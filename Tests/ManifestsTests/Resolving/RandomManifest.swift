internal import ImageSharing
internal import Manifests
internal import TestSupport

/// A manifest in several files, and a cloud, both made by chance, with the rows that they come to by a reckoning of its own.
struct RandomManifest {
    private(set) var files: [(name: String, text: String)] = []
    private(set) var answers = CloudAnswers()
    /// The places that ask for each row.
    private(set) var expected: [Row: Set<String>] = [:]

    struct Row: Hashable {
        let image: ImageID
        let project: ProjectID
    }

    private struct Name {
        var text: String
        var projects: Set<Int>
    }

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var names: [Name] = []
        var parts: [(file: Int, key: String, lines: [String])] = []

        for number in 0..<Int.random(in: 0...3, using: &random) {
            let project = Int.random(in: 1...9, using: &random)
            let name = "project-\(number)"
            if Bool.random(using: &random) {
                parts.append(
                    (Int.random(in: 0...2, using: &random), "projects", ["  \(name): \(ProjectID.numbered(project))"]))
                names.append(Name(text: name, projects: [project]))
            } else {
                let query = ProjectQuery.named("n\(number)", domain: nil)
                parts.append((Int.random(in: 0...2, using: &random), "projects", ["  \(name): {name: n\(number)}"]))
                if Int.random(in: 0...3, using: &random) == 0 {
                    answers.projects[query] = .failure(Problem(code: .lookupForbidden, message: "no"))
                    names.append(Name(text: name, projects: []))
                } else {
                    answers.projects[query] = .success([FoundProject(id: .numbered(project), name: "n\(number)")])
                    names.append(Name(text: name, projects: [project]))
                }
            }
        }
        for number in 0..<Int.random(in: 0...4, using: &random) {
            let name = "group-\(number)"
            let file = Int.random(in: 0...2, using: &random)
            if Int.random(in: 0...2, using: &random) == 0 {
                let query = ProjectQuery.group(domain: "d\(number)", tag: nil, parent: nil)
                let projects = Set((0..<3).map { _ in Int.random(in: 1...9, using: &random) })
                answers.projects[query] = .success(
                    projects.shuffled(using: &random).map { FoundProject(id: .numbered($0), name: "p\($0)") })
                parts.append((file, "groups", ["  \(name): {domain: d\(number)}"]))
                names.append(Name(text: name, projects: projects))
            } else {
                let held = names.shuffled(using: &random).prefix(2)
                let project = Int.random(in: 1...9, using: &random)
                let entries = held.map(\.text) + [ProjectID.numbered(project).description]
                parts.append((file, "groups", ["  \(name): [\(entries.joined(separator: ", "))]"]))
                names.append(Name(text: name, projects: held.reduce(into: [project]) { $0.formUnion($1.projects) }))
            }
        }

        let images = (1...8).map { number in
            FoundImage(
                id: .numbered(number), name: "image-\(number % 3)", owner: "o", tags: number > 4 ? ["big"] : [],
                createdAt: "2026-01-0\(number)T00:00:00Z")
        }
        var lists:
            [(file: Int, key: String, head: [String], images: [ImageID], entries: [(text: String, projects: Set<Int>)])] =
                []
        func entries(_ random: inout SplitMix64) -> [(text: String, projects: Set<Int>)] {
            let used = names.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))
            let ids = Set((0..<2).map { _ in Int.random(in: 1...9, using: &random) })
            return used.map { ($0.text, $0.projects) } + ids.map { (ProjectID.numbered($0).description, [$0]) }
        }
        for number in Set((0..<3).map { _ in Int.random(in: 1...8, using: &random) }) {
            let head = ["  \(ImageID.numbered(number)):"]
            lists.append((Int.random(in: 0...2, using: &random), "images", head, [.numbered(number)], entries(&random)))
        }
        for number in 0..<Int.random(in: 0...3, using: &random) {
            let byTag = Bool.random(using: &random)
            let match = byTag ? "{tags: [big]}" : #"{name: "image-\#(number % 3)"}"#
            let found = images.filter { byTag ? $0.tags.contains("big") : $0.name == "image-\(number % 3)" }.map(\.id)
            let newest = Bool.random(using: &random) ? 2 : nil
            let head =
                ["  set-\(number):", "    match: \(match)"] + (newest.map { ["    newest: \($0)"] } ?? []) + [
                    "    members:"
                ]
            let chosen = Array(found.sorted().suffix(newest ?? found.count))
            lists.append((Int.random(in: 0...2, using: &random), "image_sets", head, chosen, entries(&random)))
        }
        if lists.contains(where: { $0.key == "image_sets" }) {
            answers.images = .success(images.shuffled(using: &random))
        }

        // Each file, with the places of its lines.
        for file in 0...2 {
            var lines = ["version: 1"]
            for key in ["projects", "groups"] {
                let own = parts.filter { $0.file == file && $0.key == key }
                if !own.isEmpty { lines += ["\(key):"] + own.flatMap(\.lines) }
            }
            for key in ["image_sets", "images"] {
                let own = lists.filter { $0.file == file && $0.key == key }
                if own.isEmpty {
                    if key == "images" { lines.append("images: {}") }
                    continue
                }
                lines.append("\(key):")
                for list in own {
                    lines += list.head
                    if list.entries.isEmpty { lines[lines.count - 1] += " []" }
                    for entry in list.entries {
                        lines.append("    - \(entry.text)")
                        for image in list.images {
                            for project in entry.projects {
                                expected[Row(image: image, project: .numbered(project)), default: []]
                                    .insert("\(file).yaml:\(lines.count):7")
                            }
                        }
                    }
                }
            }
            files.append(("\(file).yaml", lines.joined(separator: "\n") + "\n"))
        }
    }

    /// The rows that a state has, and their places.
    static func rows(of state: DesiredState) -> [Row: Set<String>] {
        var rows: [Row: Set<String>] = [:]
        for image in state.images {
            for member in image.members {
                let others = image.otherSources[member.project] ?? []
                rows[Row(image: image.id, project: member.project), default: []]
                    .formUnion(([member.source] + others).map(\.description))
            }
        }
        return rows
    }
}
