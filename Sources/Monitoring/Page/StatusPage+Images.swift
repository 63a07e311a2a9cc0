import Daemon
import ImageSharing
import Text

extension StatusPage {
    /// The section on who has which image: a table where it is small enough to be read, and every image to open and to search.
    var imagesSection: Markup {
        let selection = listing.selection
        let states = ImageStatus.State.allCases.map { state -> Markup in
            "<option value=\"\(state.rawValue)\"\(state == selection.state ? " selected" : "")>\(state.label)</option>"
        }
        let part: Markup = listing.isPart ? " data-found=\"\(listing.found)\" data-total=\"\(listing.total)\"" : ""
        return """
            <section aria-labelledby="images">
            <h2 id="images" tabindex="-1">Who has which image</h2>
            <form id="filter" role="search" hidden>
            <p><label for="query">\(hasNames ? "Image or project, by ID or name" : "Image or project ID")</label>
            <input id="query" type="search" autocomplete="off" spellcheck="false" placeholder="any part of it" \
            value="\(selection.query)"></p>
            <p><label for="state">Show</label>
            <select id="state"><option value="">all images</option>\(states)</select></p>
            <p><output id="found" for="query state" aria-live="polite"></output></p>
            </form>
            <nav id="pages" class="live" aria-label="Pages of images">\(pages)</nav>
            <div id="matrix" class="live">
            \(matrix(of: listing.images))
            </div>
            <div id="list"\(part)>
            \(listing.images.map(entry))</div>
            <nav id="more" class="live" aria-label="More images">\(pages)</nav>
            </section>
            """
    }

    /// The images that are listed of how many, and the way to the others; nothing where all are.
    private var pages: Markup {
        guard listing.isPart else { return "" }
        let (page, last) = (listing.page, listing.pages)
        var parts: [Markup] = [
            listing.images.isEmpty
                ? "none of \(.counted(listing.total, "image"))"
                : "Images \(listing.range.lowerBound + 1)–\(listing.range.upperBound) of \(listing.found)"
        ]
        if listing.found < listing.total { parts.append("<a href=\"?page=1\">all \(listing.total)</a>") }
        if last > 1 { parts.append("page \(page) of \(last)") }
        for (name, number) in [("first", 1), ("previous", page - 1), ("next", page + 1), ("last", last)]
        where number != page && (1...last).contains(number) {
            parts.append("<a href=\"\(listing.selection.address(of: number))\">\(name)</a>")
        }
        return "<p class=\"facts\">\(.joined(parts))</p>"
    }

    private func entry(_ image: ImageStatus) -> Markup {
        var members: [MemberStanding: [ProjectID]] = [:]
        for member in image.members { members[image.standing(of: member), default: []].append(member.project) }
        let id = image.image.description
        let groups = MemberStanding.allCases.compactMap { standing in
            members[standing].map { group($0, standing) }
        }
        return """
            <details class="image" id="i-\(id)" data-image="\(id)" data-state="\(image.state.rawValue)"\(names(of: image))>
            <summary>\(image.severity.badge(image.state.label)) <code>\(id)</code>\(label(of: image)) \
            <span class="muted">\(summary(members))</span></summary>
            \(facts(image))\(groups)</details>

            """
    }

    /// True if anything is known by more than its ID.
    private var hasNames: Bool {
        !status.projectNames.isEmpty || listing.images.contains { $0.name != nil || !$0.sets.isEmpty }
    }

    /// The names by which an image is searched, as an attribute; nothing where there are none.
    private func names(of image: ImageStatus) -> Markup {
        let names = image.searchedNames
        return names.isEmpty ? "" : " data-names=\"\(names.joined(separator: " "))\""
    }

    /// The text by which a person knows an image, to stand behind its ID; nothing where there is none.
    func label(of image: ImageStatus) -> Markup {
        image.label.map { " <bdi>\($0.onOneLine())</bdi>" } ?? ""
    }

    /// A project's name, to stand behind its ID; nothing where none is known.
    func name(of project: ProjectID) -> Markup {
        status.projectNames[project].map { " <bdi>\($0.onOneLine())</bdi>" } ?? ""
    }

    private func summary(_ members: [MemberStanding: [ProjectID]]) -> Markup {
        let present = members[.present]?.count ?? 0
        let missing = members[.missing]?.count ?? 0
        let notChecked = members[.notChecked]?.count ?? 0
        let unmanaged = members[.unmanaged]?.count ?? 0
        let all = present + missing + notChecked
        var parts: [Markup] = [
            notChecked > 0 ? .counted(all, "project") : "\(present) of \(.counted(all, "project"))"
        ]
        if missing > 0 { parts.append("\(missing) missing") }
        if unmanaged > 0 { parts.append("\(unmanaged) unmanaged") }
        if let leaving = members[.toRemove]?.count {
            parts.insert("<span class=\"to_remove\">\(leaving) to be removed</span>", at: 0)
        }
        return .joined(parts)
    }

    private func facts(_ image: ImageStatus) -> Markup {
        var facts: [Markup] = ["<code>\(image.source.description)</code>"]
        if !image.sets.isEmpty {
            let sets = image.sets.map { "<strong>\($0)</strong>" as Markup }
            facts.append("found by \(image.sets.count == 1 ? "set" : "sets") \(Markup.joined(sets, separator: ", "))")
        }
        if let observedAt = image.observedAt { facts.append("last known \(time(observedAt))") }
        if let retryAt = image.retryAt { facts.append("next try \(time(retryAt))") }
        if let expiry = image.nextExpiry { facts.append("next membership ends \(time(expiry.moment))") }
        if !image.rejected.isEmpty {
            let projects = image.rejected.map { "<code>\($0.description)</code>\(name(of: $0))" as Markup }
            facts.append("declined by \(Markup.joined(projects, separator: ", "))")
        }
        var markup: Markup = "<p class=\"facts\">\(.joined(facts))</p>"
        if let problem = image.problem {
            markup += "<p>\(.prose(problem.message))</p>"
            markup += hint(problem.hint)
        }
        return markup
    }

    /// The projects of one standing.
    ///
    /// A list item needs no end tag, and there can be a hundred thousand.
    private func group(_ projects: [ProjectID], _ standing: MemberStanding) -> Markup {
        """
        <h3><span aria-hidden="true" class="\(standing.rawValue)">\(standing.mark)</span> \(standing.label) \
        <span class="muted">\(projects.count)</span></h3>
        <ul class="ids" data-label="\(standing.label)">\(projects.lazy.map { "<li>\($0.description)\(name(of: $0))" as Markup })</ul>

        """
    }
}
