/// The amount of text and nodes that is read before the reader gives up, so that no text can eat the machine.
///
/// libyaml itself has no such limits: a few hundred bytes can nest, or grow by aliases, without end.
package struct YAMLLimits: Sendable {
    /// The most bytes of input.
    package var bytes: Int
    /// The most levels of lists and mappings inside one another.
    package var depth: Int
    /// The most nodes: texts, lists, mappings and aliases together.
    package var nodes: Int
    /// The most nodes that there would be if each alias were written out.
    package var expandedNodes: Int
    /// The most bytes of text that there would be if each alias were written out.
    package var expandedBytes: Int
    /// The most mistakes that are kept; more are counted.
    package var mistakes: Int

    /// Makes limits.
    package init(
        bytes: Int = 64 << 20, depth: Int = 64, nodes: Int = 4_000_000, expandedNodes: Int = 10_000_000,
        expandedBytes: Int = 512 << 20, mistakes: Int = 1000
    ) {
        // Positions are kept in 32 bits, and a text may grow by half when it becomes UTF-8.
        self.bytes = min(bytes, 1 << 31)
        self.depth = depth
        self.nodes = min(nodes, 1 << 31)
        self.expandedNodes = expandedNodes
        self.expandedBytes = expandedBytes
        self.mistakes = mistakes
    }
}
