import TestSupport
import Testing

@testable import Text

struct StringDisplayTests {
    @Test(arguments: ["", "plain text", "café", "日本語", "a|b<c>`d`", #"C:\u"#, "\u{1F600}"])
    func `What cannot mislead is shown as it is`(text: String) {
        #expect(text.escapedForDisplay == text)
    }

    @Test(arguments: [
        ("\u{1B}[2Jgone", #"\u{1B}[2Jgone"#), ("a\nb", #"a\u{A}b"#), ("a\r\nb", #"a\u{D}\u{A}b"#),
        ("a\tb", #"a\tb"#),
        ("\u{0}", #"\u{0}"#), ("\u{7F}", #"\u{7F}"#), ("\u{9B}31m", #"\u{9B}31m"#), ("a\u{2028}b", #"a\u{2028}b"#),
        ("a\u{2029}b", #"a\u{2029}b"#), ("\u{202E}txt.exe", #"\u{202E}txt.exe"#), ("\u{2066}x", #"\u{2066}x"#),
        ("a\u{200B}b", #"a\u{200B}b"#), ("\u{FEFF}x", #"\u{FEFF}x"#), ("a\u{AD}b", #"a\u{AD}b"#),
        ("\u{E0041}", #"\u{E0041}"#), ("\u{E000}", #"\u{E000}"#), ("e\u{301}\u{1B}", "e\u{301}\\u{1B}"),
    ])
    func `What could steer a terminal, or hide or reorder text, becomes visible`(text: String, shown: String) {
        #expect(Array(text.escapedForDisplay.unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test(arguments: [
        "\u{A0}", "\u{3000}", "\u{3164}", "\u{115F}", "\u{34F}", "\u{FE0F}", "\u{2800}", "\u{180B}", "\u{E0101}",
        "\u{FFFF}",
    ])
    func `What cannot be seen becomes visible`(text: String) {
        #expect("a\(text)".escapedForDisplay.utf8.allSatisfy { $0 < 0x7F })
    }

    @Test func `A mark at the beginning does not sit on what stands before it`() {
        #expect("\u{301}a".escapedForDisplay.unicodeScalars.elementsEqual("\\u{301}a".unicodeScalars))
        #expect("a\u{301}".escapedForDisplay.unicodeScalars.count == 2)
    }

    @Test func `Whatever there was, all of what is left can be seen, and escaping it again changes nothing`() {
        for text in TrickyText.texts(2000, seed: 3) {
            let shown = text.escapedForDisplay
            #expect(!shown.unicodeScalars.contains { $0.misleadsReaders })
            #expect(shown.escapedForDisplay.unicodeScalars.elementsEqual(shown.unicodeScalars))
        }
    }

    @Test func `No character that could steer or hide is left, of all that there are`() {
        let left = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).filter { scalar in
            let hides =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: true
                case .spaceSeparator: scalar != " "
                default:
                    scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
                }
            return hides && String(scalar).escapedForDisplay.unicodeScalars.contains(scalar)
        }
        #expect(left == [])
    }
}
