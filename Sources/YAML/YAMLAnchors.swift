/// The anchors of a document, and what its aliases cost.
///
/// An alias is kept as a reference, so memory is safe; but whoever walks the nodes meets a shared one as often as it
/// is referred to, and ten lines can make that more often than there is time for.
struct YAMLAnchors {
    private struct Anchor {
        let record: Int
        /// How many nodes it stands for; nil while its collection is still open.
        var size: Int?
    }

    private var anchors: [String: Anchor] = [:]

    /// Remembers the node that carries an anchor; a later one of the same name takes its place, as YAML wants it.
    mutating func open(_ name: String, record: Int) {
        anchors[name] = Anchor(record: record)
    }

    /// Notes that the node is complete.
    mutating func close(_ name: String, record: Int, size: Int) {
        guard anchors[name]?.record == record else { return }
        anchors[name]?.size = size
    }

    /// The node that an alias stands for, and how many nodes that are.
    func target(
        of name: String, at mark: Mark, path: @autoclosure () -> String
    ) throws(YAMLError) -> (record: Int, size: Int) {
        guard let anchor = anchors[name] else {
            throw YAMLError(
                .syntax, at: mark, path: path(),
                "the alias \(DisplayText.quoted("*" + name)) refers to nothing above it",
                hint: "an anchor (&\(DisplayText.escaped(name))) has to come before its aliases; "
                    + "a text that begins with * needs quotes"
            )
        }
        guard let size = anchor.size else {
            throw YAMLError(
                .limit, at: mark, path: path(),
                "the alias \(DisplayText.quoted("*" + name)) refers to what it is part of",
                hint: "an alias cannot stand inside the list or mapping that carries its anchor"
            )
        }
        return (anchor.record, size)
    }
}
