internal import Testing
internal import YAML

struct SourceLinesTests {
    /// The snippet of the error at an alias that leads nowhere.
    private func snippet(_ text: String) throws -> [Substring] {
        let error = try #require(throws: YAMLError.self) { try YAMLDocument(Array(text.utf8)) }
        return try #require(error.snippet).split(separator: "\n")
    }

    @Test func `The caret stands below the character`() throws {
        #expect(try snippet("a: 1\nb: [x, *no]\n") == ["2 | b: [x, *no]", "  |        ^"])
    }

    @Test func `Tabs and controls are visible and counted`() throws {
        #expect(try snippet("a: [\t*no]") == ["1 | a: [\\t*no]", "  |       ^"])
        let lines = try snippet("a: [\u{200B}, \u{A0}, *no]")
        #expect(lines[0] == "1 | a: [\\u{200B}, \\u{A0}, *no]")
        #expect(lines[1] == "  | " + String(repeating: " ", count: 22) + "^")
    }

    @Test func `Wide and combining characters are measured`() throws {
        #expect(try snippet("[日本, *no]") == ["1 | [日本, *no]", "  |        ^"])
        #expect(try snippet("[e\u{301}, *no]") == ["1 | [e\u{301}, *no]", "  |     ^"])
    }

    @Test func `Long lines are cut around the caret`() throws {
        let fill = String(repeating: "x, ", count: 1000)
        let lines = try snippet("[\(fill)*no, \(fill)x]")
        #expect(lines[0].count < 120 && lines[0].hasPrefix("1 | …") && lines[0].hasSuffix("…"))
        let caret = try #require(lines[1].firstIndex(of: "^"))
        let column = lines[1].distance(from: lines[1].startIndex, to: caret)
        #expect(lines[0].dropFirst(column).hasPrefix("*no"))
    }
}
