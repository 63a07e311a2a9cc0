internal import ImageSharing
internal import Text

/// One resolving of a manifest that needs answers.
struct Resolution {
    private let manifest: Manifest
    private let limits: ResolvingLimits
    private let answers: CloudAnswers
    private var names: NameResolver
    private var unions: RowUnions
    private var problems: [Problem] = []
    private var findings: [ImageSetFinding] = []
    /// The numbers of rows that need each declaration that could not be resolved.
    private var lostRows: [String: Int] = [:]
    private var rows = 0
    private var contradictionCount = 0
    /// True unless some set could not be resolved: any image may belong to it.
    private var knowsAllSets = true
    /// The images whose own entries came out with too much.
    private var leftOut: Set<ImageID> = []

    /// The most contradictions that are told one by one.
    private static let mostContradictions = 1000

    /// An image, and all that asks for members of it.
    private struct Wish {
        let id: ImageID
        var source: SourceLocation
        var description: String?
        var found: FoundImage?
        var sets: [String] = []
        /// What asks for members of it, as numbers.
        var lists: [Int] = []
    }

    private var wishes: [ImageID: Wish] = [:]

    init(_ manifest: Manifest, _ answers: CloudAnswers, _ limits: ResolvingLimits) {
        self.manifest = manifest
        self.limits = limits
        self.answers = answers
        names = NameResolver(manifest, answers, mostProjects: limits.rows)
        unions = RowUnions(names.expansions)
    }

    /// Resolves everything.
    mutating func run() -> DesiredState {
        // In one order, whatever order the files had: where not all can be had, it is always the same that are left out.
        for image in manifest.images.sorted(by: { $0.id < $1.id }) where manifest.covers(image.id) { wish(for: image) }
        switch answers.images {
        case .success(let found):
            let resolver = ImageSetResolver(found, limit: limits.images)
            for set in manifest.sets.sorted(by: { $0.name < $1.name }) { wish(for: set, by: resolver) }
            for image in found { wishes[image.id]?.found = image }
        case .failure(let problem): leaveSetsOut(because: problem)
        case nil:
            if !manifest.sets.isEmpty {
                leaveSetsOut(because: Problem(code: .unexpectedResponse, message: "nobody has listed the images"))
            }
        }
        let images = wishes.values.sorted { $0.id < $1.id }.map { desired($0) }
        if contradictionCount > Self.mostContradictions {
            problems.append(
                Problem(
                    code: .membersContradictory,
                    message:
                        "\(contradictionCount - Self.mostContradictions) more rows of an image and a project contradict "
                        + "each other in this way",
                    hint: "nothing is done about them, either"))
        }
        for (name, problem) in names.problems {
            var problem = problem
            problem.rows = lostRows[name] ?? 0
            problems.append(problem)
        }
        return DesiredState(
            images: images, sets: findings, projectNames: names.projectNames, problems: Problem.merged(problems))
    }

    private mutating func wish(for image: ManifestImage) {
        let list = unions.add(image.sharing, of: image.source.file)
        guard !image.sharing.hasNames || hasRoom(for: unions[list], timesImages: 1, at: image.source) else {
            leftOut.insert(image.id)
            return
        }
        wishes[image.id] = Wish(
            id: image.id, source: image.source, description: image.description, lists: [list])
        if image.sharing.hasNames { loseRows(of: unions[list], timesImages: 1) }
    }

