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

    /// How many bytes lie between two places that are kept.
    private static let distance = 1024

    private let bytes: [UInt8]
    private let kept: [Place]

    init(_ source: SourceText) {
        self.init(source.bytes, from: source.start)
    }

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

    /// How many bytes the line break at `position` has: 0 where there is none.
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

    /// What stands before and after a place in its line, at most `limit` bytes each; the whole line of a mark beyond
    /// its end counts as before it.
    func text(around mark: Mark, limit: Int = 4 * Snippet.width) -> (before: Substring, after: Substring) {
        var place = lastKept { ($0.line, $0.column) <= (mark.line, mark.column) }
        while place.byte < bytes.count, (place.line, place.column) < (mark.line, mark.column) {
            let width = Self.breakWidth(bytes, at: place.byte)
            if width > 0 && place.line == mark.line { break }
            Self.step(&place, in: bytes)
        }
        // A column tells how many characters lie before it, so no line break has to be looked for.
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
