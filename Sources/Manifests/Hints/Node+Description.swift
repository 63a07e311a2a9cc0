internal import Text
internal import YAML

extension Node {
    /// The place of the node, or of the alias that stands for it.
    var writtenAt: Mark { aliasMark ?? mark }

    /// The node's kind, and a scalar's text, for the middle of a sentence.
    var kindDescription: String {
        switch kind {
        case .sequence: return count == 0 ? "an empty list" : "a list"
        case .mapping: return count == 0 ? "an empty mapping" : "a mapping"
        case .scalar:
            if isNull { return "nothing" }
            let text = text ?? ""
            return text.isEmpty ? "an empty text" : "the text " + text.quotedForDisplay()
        }
    }
}
