/// The data that the nodes of one document share: the source, kept once, and a record for each node.
final class NodeStorage: Sendable {
    let source: SourceText
    /// The texts of scalars whose bytes differ from the source: those with escapes, folds or indentation.
    let decoded: [UInt8]
    let records: [NodeRecord]

    init(source: SourceText, decoded: [UInt8], records: [NodeRecord]) {
        self.source = source
        self.decoded = decoded
        self.records = records
    }

    /// The text of a scalar.
    func text(of scalar: NodeRecord) -> String { String(decoding: bytes(of: scalar), as: UTF8.self) }

    /// The text of a scalar as UTF-8.
    func bytes(of scalar: NodeRecord) -> ArraySlice<UInt8> {
        let range = Int(scalar.place)..<Int(scalar.place) + Int(scalar.count)
        return scalar.isDecoded ? decoded[range] : source.bytes[range]
    }
}

/// One node as it is kept: 20 bytes, because a manifest can hold a million.
///
/// Records lie in the order of the text, a collection before its children, so that children need no pointers.
struct NodeRecord {
    enum Kind: UInt8 {
        case scalar, sequence, mapping, alias
        /// The target of an alias that leads nowhere.
        case unknown
    }

    let kind: Kind
    /// A scalar's style.
    var style = ScalarStyle.plain
    /// True if a scalar's bytes lie among the decoded ones, because those of the source differ.
    var isDecoded = false
    /// True if the node has an anchor, so that others may share it.
    var isAnchored = false
    let mark: Mark
    /// A scalar's first byte; a collection's end, as the index after its last descendant; an alias's target.
    var place: UInt32
    /// A scalar's length in bytes; a collection's number of children, where a pair counts as two.
    var count: UInt32

    /// The index of the record after this node and all below it.
    func end(from index: Int) -> Int {
        kind == .sequence || kind == .mapping ? Int(place) : index + 1
    }
}

/// The ways to write a scalar.
package enum ScalarStyle: UInt8, Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
}
