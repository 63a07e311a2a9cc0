import Testing

@testable import GlanceSandbox

/// JSON as the services read and write it.
@Suite struct JSONValueTests {
    @Test func `An object keeps the order of its keys`() {
        let value: JSONValue = ["b": 1, "a": [nil, true, "\"\\\n\u{1}é😀"], "c": [:]]
        #expect(value.text == #"{"b": 1, "a": [null, true, "\"\\\n\u0001é😀"], "c": {}}"#)
    }

    @Test(arguments: ["null", "true", "1", "1.5", "\"a\"", "[]", "{}", "[1, [2, {\"a\": null}]]"])
    func `A document is written as it was read`(text: String) throws {
        #expect(try #require(JSONValue(bytes: Array(text.utf8))).text == text)
    }

    @Test(arguments: [
        "", "{", "nul", "{\"a\": }", "[1] 2", "{'a': 1}", "[1,]", "{\"a\": 1,}", "{,}", "\u{FEFF}[]", "[01]", "[+1]",
        "[1.]",
        "[.5]", "[-]", "[0x1]", "\"a\nb\"", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "[1] // a", "\u{A0}[]", "True",
        "[" + String(repeating: "9", count: 4301) + "]",
    ])
    func `A text that is no JSON is refused`(text: String) {
        #expect(throws: JSONReader.Failure.malformed) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test(arguments: [[0xFF], [0xC0, 0xAF], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x7B, 0, 0x7D, 0]] as [[UInt8]])
    func `A document in another encoding than UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: JSONReader.Failure.malformed) { try JSONReader.read(bytes) }
    }

    @Test(
        arguments: [
            ("\"\\ud83d\\ude00\\/\\b\"", JSONValue.string("\u{1F600}/\u{8}")), ("\"a\\ud800\"", .string("a\0")),
            ("\"\\ud800\\u0061\"", .string("\0a")), ("[1e400, -Infinity]", [.number(.infinity), .number(-.infinity)]),
            ("{\"a\": 1, \"b\": 2, \"a\": 3}", ["a": 3, "b": 2]), (" \t\r\n-0.5e-1 ", .number(-0.05)),
        ] as [(String, JSONValue)])
    func `Escapes, repeated keys and odd numbers are read as Python reads them`(text: String, value: JSONValue) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test func `Two spellings of a letter are two keys`() throws {
        guard case .object(let entries) = try JSONReader.read(Array("{\"e\u{301}\": 1, \"\u{E9}\": 2}".utf8)) else {
            Issue.record("no object")
            return
        }
        #expect(entries.count == 2)
    }

    @Test func `Deep nesting is refused, and is no danger`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONReader.read(nested(900))
        for depth in [5000, 100_000] {
            #expect(throws: JSONReader.Failure.tooDeep) { try JSONReader.read(nested(depth)) }
        }
    }
}
