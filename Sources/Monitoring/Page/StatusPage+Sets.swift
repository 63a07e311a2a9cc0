import Daemon
import ImageSharing
import Text

extension StatusPage {
    /// The most images of one set that its row lists; the list of images has all.
    private static let mostFound = 5

    /// The section on the sets and what they find; nothing where the manifest has none.
    ///
    /// The script puts a newer one in its place, so that there is a place in any case.
    var setsSection: Markup {
        guard !status.imageSets.isEmpty else { return "<div id=\"sets\" class=\"live\"></div>" }
        let images = Dictionary(status.images.map { ($0.image, $0) }) { first, _ in first }
        return """
            <div id="sets" class="live">
            <section aria-labelledby="sets-title">
            <h2 id="sets-title">Image sets</h2>
            <div class="box" role="region" aria-labelledby="sets-title" tabindex="0">
            <table>
            <thead><tr><th scope="col">Set</th><th scope="col">Match</th><th scope="col">Finds</th>\
            <th scope="col">Since</th></tr></thead>
            <tbody>
            \(status.imageSets.map { row($0, images) })</tbody>
            </table>
            </div>
            </section>
            </div>
            """
    }

    private func row(_ set: ImageSetStatus, _ images: [ImageID: ImageStatus]) -> Markup {
        let list = (set.images ?? []).prefix(Self.mostFound).map { id -> Markup in
            "<li>\(images[id].map(link) ?? "<code>\(id.description)</code>")\n"
        }
        let rest = (set.images?.count ?? 0) - list.count
        let more: Markup = rest > 0 ? "<li>and \(rest) more\n" : ""
        let found: Markup = list.isEmpty ? "" : "<ul>\(list)\(more)</ul>"
        let note: Markup = set.note.map { "<small>\(.prose($0))</small>" } ?? ""
        return """
            <tr><th scope="row"><strong>\(set.name)</strong> <small>\(set.source.description)</small></th>\
            <td>\(set.match.onOneLine(limit: 200))</td><td>\(count(of: set))\(found)\(note)</td>\
            <td>\(set.since.map { time($0) } ?? "")</td></tr>

            """
    }

    private func count(of set: ImageSetStatus) -> Markup {
        if let problem = set.problem {
            return Severity.attention.badge(problem.code == .imageSetEmpty ? "nothing" : "not known")
        }
        guard let images = set.images else { return Severity.attention.badge("not known") }
        let elsewhere: Markup = set.elsewhere == 0 ? "" : " and \(set.elsewhere) in other shards"
        return images.isEmpty ? "nothing\(elsewhere)" : "\(.counted(images.count, "image"))\(elsewhere)"
    }
}
