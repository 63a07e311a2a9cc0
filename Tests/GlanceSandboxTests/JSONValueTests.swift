import Testing

@testable import GlanceSandbox

/// JSON as the services read and write it.
@Suite struct JSONValueTests {
    @Test func keepsTheOrderOfKeys() {
        let value: JSONValue = ["b": 1, "a": [nil, true, "\"\\\n\u{1}é😀"], "c": [:]]
        #expect(value.text == #"{"b": 1, "a": [null, true, "\"\\\n\u0001é😀"], "c": {}}"#)
    }

    @Test(arguments: ["null", "true", "1", "1.5", "\"a\"", "[]", "{}", "[1, [2, {\"a\": null}]]"])
    func roundTrips(text: String) throws {
        #expect(try #require(JSONValue(bytes: Array(text.utf8))).text == text)
    }

    @Test(arguments: ["", "{", "nul", "{\"a\": }", "[1] 2", "{'a': 1}"])
    func malformed(text: String) {
        #expect(JSONValue(bytes: Array(text.utf8)) == nil)
    }

    @Test func depthIsNoDanger() {
        #expect(JSONValue(bytes: Array(repeating: UInt8(ascii: "["), count: 100_000)) == nil)
    }
}
