import Text

/// A secret, as it is looked for in a text.
struct SecretPattern: Sendable {
    private let scalars: [Unicode.Scalar]
    /// The secret in pieces that are equal exactly where they look the same; empty where it is ASCII, which has one form.
    private let pieces: [String]

    /// Prepares to look for a secret that is not empty.
    init(_ secret: String) {
        let scalars = Array(secret.unicodeScalars)
        var pieces: [String] = []
        if !scalars.allSatisfy(\.isASCII) {
            var start = 0
            while start < scalars.count {
                let end = Self.pieceEnd(from: start, count: scalars.count) { scalars[$0] }
                pieces.append(Self.text(start..<end) { scalars[$0] })
                start = end
            }
        }
        self.scalars = scalars
        self.pieces = pieces
    }

    /// The ranges of a text's units in which the secret stands.
    func matches(in text: EscapedText) -> [Range<Int>] {
        let units = text.units
        var matches: [Range<Int>] = []
        for start in units.indices {
            if units[start].scalar == scalars[0], start + scalars.count <= units.count,
                scalars.indices.allSatisfy({ units[start + $0].scalar == scalars[$0] })
            {
                matches.append(start..<start + scalars.count)
            } else if !pieces.isEmpty, !text.isASCII, let end = end(ofPiecesFrom: start, in: units) {
                matches.append(start..<end)
            }
        }
        return matches
    }

    /// The end of the secret where it begins at `start`, however its letters are composed.
    private func end(ofPiecesFrom start: Int, in units: [EscapedText.Unit]) -> Int? {
        var position = start
        for (index, piece) in pieces.enumerated() {
            guard position < units.count else { return nil }
            var end = Self.pieceEnd(from: position, count: units.count) { units[$0].scalar }
            // More marks may follow the last letter than the secret has.
            let isLast = index == pieces.count - 1
            while Self.text(position..<end, { units[$0].scalar }) != piece {
                guard isLast, end > position + 1 else { return nil }
                end -= 1
            }
            position = end
        }
        return position
    }

    /// The end of a letter with its marks: what may compose with one another, and with nothing else.
    private static func pieceEnd(from start: Int, count: Int, _ scalar: (Int) -> Unicode.Scalar) -> Int {
        var end = start + 1
        // Zalgo has no end; no letter of a password has as many marks.
        while end < count, end < start + 32, continuesPiece(scalar(end)) { end += 1 }
        return end
    }

    private static func continuesPiece(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        if scalar.properties.canonicalCombiningClass != .notReordered { return true }
        // The vowels and the final consonants of Hangul compose with what stands before them.
        if (0x1160...0x11FF).contains(scalar.value) { return true }
        return scalar.isMark
    }

    /// A text; two of them are equal where they are canonically equivalent (UAX 15), as all strings of Swift.
    private static func text(_ range: Range<Int>, _ scalar: (Int) -> Unicode.Scalar) -> String {
        String(String.UnicodeScalarView(range.map(scalar)))
    }
}
