/// One node as it is kept: 20 bytes, because a manifest can hold a million.
///
/// Records lie in the order of the text, a collection before its children, so that children need no pointers.
struct NodeRecord {
    enum Kind: UInt8 {
        case scalar, sequence, mapping, alias
        /// What an alias stands for that leads nowhere.
        case unknown
    }

    let kind: Kind
    /// How a scalar is written.
    var style = ScalarStyle.plain
    /// Whether a scalar's bytes lie among the decoded ones, because those of the source differ.
    var isDecoded = false
    /// Whether the node has an anchor, so that others may share it.
    var isAnchored = false
    let mark: Mark
    /// A scalar's first byte; a collection's end, as the index after its last descendant; an alias's target.
    var place: UInt32
    /// A scalar's length in bytes; how many children a collection has, where a pair counts as two.
    var count: UInt32

    /// The index of the record after this node and all below it.
    func end(from index: Int) -> Int {
        kind == .sequence || kind == .mapping ? Int(place) : index + 1
    }
}

/// How a scalar is written.
package enum ScalarStyle: UInt8, Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
}
