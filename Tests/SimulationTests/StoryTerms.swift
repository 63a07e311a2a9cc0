import FoundationEssentials
import ImageSharing
import TestSupport

/// The words of a story's manifest that take members away and accept for them, and the rights to do it.
///
/// It reads the rules once more, and from the numbers of the story: what the program makes of them is not asked.
struct StoryTerms: Sendable {
    /// One image.
    struct Image: Sendable {
        /// The projects that the manifest lists.
        let listed: [String]
        /// The rows that there are at the beginning.
        var rows: [ModelImage.Row]
        /// The members that must not be any.
        var revoked: Set<String> = []
        var isExclusive = false
        var accepts = false
        /// The seconds at which memberships end.
        var ends: [String: Int] = [:]
        /// True if all that is wished for it is known.
        var isWhole = true
        /// True if it is another project's.
        var isOthers = false
    }

    private(set) var images: [Int: Image] = [:]
    /// The most removals that are allowed; nil for none.
    private(set) var limit: RemovalLimit?
    private(set) var rights = ModelImage.Rights(isAdministrator: false, quota: 128)
    private let isDaemons: Bool
    /// The number of the request at which the process is killed; nil where it is not.
    private(set) var killedAt: Int?

    /// Draws the terms of a story; of every other one there are none.
    init(seed: UInt64, wanted: [Int: [Int]], present: [Int: [Int]], daemon: DaemonLife?) {
        isDaemons = daemon != nil
        var generator = SplitMix64(seed: seed &+ 7)
        images = wanted.reduce(into: [:]) { images, entry in
            let rows = (present[entry.key] ?? []).map { ModelImage.Row(member: Self.name($0)) }
            images[entry.key] = Image(listed: entry.value.map(Self.name), rows: rows)
        }
        // Leave to remove asks for nothing.
        let limits: [RemovalLimit?] = [nil, .members(10_000), .percent(100), .percent(100)]
        limit = limits.randomElement(using: &generator) ?? nil
        guard generator.chance(0.4) else { return }
        let isAdministrator = generator.chance(0.5)
        rights = ModelImage.Rights(isAdministrator: isAdministrator, quota: 128)
        let lastEnd = daemon.map { $0.outage.upperBound + 2 * $0.interval }
        for image in images.keys.sorted() {
            images[image]?.draw(isAdministrator: isAdministrator, lastEnd: lastEnd, using: &generator)
        }
        if daemon == nil {
            // As few as will be there in the end, so that some have to go before others come.
            let rows = images.values.filter { isAdministrator || !$0.isOthers }.map { $0.rowsInTheEnd(limit) }
            let quota = generator.chance(0.3) ? max(1, rows.max() ?? 1) : 128
            rights = ModelImage.Rights(isAdministrator: isAdministrator, quota: quota)
            if generator.chance(0.2) { limit = .members(Int.random(in: 0...6, using: &generator)) }
            if generator.chance(0.2) {
                killedAt = Int.random(in: 0...3 * images.count + 10, using: &generator)
            }
        }
    }

    /// The name of a project.
    static func name(_ number: Int) -> String { "\(ProjectID.numbered(number))" }

    /// The images of the cloud.
    var cloud: [Int: ModelImage] {
        Dictionary(
            uniqueKeysWithValues: images.map { number, image in
                (number, ModelImage(id: .numbered(number), owner: image.isOthers ? "other" : "owner", rows: image.rows))
            })
    }

    /// The words of the manifest about an image.
    ///
    /// - Parameters:
    ///   - image: the image.
    ///   - members: the projects that it lists; not all of them before it is edited.
    ///   - isEdited: false to leave out that a list is the whole truth.
    /// - Returns: the words.
    func desired(_ image: Int, members: [Int], isEdited: Bool = true) -> DesiredImage {
        guard let words = images[image] else { return .numbered(image, members: members) }
        var terms = ImageTerms(isExclusive: words.isExclusive && isEdited, accepts: words.accepts)
        let place = SourceLocation(file: "sharing.yaml", line: 9, column: 5)
        terms.revoked = words.revoked.sorted()
            .map { DesiredMember(project: ProjectID(reported: $0), source: place) }
        for member in members {
            guard let end = words.ends[Self.name(member)] else { continue }
            let expiry = Expiry(moment: Date(timeIntervalSince1970: Double(end)), text: "\(end)")
            terms.members[.numbered(member)] = MemberTerms(until: expiry)
        }
        return .numbered(image, members: members, terms: terms, isWhole: words.isWhole)
    }

