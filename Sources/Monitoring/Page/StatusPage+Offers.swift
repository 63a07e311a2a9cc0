import Daemon
import ImageSharing
import Text

extension StatusPage {
    /// A card of the images that are offered by nobody who is trusted.
    var offerCards: [Markup] {
        guard !status.untrusted.isEmpty else { return [] }
        let items = status.untrusted.lazy.map { image -> Markup in
            var parts: [Markup] = ["<code>\(image.id.description)</code>"]
            if let name = image.name { parts.append("<bdi>\(name.onOneLine(limit: 200))</bdi>") }
            parts.append(image.owner.map { "by project <code>\($0)</code>" } ?? "by nobody")
            return "<li>\(.joined(parts))</li>\n"
        }
        return [
            card(
                .attention, title: "Offered, not trusted", count: items.count,
                body:
                    "<p>They are left alone.</p>\(hint("whoever is trusted belongs into the file of trusted owners"))",
                items: items)
        ]
    }
}
