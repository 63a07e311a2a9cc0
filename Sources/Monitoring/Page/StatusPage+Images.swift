import Daemon
import ImageSharing
import Text

extension StatusPage {
    /// The section on who has which image: a table where it is small enough to be read, and every image to open and to search.
    var imagesSection: Markup {
        let images = sortedImages
        let states = ImageStatus.State.allCases.map { state -> Markup in
            "<option value=\"\(state.rawValue)\">\(state.label)</option>"
        }
        return """
            <section aria-labelledby="images">
            <h2 id="images" tabindex="-1">Who has which image</h2>
            <form id="filter" role="search" hidden>
            <p><label for="query">Image or project ID</label>
            <input id="query" type="search" autocomplete="off" spellcheck="false" placeholder="any part of it"></p>
            <p><label for="state">Show</label>
            <select id="state"><option value="">all images</option>\(states)</select></p>
            <p><output id="found" for="query state" aria-live="polite"></output></p>
            </form>
            <div id="matrix" class="live">
            \(matrix(of: images))
            </div>
            <div id="list">
            \(images.map(entry))</div>
            </section>
            """
    }

    /// The images, those that need attention first.
    private var sortedImages: [ImageStatus] {
        let order: [ImageStatus.State] = [.backedOff, .missing, .unreadable, .unknown, .inSync]
        return order.flatMap { state in status.images.filter { $0.state == state } }
    }

    private func entry(_ image: ImageStatus) -> Markup {
        var members: [MemberStanding: [String]] = [:]
        for member in image.members {
            members[image.standing(of: member), default: []].append(member.project.description)
        }
        let id = image.image.description
        let groups = MemberStanding.allCases.compactMap { standing in
            members[standing].map { group($0, standing) }
        }
        return """
            <details class="image" id="i-\(id)" data-image="\(id)" data-state="\(image.state.rawValue)">
            <summary>\(image.state.severity.badge(image.state.label)) <code>\(id)</code>\(description(of: image)) \
            <span class="muted">\(summary(members))</span></summary>
            \(facts(image))\(groups)</details>

            """
    }

    /// The manifest's text about an image, to stand behind its ID; nothing where there is none.
    func description(of image: ImageStatus) -> Markup {
        image.description.map { " <bdi>\($0.onOneLine())</bdi>" } ?? ""
    }

    private func summary(_ members: [MemberStanding: [String]]) -> Markup {
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
        return .joined(parts)
    }

    private func facts(_ image: ImageStatus) -> Markup {
        var facts: [Markup] = ["<code>\(image.source.description)</code>"]
        if let observedAt = image.observedAt { facts.append("last known \(time(observedAt))") }
        if let retryAt = image.retryAt { facts.append("next try \(time(retryAt))") }
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
    private func group(_ projects: [String], _ standing: MemberStanding) -> Markup {
        """
        <h3><span aria-hidden="true" class="\(standing.rawValue)">\(standing.mark)</span> \(standing.label) \
        <span class="muted">\(projects.count)</span></h3>
        <ul class="ids" data-label="\(standing.label)">\(projects.lazy.map { "<li>\($0)" as Markup })</ul>

        """
    }
}
