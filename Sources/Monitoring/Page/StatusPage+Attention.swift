import Daemon
import ImageSharing
import Text

extension StatusPage {
    /// The most problems or images that a card lists before it folds the rest.
    private static let mostListed = 8
    /// The most that it folds: beyond, they are counted.
    private static let mostFolded = 200

    /// The section on everything that is not as it should be: why, and what to do.
    var attention: Markup {
        let cards =
            removalCards + manifestCards + gitCards + configurationCards + lossCards + runCards + setCards + lookupCards
            + imageCards + warningCards + expiryCards + offerCards
        let content: Markup = cards.isEmpty ? "<p class=\"muted\">Nothing at the moment.</p>" : "\(cards)"
        return """
            <section aria-labelledby="attention-title">
            <h2 id="attention-title">Needs attention</h2>
            <div id="attention" class="live">
            \(content)
            </div>
            </section>
            """
    }

    /// A card for a manifest that waits for Git.
    private var gitCards: [Markup] {
        guard let wait = status.manifest.waitsForGit else { return [] }
        let lock: Markup = wait.lock.map { "<p><code>\($0)</code></p>" } ?? ""
        return [
            card(
                .attention, title: "The manifest waits for Git",
                body: """
                    <p>Git is changing its work tree, first seen \(time(wait.since)): what is in force stays in force, and \
                    nobody is removed, until it is done, two minutes at most.</p>\(lock)\
                    \(hint("if no git is running any more, remove its lock"))
                    """, items: [])
        ]
    }

    private var manifestCards: [Markup] {
        let problems = status.manifest.problems
        guard !problems.isEmpty else { return [] }
        let consequence: Markup =
            status.manifest.loadedAt == nil
            ? "Nothing is done until it is mended." : "The last good one stays in force until it is mended."
        return [
            card(
                status.manifest.loadedAt == nil ? .bad : .attention, title: "The newest manifest is refused",
                body: "<p>\(consequence)</p>", items: problems.map(item)
            )
        ]
    }

    private var configurationCards: [Markup] {
        let problems = status.configurationProblems
        guard !problems.isEmpty else { return [] }
        return [
            card(
                .attention, title: "The newest configuration is refused",
                body: "<p>The last good one stays in force until it is mended.</p>", items: problems.map(item)
            )
        ]
    }

    /// A card for the trouble of the last run as a whole.
    private var runCards: [Markup] {
        guard let tick = status.ticks.first else { return [] }
        let problems = tick.problems.filter { $0.image == nil && !lookups.contains($0) }
        guard !problems.isEmpty else { return [] }
        return [card(tick.verdict.severity, title: "The last run", body: "", items: problems.map(item))]
    }

    /// A card for the sets that find nothing.
    private var setCards: [Markup] {
        guard !lookups.emptySets.isEmpty else { return [] }
        let items = lookups.emptySets.map { set -> Markup in
            let parts: [Markup] = [
                "<strong>\(set.name)</strong>", "<code>\(set.source.description)</code>",
                .prose(set.problem?.message ?? ""),
            ]
            return "<li>\(.joined(parts))\(hint(set.problem?.hint))</li>\n"
        }
        let title = items.count == 1 ? "An image set finds nothing" : "Image sets find nothing"
        return [card(.attention, title: title, body: "", items: items)]
    }

    /// A card a remedy for the other lookups that were in vain, and the rows that wait for them.
    private var lookupCards: [Markup] {
        struct Cause: Hashable {
            let code: ProblemCode
            let hint: String?
        }
        let groups = Dictionary(grouping: lookups.others) { Cause(code: $0.code, hint: $0.hint) }
        // They are sorted, so that the first of each settles the order.
        return groups.values.sorted { $0[0] < $1[0] }.map { problems in
            let items = problems.map { problem in
                var problem = problem
                problem.hint = nil
                return item(problem)
            }
            let consequence: Markup = "<p>The rows that need it are left as they are; everything else goes on.</p>"
            return card(
                .attention, title: title(of: problems[0].code), body: "\(consequence)\(hint(problems[0].hint))",
                items: items)
        }
    }

