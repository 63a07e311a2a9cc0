import Daemon
import ImageSharing
import Text

extension StatusPage {
    /// The cards of removals that are not done, one a standing: they come before everything else.
    var removalCards: [Markup] {
        RemovalStatus.Standing.allCases.filter { tally.removals($0) > 0 }.map { standing in
            let images = status.images.filter { $0.removals.contains { $0.standing == standing } }
            let (reason, remedy) = standing.explanation
            let removals = images.flatMap { image in
                image.removals.filter { $0.standing == standing }.map { (image, $0) }
            }
            return card(
                .bad, title: standing.title, count: images.count, body: "<p>\(.prose(reason))</p>\(hint(remedy))",
                items: removals.lazy.map { item($1, of: $0) })
        }
    }

    private func item(_ removal: RemovalStatus, of image: ImageStatus) -> Markup {
        let answer = removal.removal.status.rawValue
        var parts: [Markup] = [
            link(to: image), "project <code>\(removal.project.description)</code>\(name(of: removal.project))",
            "\(removal.removal.since.map { "\(answer) since \($0)" } ?? answer)", "\(removal.removal.sentence)",
            "<code>\(removal.removal.member.source.description)</code>",
        ]
        if let reason = removal.reason { parts.append("\(reason.label)") }
        return "<li>\(.joined(parts))</li>\n"
    }

    /// A card of the memberships that end soon.
    var expiryCards: [Markup] {
        guard !status.expiring.isEmpty else { return [] }
        let images = Dictionary(status.images.map { ($0.image, $0) }) { first, _ in first }
        let items = status.expiring.lazy.map { membership -> Markup in
            let (image, project) = (membership.image, membership.member.project)
            var parts: [Markup] = [
                "\(time(membership.expiry.moment)) (<code>\(membership.expiry.text)</code>)",
                images[image].map(link) ?? "<code>\(image.description)</code>",
                "project <code>\(project.description)</code>\(name(of: project))",
                "<code>\(membership.member.source.description)</code>",
            ]
            if let reason = membership.reason { parts.append("<bdi>\(reason.onOneLine(limit: 200))</bdi>") }
            return "<li>\(.joined(parts))</li>\n"
        }
        return [card(.attention, title: "Memberships that end soon", body: "", items: items)]
    }

    /// A card of the files that are gone, and of a manifest that asks for nothing any more.
    var lossCards: [Markup] {
        let losses = status.manifest.losses
        guard !losses.isEmpty else { return [] }
        let items = losses.map { loss -> Markup in
            let what: Markup = loss.file.map { "<code>\($0)</code>" } ?? "the whole manifest asks for nothing"
            return
                "<li>\(what) · \(.counted(loss.images, "image")) not looked after any more · \(time(loss.since))</li>\n"
        }
        return [
            card(
                .attention, title: "Gone from the manifest",
                body:
                    "<p>Nobody is removed because of it: what was shared stays shared.</p>\(hint("if it was meant, a reload takes it off this page; if not, put it back"))",
                items: items)
        ]
    }
}
