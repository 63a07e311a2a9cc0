/// A node of a document: a text, a list, or a mapping, that knows its place.
///
/// It is a light view: the document stays alive as long as one of its nodes does. An alias is the node it stands for.
package struct Node: Sendable {
    /// The kinds of node.
    package enum Kind: Sendable { case scalar, sequence, mapping }

    let storage: NodeStorage
    let index: Int
    /// The place of the alias through which this node was reached, if it was.
    package let aliasMark: Mark?

    init(_ storage: NodeStorage, at index: Int) {
        self.init(storage, at: index, storage.records[index])
    }

    init(_ storage: NodeStorage, at index: Int, _ record: NodeRecord) {
        self.storage = storage
        if record.kind == .alias {
            self.index = Int(record.place)
            aliasMark = record.mark
        } else {
            self.index = index
            aliasMark = nil
        }
    }

    private var record: NodeRecord { storage.records[index] }

    /// The node's kind.
    package var kind: Kind {
        switch record.kind {
        case .sequence: .sequence
        case .mapping: .mapping
        case .scalar, .alias, .unknown: .scalar
        }
    }

    /// The place where the node is written; for an alias, that of its target.
    package var mark: Mark { record.mark }

    /// A number that is the node's own in its document: whoever meets it again, meets the same node.
    package var identity: Int { index }

    /// True for an alias that leads nowhere: nobody knows what the node was to be, and the mistake is reported already.
    package var isUnknown: Bool { record.kind == .unknown }

    /// True if the node has an anchor, so that it may be met again.
    package var isAnchored: Bool { record.isAnchored }

    /// The text of a scalar as it is written, quotes and escapes resolved; nil for a list or a mapping.
    ///
    /// No types are guessed: `1e10`, `no` and `null` are texts.
    package var text: String? {
        record.kind == .scalar ? storage.text(of: record) : nil
    }

    /// The same as UTF-8, for whoever reads a million of them and needs no text of its own.
    package var utf8: ArraySlice<UInt8>? {
        record.kind == .scalar ? storage.bytes(of: record) : nil
    }

    /// True for a text without quotes.
    package var isPlain: Bool { record.kind == .scalar && record.style == .plain }

    /// True where YAML's core schema reads the node as nothing: an unquoted `~` or `null`, or no text at all.
    package var isNull: Bool {
        guard isPlain, record.count <= 4 else { return false }
        return switch storage.text(of: record) {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }

    /// The number of items of a list, or of pairs of a mapping; 0 for a text.
    package var count: Int {
        switch kind {
        case .scalar: 0
        case .sequence: Int(record.count)
        case .mapping: Int(record.count) / 2
        }
    }

    /// The items of a list in order; none for anything else.
    package var items: NodeItems {
        NodeItems(storage, of: index, count: kind == .sequence ? count : 0)
    }

    /// The pairs of a mapping in the order of the text; none for anything else.
    package var pairs: NodePairs {
        NodePairs(items: NodeItems(storage, of: index, count: kind == .mapping ? 2 * count : 0))
    }

    /// The value of a mapping's key, where the key is there.
    package subscript(key: String) -> Node? {
        pairs.first { $0.key.text == key }?.value
    }
}

/// The children of a node, found by walking its records.
package struct NodeItems: Sequence, IteratorProtocol, Sendable {
    private let storage: NodeStorage
    private var index: Int
    private var remaining: Int

    init(_ storage: NodeStorage, of parent: Int, count: Int) {
        self.storage = storage
        index = parent + 1
        remaining = count
    }

    /// The next child, or nil after the last.
    package mutating func next() -> Node? {
        guard remaining > 0 else { return nil }
        remaining -= 1
        let (here, record) = (index, storage.records[index])
        index = record.end(from: here)
        return Node(storage, at: here, record)
    }

    /// The number of children that are left.
    package var underestimatedCount: Int { remaining }
}

/// The pairs of a mapping.
package struct NodePairs: Sequence, IteratorProtocol, Sendable {
    var items: NodeItems

    /// The next pair, or nil after the last.
    package mutating func next() -> (key: Node, value: Node)? {
        guard let key = items.next(), let value = items.next() else { return nil }
        return (key, value)
    }

    /// The number of pairs that are left.
    package var underestimatedCount: Int { items.underestimatedCount / 2 }
}
