/// Texts of the characters that break what is put together by hand.
package enum TrickyText {
    private static let alphabet: [Unicode.Scalar] = [
        "`", "`", "|", "\"", "'", "\\", "=", " ", "<", ">", "&", "*", "_", "[", "]", "(", ")", "@", "#", "!", "-", "a",
        "b",
        "é", "\u{301}", "\u{301}", "\u{308}", "\u{20DD}", "\u{903}", "\u{200D}", "\u{FE0F}", "\u{34F}", "\u{202E}",
        "\u{2066}",
        "\u{2028}", "\u{85}", "\u{A0}", "\u{3000}", "\u{3164}", "\u{AD}", "\u{FEFF}", "\u{E0041}", "\u{E000}",
        "\u{10FFFF}",
        "\n", "\r", "\t", "\u{0}", "\u{1B}", "\u{7F}", "\u{9B}", "👩", "\u{1F3FD}", "각", "\u{11A8}", "日",
    ]

    /// Makes so many texts, the same for the same seed.
    package static func texts(_ count: Int, seed: UInt64) -> [String] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            let length = Int.random(in: 0...12, using: &generator)
            var text = String.UnicodeScalarView()
            for _ in 0..<length { text.append(alphabet.randomElement(using: &generator) ?? "a") }
            return String(text)
        }
    }
}
