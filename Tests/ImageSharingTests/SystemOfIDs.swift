import TestSupport

/// Draws identifiers.
struct SystemOfIDs {
    private var generator: SplitMix64

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    /// Draws 32 hexadecimal digits.
    ///
    /// Many begin alike, so that orders are decided late in the text as well as early.
    mutating func hex() -> String {
        let alphabet = Array("0123456789abcdef")
        let same = Int.random(in: 0...31, using: &generator)
        var text = String(repeating: "7", count: same)
        while text.count < 32 { text.append(alphabet[Int.random(in: 0..<16, using: &generator)]) }
        return text
    }

    /// Draws a lower-case dashed UUID, of any version.
    mutating func uuid() -> String {
        let digits = Array(hex())
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
