/// A text as UTF-8, kept once: scalars and snippets are ranges of it.
struct SourceText: Sendable {
    /// The bytes, a byte order mark included.
    let bytes: [UInt8]
    /// Where the text starts, after a byte order mark.
    let start: Int

    /// Takes UTF-8 as it is, and turns UTF-16 into UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: the text. UTF-8 is not checked here; libyaml does that on the way.
    ///   - limit: the most bytes.
    /// - Throws: an error where the text is too large, or is not what its first bytes promise.
    init(_ bytes: consuming [UInt8], limit: Int) throws(YAMLError) {
        guard bytes.count <= limit else {
            throw YAMLError(
                .limit, at: .start, "the file is larger than \(own: Self.inWords(limit)), which is more than is read",
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
    }

    private enum Encoding {
        case utf8(start: Int)
        case utf16(bigEndian: Bool, start: Int)
        case utf32
    }

    /// Tells the encoding by the byte order mark, else by where the zero of the first, ASCII, character lies
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

    private static func inWords(_ limit: Int) -> String {
        limit >= 1 << 20 && limit % (1 << 20) == 0 ? "\(limit >> 20) MiB" : "\(limit) bytes"
    }
}
