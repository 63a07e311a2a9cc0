internal import Testing
internal import YAML

struct SyntaxFailureTests {
    @Test(arguments: [
        ("a:\n\t- b", "2:1", "a tab is used for indentation here"),
        ("a: \"b\nc", "1:4", "the quotes that open here are never closed"),
        ("a: [b", "1:4", "the bracket that opens here is never closed"),
        ("a: {b: c", "1:4", "the brace that opens here is never closed"),
        ("a: [b\nc: d", "2:2", "the list in brackets that starts in line 1, column 4 is not closed before this"),
        ("a: b: c", "1:5", "a colon makes a key here, where no key can be"),
        ("a: - b", "1:4", "a list item (-) cannot be here"),
        ("a: @b", "1:4", "a text cannot start with this character unless it is in quotes"),
        ("a: \"\\q\"", "1:5", "there is no such escape in double quotes"),
        ("a: b\n  c: d", "2:4", "a colon makes a key here, where no key can be"),
        ("a:\n  b: 1\n c: 2", "3:2", "this line does not fit the mapping that starts in line 1, column 1"),
        ("a: 1\nb", "2:1", "this looks like a key, but there is no colon after it"),
        ("a: &", "1:5", "a name has to follow the & of an anchor or the * of an alias here"),
        ("a: *b", "1:4", "the alias “*b” refers to nothing above it"),
        ("a: !b!c d", "1:4", "there is a tag (!) here that is not declared"),
        ("a: \u{1}", "1:4", "a control character “\\u{1}” stands here, which YAML does not allow"),
    ])
    func `The messages of libyaml are translated`(_ text: String, _ place: String, _ message: String) throws {
        let error = try #require(throws: YAMLError.self) { try YAMLDocument(Array(text.utf8)) }
        #expect("\(error.mark.line):\(error.mark.column)" == place)
        #expect(error.message == message)
    }

    @Test func `Broken encodings have a place`() throws {
        let cases: [([UInt8], Mark)] = [
            ([0x61, 0x3A, 0x20, 0xC3, 0xA9, 0xFF], Mark(line: 1, column: 5)),
            ([0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0, 0xDC, 0x20, 0], Mark(line: 2, column: 1)),
            ([0x80, 0x80, 0x61, 0x0A, 0x80, 0x80, 0x61, 0xFF], Mark.start),
            ([0xFE, 0xFF, 0, 0x61, 0], Mark(line: 1, column: 2)),
            ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], Mark.start),
        ]
        for (bytes, mark) in cases {
            let error = try #require(throws: YAMLError.self) { try YAMLDocument(bytes) }
            #expect(error.mark == mark, "\(error.message)")
            #expect(error.kind == .syntax)
        }
    }
}
