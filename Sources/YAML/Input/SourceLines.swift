import Text

/// The lines of a text, to find and show places of it.
///
/// Where each line starts would be too much to keep for a text of nothing but line breaks, and too little for one of a
/// single line; so places are kept at even distances, and the rest of the way is walked.
package struct SourceLines: Sendable {
    private struct Place {
        var byte: Int
        var line = 1
        var column = 1
    }

    /// The number of bytes between two places that are kept.
    private static let distance = 1024

    private let bytes: [UInt8]
    private let kept: [Place]

    /// Finds the lines of a text in UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - start: the offset of its first byte.
    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        var place = Place(byte: start)
        var kept = [place]
        var next = start + Self.distance
        while place.byte < bytes.count {
            Self.step(&place, in: bytes)
            if place.byte >= next {
                kept.append(place)
                next = place.byte + Self.distance
            }
        }
        self.kept = kept
    }

    /// Goes over one character, or one line break.
    private static func step(_ place: inout Place, in bytes: [UInt8]) {
        let width = breakWidth(bytes, at: place.byte)
        if width > 0 {
            place = Place(byte: place.byte + width, line: place.line + 1)
            return
        }
        place.byte += 1
        while place.byte < bytes.count, bytes[place.byte] & 0xC0 == 0x80 { place.byte += 1 }
        place.column += 1
    }

    /// The number of bytes of the line break at `position`: 0 where there is none.
    ///
    /// These are the breaks that libyaml counts: besides line feed and carriage return, the next line character and
    /// the line and paragraph separators.
    private static func breakWidth(_ bytes: [UInt8], at position: Int) -> Int {
        func byte(_ offset: Int) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }
        switch bytes[position] {
        case 0x0A: return 1
        case 0x0D: return byte(1) == 0x0A ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : 0
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
        default: return 0
        }
    }

    /// The last kept place for which `isBefore` holds; it holds for the first ones only.
    private func lastKept(where isBefore: (Place) -> Bool) -> Place {
        var (low, high) = (0, kept.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if isBefore(kept[middle]) { low = middle } else { high = middle }
        }
        return kept[low]
    }

    /// The place of a byte.
    func mark(ofByte offset: Int) -> Mark {
        var place = lastKept { $0.byte <= offset }
        while place.byte < min(offset, bytes.count) { Self.step(&place, in: bytes) }
        return Mark(line: place.line, column: place.column)
    }

    /// The text before and after a place in its line, at most `limit` bytes each; the whole line of a mark beyond its
    /// end counts as before it.
    func text(around mark: Mark, limit: Int = 4 * Snippet.width) -> (before: Substring, after: Substring) {
        var place = lastKept { ($0.line, $0.column) <= (mark.line, mark.column) }
        while place.byte < bytes.count, (place.line, place.column) < (mark.line, mark.column) {
            let width = Self.breakWidth(bytes, at: place.byte)
            if width > 0 && place.line == mark.line { break }
            Self.step(&place, in: bytes)
        }
        // A column is the number of characters before it, so no line break has to be looked for.
        var (start, characters) = (place.byte, place.column - 1)
        while characters > 0, start > 0, place.byte - start < limit {
            start -= 1
            if bytes[start] & 0xC0 != 0x80 { characters -= 1 }
        }
        var end = place.byte
        while end < bytes.count, end - place.byte < limit, Self.breakWidth(bytes, at: end) == 0 { end += 1 }
        return (
            Substring(decoding: bytes[start..<place.byte], as: UTF8.self),
            Substring(decoding: bytes[place.byte..<end], as: UTF8.self)
        )
    }

    /// The line of a mark with a caret below it; nil where the line holds nothing to show.
    package func snippet(at mark: Mark) -> String? {
        let (before, after) = text(around: mark)
        guard (before + after).contains(where: { $0 != " " }) else { return nil }
        return Snippet(line: mark.line, before: before, after: after).text
    }
}

/// A line with its number, and a caret below one of its characters.
private struct Snippet {
    /// The two lines, without a line break at the end.
    let text: String

    /// The most characters of the line that are shown.
    static let width = 100

    /// Shows the middle of a line.
    ///
    /// - Parameters:
    ///   - line: the line's number.
    ///   - before: the text before the caret.
    ///   - after: the text at and after the caret.
    init(line: Int, before: Substring, after: Substring) {
        let (left, right) = (before.unicodeScalars, after.unicodeScalars)
        // A third of what is shown lies before the caret, or more where little comes after it.
        let leftWidth = max(Self.width / 3, Self.width - right.count)
        let rightWidth = max(Self.width - Self.width / 3, Self.width - left.count)
        let shownBefore = (left.count > leftWidth ? "…" : "") + Self.escaped(left.suffix(leftWidth))
        let shownAfter = Self.escaped(right.prefix(rightWidth)) + (right.count > rightWidth ? "…" : "")

        let number = String(line)
        let gutter = String(repeating: " ", count: number.count)
        let indent = String(repeating: " ", count: shownBefore.displayWidth)
        text = "\(number) | \(shownBefore)\(shownAfter)\n\(gutter) | \(indent)^"
    }

    private static func escaped(_ scalars: Substring.UnicodeScalarView) -> String {
        scalars.reduce(into: "") { $0 += $1.escapedForDisplay }
    }
}