    /// One card a kind of trouble: five hundred images that lack the same thing are one thing to mend.
    private var imageCards: [Markup] {
        struct Trouble: Hashable {
            let code: ProblemCode?
            let message: String
            let hint: String?

            init(_ problem: Problem?, isWithheld: Bool) {
                code = problem?.code
                message =
                    problem?.message
                    ?? (isWithheld
                        ? "Members are missing, and withheld: `--max-removals` refuses the plan that they are part of."
                        : "Members are missing; a run that may write adds them.")
                hint = problem?.hint
            }
        }
        let images = status.images
        let troubled = images.indices.filter {
            images[$0].problem != nil || images[$0].state == .missing || images[$0].state == .backedOff
        }
        // Servers put the image's ID into their sentences: what is the same but for that is the same.
        let groups = Dictionary(grouping: troubled) {
            Trouble(images[$0].problem?.cause, isWithheld: isWithheld(images[$0]))
        }
        // Trouble before work that is yet to be done, the most affected first; the message settles ties.
        let sorted = groups.sorted { one, other in
            (one.key.code == nil ? 1 : 0, -one.value.count, one.key.message)
                < (other.key.code == nil ? 1 : 0, -other.value.count, other.key.message)
        }
        return sorted.map { cause, places in
            let first = images[places[0]]
            let trouble = places.count == 1 ? Trouble(first.problem, isWithheld: isWithheld(first)) : cause
            let isOurs = places.contains { images[$0].state == .backedOff }
            return card(
                isOurs ? .bad : .attention, title: title(of: trouble.code), count: places.count,
                body: "<p>\(.prose(trouble.message))</p>\(hint(trouble.hint))",
                items: places.lazy.map { item(images[$0]) }
            )
        }
    }

    /// Returns true if nobody is added to an image because a limit refuses what is to be removed: from it, or from others of
    /// the last run, which was refused as a whole.
    private func isWithheld(_ image: ImageStatus) -> Bool {
        if image.removals.contains(where: { $0.standing == .refused }) { return true }
        guard let tick = status.ticks.first, tick.verdict == .refused, let observedAt = image.observedAt else {
            return false
        }
        return observedAt >= tick.startedAt
    }

    /// A card for what somebody should mend although nothing failed because of it: a line for each.
    private var warningCards: [Markup] {
        let images = status.images.indices.filter { !status.images[$0].warnings.isEmpty }.map { status.images[$0] }
        guard !images.isEmpty else { return [] }
        let warnings = images.flatMap { image in image.warnings.map { (image, $0) } }
        let items = warnings.lazy.map { image, warning -> Markup in
            "<li>\(link(to: image)) · \(.prose(warning.message))\(hint(warning.hint))</li>\n"
        }
        return [card(.attention, title: "Duplicate rows", count: images.count, body: "", items: items)]
    }

    /// A card: its title, what is the matter, and the items that it is about.
    func card(
        _ severity: Severity, title: String, count: Int? = nil, body: Markup, items: some Collection<Markup>
    ) -> Markup {
        let first = items.prefix(Self.mostListed)
        let rest = items.dropFirst(Self.mostListed).prefix(Self.mostFolded)
        let omitted = items.count - first.count - rest.count
        let others: Markup = omitted > 0 ? "<p>and \(omitted) that are not listed here</p>" : ""
        let more: Markup =
            rest.isEmpty
            ? ""
            : "<details class=\"more\"><summary>\(rest.count + omitted) more</summary><ul>\(rest)</ul>\(others)</details>"
        let images: Markup = count.map { "<span class=\"muted\">\(.counted($0, "image"))</span>" } ?? ""
        return """
            <article class="card \(severity.rawValue)">
            <h3>\(severity.badge(title)) \(images)</h3>
            \(body)<ul>\(first)</ul>\(more)
            </article>

            """
    }

    private func item(_ problem: Problem) -> Markup {
        var parts: [Markup] = [.prose(problem.message)]
        if let source = problem.source { parts.insert("<code>\(source.description)</code>", at: 0) }
        if let rows = problem.rows, rows > 0 { parts.append("concerns \(.counted(rows, "row"))") }
        if let request = problem.requestID { parts.append("request <code>\(request)</code>") }
        return "<li>\(.joined(parts))\(hint(problem.hint))</li>\n"
    }

    /// An image's ID, which leads to its entry, and the text by which a person knows it.
    func link(to image: ImageStatus) -> Markup {
        let id = image.image.description
        return "<a href=\"\(listing.address(of: image.image))\"><code>\(id)</code></a>\(label(of: image))"
    }

    private func item(_ image: ImageStatus) -> Markup {
        var parts: [Markup] = [link(to: image)]
        if let member = image.problem?.member {
            parts.append("project <code>\(member.description)</code>\(name(of: member))")
        }
        let missing = image.members.count { image.standing(of: $0) == .missing }
        if missing > 0 { parts.append("\(missing) missing") }
        if image.state == .unreadable {
            parts.append(image.observedAt.map { "last known \(time($0))" } ?? "never read")
        }
        if let retryAt = image.retryAt { parts.append("next try \(time(retryAt))") }
        if let request = image.problem?.requestID { parts.append("request <code>\(request)</code>") }
        return "<li>\(.joined(parts))</li>\n"
    }

    /// A problem's remedy; nothing where there is none.
    func hint(_ hint: String?) -> Markup {
        hint.map { "<p class=\"hint\"><strong>What to do:</strong> \(.prose($0))</p>" } ?? ""
    }

    /// A problem's code as a title.
    private func title(of code: ProblemCode?) -> String {
        guard let code else { return "Members missing" }
        let title = code.rawValue.split(separator: "_").joined(separator: " ")
        return title.prefix(1).uppercased() + title.dropFirst()
    }
}
