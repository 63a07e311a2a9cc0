/// The distance of two words, in typing errors.
package enum EditDistance {
    /// The least number of characters to insert, remove, replace, or swap with a neighbour, that turns `one` into
    /// `other` (optimal string alignment); for short words only, as it takes their lengths multiplied.
    package static func between(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
        guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
        var twoAbove: [Int] = []
        var above = Array(0...other.count)
        for row in 1...one.count {
            var current = [row]
            for column in 1...other.count {
                let replaced = above[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1)
                var best = min(replaced, above[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    best = min(best, twoAbove[column - 2] + 1)
                }
                current.append(best)
            }
            (twoAbove, above) = (above, current)
        }
        return above[other.count]
    }
}
