import Testing

@testable import ImageSharing

struct DisplayTextTests {
    @Test(arguments: ["", "plain text", "café", "日本語", "a|b<c>`d`", #"C:\u"#, "\u{1F600}"])
    func `What cannot mislead is shown as it is`(text: String) {
        #expect(text.escapedForDisplay == text)
    }

    @Test(arguments: [
        ("\u{1B}[2Jgone", #"\u{1B}[2Jgone"#), ("a\nb", #"a\u{A}b"#), ("a\r\nb", #"a\u{D}\u{A}b"#),
        ("a\tb", #"a\u{9}b"#),
        ("\u{0}", #"\u{0}"#), ("\u{7F}", #"\u{7F}"#), ("\u{9B}31m", #"\u{9B}31m"#), ("a\u{2028}b", #"a\u{2028}b"#),
        ("a\u{2029}b", #"a\u{2029}b"#), ("\u{202E}txt.exe", #"\u{202E}txt.exe"#), ("\u{2066}x", #"\u{2066}x"#),
        ("a\u{200B}b", #"a\u{200B}b"#), ("\u{FEFF}x", #"\u{FEFF}x"#), ("a\u{AD}b", #"a\u{AD}b"#),
        ("\u{E0041}", #"\u{E0041}"#), ("\u{E000}", #"\u{E000}"#), ("e\u{301}\u{1B}", "e\u{301}\\u{1B}"),
    ])
    func `What could steer a terminal, or hide or reorder text, becomes visible`(text: String, shown: String) {
        #expect(Array(text.escapedForDisplay.unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test func `Escaping twice is escaping once`() {
        let once = "a\u{1B}\u{202E}b\n".escapedForDisplay
        #expect(once.escapedForDisplay == once)
    }

    @Test func `No control character and no line break is left, whatever there was`() {
        let everything = String(String.UnicodeScalarView((0...0x2FFF).compactMap { Unicode.Scalar(UInt32($0)) }))
        let left = everything.escapedForDisplay.filter {
            $0.isNewline || $0.unicodeScalars.contains { $0.value < 0x20 }
        }
        #expect(left.isEmpty)
    }
}