    /// Says whether the manifest asks for a write, and the rules and the limit allow it.
    ///
    /// - Parameters:
    ///   - asked: the request.
    ///   - isEdited: false before the manifest is edited.
    /// - Returns: true if it is as it should be.
    func mayAsk(_ asked: ModelCloud.Request, isEdited: Bool = true) -> Bool {
        guard let image = images[asked.image], let member = asked.member else { return false }
        // One run has one time.
        let seconds = isDaemons ? Int(asked.at.components.seconds) : 0
        switch asked.deed {
        case .show, .list: return true
        // A membership may end while a sweep is at work.
        case .add: return image.wanted(at: seconds - 600).contains(member)
        case .accept: return image.accepts && image.wanted(at: seconds - 600).contains(member)
        // Nor has a sweep that began before the last membership ended to know of that.
        case .remove:
            return limit != nil
                && [seconds, seconds - 600].contains { image.isToGo(member, at: $0, isEdited: isEdited) }
        }
    }
}

extension StoryTerms.Image {
    fileprivate mutating func draw(
        isAdministrator: Bool, lastEnd: Int?, using generator: inout SplitMix64
    ) {
        let strangers = (10..<13).filter { _ in generator.chance(0.2) }.map(StoryTerms.name)
        rows += (strangers + (generator.chance(0.15) ? ["owner"] : [])).map { ModelImage.Row(member: $0) }
        for index in rows.indices {
            if generator.chance(0.4) { rows[index].status = generator.chance(0.7) ? "accepted" : "rejected" }
        }
        if let row = rows.randomElement(using: &generator), generator.chance(0.2) { rows.append(row) }
        let others = (0..<14).map(StoryTerms.name).filter { !listed.contains($0) } + ["owner"]
        revoked = Set(others.filter { _ in generator.chance(0.25) })
        isExclusive = generator.chance(0.4)
        accepts = generator.chance(0.4)
        for member in listed where generator.chance(0.25) {
            ends[member] = Int.random(in: lastEnd.map { 1...$0 } ?? -10...10, using: &generator)
        }
        isWhole = lastEnd != nil || generator.chance(0.9)
        isOthers = generator.chance(isAdministrator ? 0.15 : 0.05)
    }

    /// The projects that shall be members at a time.
    func wanted(at seconds: Int) -> Set<String> {
        Set(listed.filter { !hasEnded($0, at: seconds) })
    }

    /// Returns true if the rules name a member to go at a time.
    func isToGo(_ member: String, at seconds: Int, isEdited: Bool = true) -> Bool {
        guard isWhole, !isOthers, member != "owner" else { return false }
        if listed.contains(member) { return hasEnded(member, at: seconds) }
        return revoked.contains(member) || isExclusive && isEdited && !wanted(at: seconds).isEmpty
    }

    private func hasEnded(_ member: String, at seconds: Int) -> Bool { ends[member].map { $0 <= seconds } ?? false }

    /// The rows of those whom the rules name to go.
    func toGo(among rows: [ModelImage.Row], at seconds: Int = 0) -> [ModelImage.Row] {
        rows.filter { isToGo($0.member, at: seconds) }
    }

    /// The wanted members that have not answered, and in whose place the manifest wants the image accepted.
    func toAccept(among rows: [ModelImage.Row], at seconds: Int = 0) -> Set<String> {
        guard accepts else { return [] }
        let answered = rows.filter { $0.status != "pending" }.map(\.member)
        return wanted(at: seconds).intersection(rows.map(\.member)).subtracting(answered)
    }

    /// The number of rows when all is done that is allowed.
    fileprivate func rowsInTheEnd(_ limit: RemovalLimit?) -> Int {
        let staying = rows.filter { limit == nil || !isToGo($0.member, at: 0) }.map(\.member)
        return staying.count + wanted(at: 0).subtracting(staying).count
    }

    /// Says whether something of it comes to no good end, by the rules, whatever the cloud does.
    func hasTrouble(_ terms: StoryTerms, at seconds: Int = 0) -> Bool {
        let mayAccept = terms.rights.isAdministrator
        let isAnswered = { (member: String) in rows.contains { $0.member == member && $0.status != "pending" } }
        if accepts && !mayAccept && !wanted(at: seconds).allSatisfy(isAnswered) { return true }
        guard isWhole else { return true }
        var ours = self
        ours.isOthers = false
        let hasOwnersRow = rows.contains { $0.member == "owner" }
        let isOwnersRevoked = hasOwnersRow && revoked.contains("owner")
        // Of another project's image, the token's project is a member like any other.
        let goes =
            (rows.map(\.member) + listed).contains { ours.isToGo($0, at: seconds) }
            || isOthers && isExclusive && hasOwnersRow
        let named = revoked.union(listed).union(["owner"])
        let leavesNobody =
            isExclusive && wanted(at: seconds).isEmpty && rows.contains { !named.contains($0.member) }
        return isOwnersRevoked || leavesNobody || goes && (isOthers || terms.limit == nil)
    }
}
