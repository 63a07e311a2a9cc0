internal import Testing
internal import YAML

/// What YAML takes for a line break and a reader's programs do not cannot hide anything.
struct ForeignLineBreakTests {
    private func mistakes(_ text: String) -> [String] {
        YAMLTests.mistakes(in: text).map { "\($0.mark.line):\($0.mark.column) \($0.message)" }
    }

    @Test(arguments: [("\u{85}", "U+0085"), ("\u{2028}", "U+2028"), ("\u{2029}", "U+2029")])
    func `Outside of quotes it is refused`(_ lineBreak: String, _ name: String) {
        let message = "there is a line break here that few programs show, \(name)"
        #expect(mistakes("a:\n- b # harmless\(lineBreak)- c\n") == ["2:15 \(message)"])
        #expect(mistakes("a: b\(lineBreak)c: d") == ["1:5 \(message)"])
        #expect(mistakes("a: |\n  text\(lineBreak)  more\n") == ["2:7 \(message)"])
        #expect(mistakes("\(lineBreak)a: b\nc: \"\(lineBreak)\"\nd: e\(lineBreak)").count == 2)
    }

    @Test func `A carriage return alone is refused, and one before a line feed is not`() {
        let message = "there is a carriage return without a line feed here, U+000D"
        #expect(mistakes("a:\n- b # harmless\r- c\n") == ["2:15 \(message)"])
        #expect(mistakes("a: b\r\nc: d\r\n") == [])
        #expect(mistakes("a: 'b\r\n\r  c'\r\n") == [])
    }

    @Test(arguments: [
        "\"a\u{2028}b\"", "'a\u{2028}b'", "[\"a\u{85}b\", '\u{2029}', \"\u{2028}\"]", "{a: 'é\u{2028}'}",
    ])
    func `In quotes it is a part of the text`(_ text: String) {
        #expect(mistakes("x: \(text) # é\n") == [])
    }

    @Test func `What is wrong after it is reported too`() {
        let found = mistakes("a: b # é\u{2028}c: [d\n")
        #expect(found.count == 2 && found[0].hasPrefix("1:9 there is a line break here"))
    }
}
