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

    /// How many are left.
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

    /// How many are left.
    package var underestimatedCount: Int { items.underestimatedCount / 2 }
}