    private mutating func wish(for set: ImageSet, by resolver: ImageSetResolver) {
        let images: [FoundImage]
        let matching: Set<ImageID>
        let note: String?
        do throws(Problem) {
            (images, matching, note) = try resolver.find(set)
        } catch {
            var problem = error
            problem.rows = set.sharing.count
            problems.append(problem)
            let isKnown = problem.code == .imageSetEmpty
            findings.append(finding(of: set, isKnown ? [] : nil))
            knowsAllSets = knowsAllSets && isKnown
            return
        }
        for id in set.match.ids ?? [] where !matching.contains(id) && manifest.covers(id) {
            problems.append(
                Problem(
                    code: .imageNotFound, image: id,
                    message: "the set \(set.name.quotedForDisplay()) names this image, and does not find it",
                    hint: "the token's project does not own it, or it has not all that the set's match asks for",
                    source: set.source, rows: set.sharing.count))
        }
        // Chosen among all, and divided afterwards: the newest two are so for every shard.
        let own = images.filter { manifest.covers($0.id) }
        let list = unions.add(set.sharing, of: set.source.file)
        guard hasRoom(for: unions[list], timesImages: own.count, at: set.source) else {
            findings.append(finding(of: set, nil))
            knowsAllSets = false
            return
        }
        findings.append(
            finding(of: set, own.map(\.id).sorted(), elsewhere: images.count - own.count, note: note))
        loseRows(of: unions[list], timesImages: own.count)
        for image in own {
            var wish = wishes[image.id] ?? Wish(id: image.id, source: set.source)
            wish.sets.append(set.name)
            wish.lists.append(list)
            wishes[image.id] = wish
        }
    }

    private mutating func leaveSetsOut(because problem: Problem) {
        var problem = problem
        problem.source = manifest.sets.map(\.source).min()
        problem.rows = manifest.sets.reduce(0) { $0 + $1.sharing.count }
        problem.message = "the project's images could not be listed: \(problem.message)"
        problems.append(problem)
        findings = manifest.sets.map { finding(of: $0, nil) }
        knowsAllSets = false
    }

    private func finding(
        of set: ImageSet, _ images: [ImageID]?, elsewhere: Int = 0, note: String? = nil
    ) -> ImageSetFinding {
        let newest = set.newest.map { ", the newest \($0)" } ?? ""
        return ImageSetFinding(
            name: set.name, source: set.source, match: set.match.text + newest, images: images,
            elsewhere: elsewhere, note: note)
    }

    private mutating func desired(_ wish: Wish) -> DesiredImage {
        // What a set says is put together once for all images that it finds; what an image's entry says, for that alone.
        let union =
            wish.sets.isEmpty
            ? SharingUnion(wish.lists.map { unions[$0] }) : unions.union(of: wish.lists)
        for contradiction in union.contradictions {
            contradictionCount += 1
            if contradictionCount <= Self.mostContradictions {
                problems.append(Problem(contradiction, of: wish.id))
            }
        }
        return DesiredImage(
            id: wish.id, source: wish.source, description: wish.description,
            name: wish.found?.name.flatMap { $0.isEmpty ? nil : $0 }, sets: wish.sets,
            members: union.members, otherSources: union.others, terms: union.terms,
            isOwned: wish.found?.isBeingDeleted == false,
            isWhole: union.isWhole && knowsAllSets && !leftOut.contains(wish.id),
            obstacle: wish.sets.isEmpty ? nil : wish.found.flatMap { Problem(obstacleOf: $0) })
    }

    /// Counts rows; where they would be more than any run takes on, none of them counts.
    private mutating func hasRoom(for list: ResolvedSharing, timesImages images: Int, at source: SourceLocation) -> Bool
    {
        let more = list.rowCount * images
        guard rows + more <= limits.rows else {
            problems.append(
                Problem(
                    code: .tooManyRows,
                    message:
                        "names and sets come out with more than \(limits.rows) rows of an image and a project each",
                    hint: "match fewer images, or share them with fewer projects", source: source, rows: more))
            return false
        }
        rows += more
        return true
    }

    private mutating func loseRows(of list: ResolvedSharing, timesImages images: Int) {
        for (name, uses) in list.failures { lostRows[name, default: 0] += uses * images }
    }
}

extension Problem {
    /// Problems that say the same as one, of all their rows together and at the place of the first.
    fileprivate static func merged(_ problems: [Problem]) -> [Problem] {
        var merged: [Problem: Problem] = [:]
        for problem in problems {
            var cause = problem
            (cause.source, cause.rows, cause.requestID) = (nil, nil, nil)
            guard var all = merged[cause] else {
                merged[cause] = problem
                continue
            }
            all.rows = (all.rows ?? 0) + (problem.rows ?? 0)
            if let place = problem.source, all.source.map({ place < $0 }) ?? true {
                (all.source, all.requestID) = (place, problem.requestID)
            }
            merged[cause] = all
        }
        return Array(merged.values)
    }
}
