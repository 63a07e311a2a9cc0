internal import Testing
internal import YAML

struct SourceTextTests {
    private static let text = "ключ: значение\n\"日本\": [a, 😀, b]\r\nlast:\n  - é x\n  - *no\n"

    private static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    private static let encodings: [[UInt8]] = [
        Array(text.utf8), Array(("\u{FEFF}" + text).utf8),
        utf16(text, bigEndian: true, mark: true), utf16(text, bigEndian: false, mark: true),
    ]

    @Test(arguments: encodings)
    func `Marks count characters in every encoding`(_ bytes: [UInt8]) throws {
        let fine = bytes.count % 2 == 0 && bytes.contains(0) ? Self.cut(bytes) : Self.cutUTF8(bytes)
        let root = try #require(try YAMLDocument(fine).root)
        let list = try #require(root["日本"])
        #expect(root["ключ"]?.text == "значение")
        #expect(root["ключ"]?.mark == Mark(line: 1, column: 7))
        #expect(list.items.map(\.mark.column) == [8, 11, 14])
        #expect(list.items.map(\.text) == ["a", "😀", "b"])
        #expect(root["last"]?.items.map(\.mark) == [Mark(line: 4, column: 5)])
    }

    @Test(arguments: encodings)
    func `Errors count characters in every encoding`(_ bytes: [UInt8]) throws {
        let error = try #require(throws: YAMLError.self) { try YAMLDocument(bytes) }
        #expect(error.mark == Mark(line: 5, column: 5))
        #expect(error.snippet == "5 |   - *no\n  |     ^")
    }

    @Test func `Plain UTF-16 is known by its zeros`() throws {
        for bigEndian in [true, false] {
            let bytes = Self.utf16("a: é\n", bigEndian: bigEndian, mark: false)
            #expect(try YAMLDocument(bytes).root?["a"]?.text == "é")
        }
    }

    /// Leaves the last line, which is a mistake, out.
    private static func cut(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropLast(2 * "  - *no\n".count)) }
    private static func cutUTF8(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropLast("  - *no\n".count)) }
}
