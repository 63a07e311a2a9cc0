/// A text as UTF-8, kept once: scalars and snippets are ranges of it.
struct SourceText: Sendable {
    /// The bytes, a byte order mark included.
    let bytes: [UInt8]
    /// The offset of the first byte after a byte order mark.
    let start: Int
    /// The kinds of byte that are in the text, so that whoever looks for one need not look at nearly any text.
    let contents: Contents

    /// The kinds of byte that the reader has to know of.
    struct Contents: OptionSet {
        let rawValue: UInt8

        /// Bytes beyond ASCII.
        static let nonASCII = Contents(rawValue: 0x80)
        /// Carriage returns.
        static let carriageReturns = Contents(rawValue: 1)
        /// Percent signs.
        static let percentSigns = Contents(rawValue: 2)

        /// Looks at all bytes, at the speed of memory: a search that stops early would be slower.
        init(of bytes: ArraySlice<UInt8>) {
            rawValue = bytes.reduce(0) { $0 | ($1 & 0x80) | ($1 == 0x0D ? 1 : 0) | ($1 == UInt8(ascii: "%") ? 2 : 0) }
        }

        init(rawValue: UInt8) {
            self.rawValue = rawValue
        }
    }

    /// Takes UTF-8 as it is, and turns UTF-16 into UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: the text. UTF-8 is not checked here; libyaml does that on the way.
    ///   - limit: the most bytes.
    /// - Throws: an error where the text is too large, or is not what its first bytes promise.
    init(_ bytes: consuming [UInt8], limit: Int) throws(YAMLError) {
        guard bytes.count <= limit else {
            throw YAMLError(
                .limit, at: .start, "the file is larger than \(trusted: Self.size(limit)), which is more than is read",
                hint: "split it into several files"
            )
        }
        switch Self.encoding(of: bytes) {
        case .utf8(let start):
            self.bytes = bytes
            self.start = start
        case .utf16(let bigEndian, let start):
            self.bytes = try UTF16Text.utf8(of: bytes, from: start, bigEndian: bigEndian)
            self.start = 0
        case .utf32:
            throw YAMLError(
                .syntax, at: .start, "the file is written in UTF-32, which is not read here", hint: "save it as UTF-8"
            )
        }
        contents = Contents(of: self.bytes[start...])
    }

    /// The lines of the text, to find and show places of it: worth making only where there is something to show.
    func lines() -> SourceLines { SourceLines(bytes, from: start) }

    private enum Encoding {
        case utf8(start: Int)
        case utf16(bigEndian: Bool, start: Int)
        case utf32
    }

    /// Recognizes the encoding by the byte order mark, else by where the zero of the first, ASCII, character lies
    /// (YAML 1.2.2, section 5.2).
    private static func encoding(of bytes: [UInt8]) -> Encoding {
        let head = Array(bytes.prefix(4))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8(start: 3) }
        if head == [0xFF, 0xFE, 0, 0] || head == [0, 0, 0xFE, 0xFF] { return .utf32 }
        if head.starts(with: [0xFE, 0xFF]) { return .utf16(bigEndian: true, start: 2) }
        if head.starts(with: [0xFF, 0xFE]) { return .utf16(bigEndian: false, start: 2) }
        guard head.count > 1, bytes.count % 2 == 0 else { return .utf8(start: 0) }
        if head[0] == 0, head[1] != 0 { return .utf16(bigEndian: true, start: 0) }
        if head[1] == 0, head[0] != 0 { return .utf16(bigEndian: false, start: 0) }
        return .utf8(start: 0)
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
    }
}

/// Turns UTF-16 into UTF-8, so that everything after it knows one encoding.
private enum UTF16Text {
    /// The text of `bytes` as UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: UTF-16.
    ///   - start: the offset of the first byte after a byte order mark.
    ///   - bigEndian: true where the high byte of a unit comes first.
    /// - Returns: the same text as UTF-8.
    /// - Throws: an error at the first half of a surrogate pair that stands alone, or at half a unit at the end.
    static func utf8(of bytes: [UInt8], from start: Int, bigEndian: Bool) throws(YAMLError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count - start) / 2)
        var position = start
        func unit(at position: Int) -> UInt32? {
            guard position + 1 < bytes.count else { return nil }
            let (first, second) = (UInt32(bytes[position]), UInt32(bytes[position + 1]))
            return bigEndian ? first << 8 | second : second << 8 | first
        }
        while position < bytes.count {
            guard var value = unit(at: position) else {
                throw failure("the file ends in the middle of a UTF-16 character", after: result)
            }
            position += 2
            if value & 0xFC00 == 0xD800, let low = unit(at: position), low & 0xFC00 == 0xDC00 {
                value = 0x1_0000 + (value & 0x3FF) << 10 + (low & 0x3FF)
                position += 2
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw failure("half of a UTF-16 surrogate pair stands alone here", after: result)
            }
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return result
    }

    private static func failure(_ message: String, after result: [UInt8]) -> YAMLError {
        let mark = SourceLines(result).mark(ofByte: result.count)
        return YAMLError(
            .syntax, at: mark, ErrorMessage(trusted: message), hint: "the file is damaged; save it as UTF-8")
    }
}
