import Text

/// The keys and positions that lead to a node, like `images.name.members[3]`.
package struct NodePath: Hashable, Sendable {
    private enum Step: Hashable {
        case key(String)
        case index(Int)
    }

    /// The number of steps that are shown; where something is wrong with deeper ones, the place says more than the path.
    private static let shownDepth = 10

    private var steps: [Step] = []

    /// The path of the root.
    package init() {}

    /// The path of the value of a key.
    package func appending(key: String) -> NodePath {
        var path = self
        path.steps.append(.key(key))
        return path
    }

    /// The path of an item of a list, counted from 0.
    package func appending(index: Int) -> NodePath {
        var path = self
        path.steps.append(.index(index))
        return path
    }

    /// The path as text, fit to be shown; empty for the root.
    package var text: String {
        var text = ""
        for (depth, step) in steps.enumerated() {
            guard depth < Self.shownDepth else { return text + "…" }
            switch step {
            case .key(let key): text += (text.isEmpty ? "" : ".") + key.escapedForDisplay(limit: 64)
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}
