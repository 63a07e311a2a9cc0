/// The anchors of a document, and what its aliases cost.
///
/// An alias is kept as a reference, so memory is safe; but whoever walks the nodes meets a shared one as often as it
/// is referred to, and ten lines can make that more often than there is time for.
struct YAMLAnchors {
    private struct Anchor {
        let record: Int
        /// The size of what it stands for; nil while its collection is still open.
        var size: ExpandedSize?
    }

    /// The reasons why an alias stands for nothing.
    enum Failure: Error {
        case undefined, recursive

        /// The mistake of an alias that stands for nothing.
        func error(of name: String, at mark: Mark, path: String) -> YAMLError {
            switch self {
            case .undefined:
                YAMLError(
                    .syntax, at: mark, path: path, "the alias\(quoting: "*" + name) refers to nothing above it",
                    hint:
                        "an anchor\(quoting: "&" + name) has to come before its aliases; a text that begins with * needs quotes"
                )
            case .recursive:
                YAMLError(
                    .limit, at: mark, path: path, "the alias\(quoting: "*" + name) refers to what it is part of",
                    hint: "an alias cannot stand inside the list or mapping that carries its anchor"
                )
            }
        }
    }

    private var anchors: [String: Anchor] = [:]

    /// Remembers the node that carries an anchor; a later one of the same name takes its place, as YAML wants it.
    mutating func open(_ name: String, record: Int) {
        anchors[name] = Anchor(record: record)
    }

    /// Notes that the node is complete.
    mutating func close(_ name: String, record: Int, size: ExpandedSize) {
        guard anchors[name]?.record == record else { return }
        anchors[name]?.size = size
    }

    /// The node that an alias stands for, and its size.
    func target(of name: String) throws(Failure) -> (record: Int, size: ExpandedSize) {
        guard let anchor = anchors[name] else { throw .undefined }
        guard let size = anchor.size else { throw .recursive }
        return (anchor.record, size)
    }
}

/// The size of a node, each alias in it written out.
struct ExpandedSize {
    /// The nodes, the node itself included.
    var nodes = 1
    /// The bytes of their texts.
    var bytes = 0

    static func += (size: inout ExpandedSize, other: ExpandedSize) {
        size.nodes += other.nodes
        size.bytes += other.bytes
    }
}
