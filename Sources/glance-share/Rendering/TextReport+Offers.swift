import ImageSharing
import Text

/// The part of a text report that is about what is offered to the token's project.
extension TextReport {
    /// The images that nobody offers who is trusted: their number, and in full detail each.
    var offerLines: [String] {
        let images = report.plan?.untrusted ?? []
        guard !images.isEmpty, detail != .brief else { return [] }
        let sentence = ResultText.untrusted(images)
        guard detail == .full else { return [style(.attention, "? \(sentence) (-v shows all)"), ""] }
        let lines = images.map { image in
            let name = image.name.map { "  " + $0.onOneLine().escapedForDisplay } ?? ""
            return "  \(image.id)\(name)" + style(.faint, "  by \(ResultText.owner(of: image).escapedForDisplay)")
        }
        return [style(.attention, "? \(sentence):")] + lines + [""]
    }
}
