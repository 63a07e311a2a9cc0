internal import Text
internal import YAML

extension Node {
    /// Where the node is written, or the alias that stands for it.
    var writtenAt: Mark { aliasMark ?? mark }

    /// What the node is, for the middle of a sentence.
    var inWords: String {
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
