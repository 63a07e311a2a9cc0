/// Turns libyaml's positions, which count characters, into positions that count bytes.
///
/// Positions come nearly sorted, so the cursor walks from the last one it was asked for.
struct CharacterCursor {
    private let isASCII: Bool
    private let start: Int
    private var character = 0
    private var byte: Int

    init(_ source: SourceText) {
        // A byte of more than 7 bits leaves its mark in the union of all; unlike a search, this runs on vectors.
        isASCII = source.bytes[source.start...].reduce(0, |) < 0x80
        start = source.start
        byte = source.start
    }

    /// The position of the first byte of character number `target`, counted from 0.
    mutating func byteOffset(ofCharacter target: Int, in source: SourceText) -> Int {
        if isASCII { return min(start + target, source.bytes.count) }
        let bytes = source.bytes
        while character < target, byte < bytes.count {
            byte += 1
            while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
            character += 1
        }
        while character > target, byte > start {
            byte -= 1
            while byte > start, bytes[byte] & 0xC0 == 0x80 { byte -= 1 }
            character -= 1
        }
        return byte
    }
}
