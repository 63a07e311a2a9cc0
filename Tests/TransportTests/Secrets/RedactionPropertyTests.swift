import TestSupport
import Testing

@testable import Transport

/// However a secret is packed into a text, it does not come out again.
struct RedactionPropertyTests {
    private static let secrets =
        TrickyText.texts(20, seed: 11).filter { $0.unicodeScalars.count { !$0.misleads } > 3 } + [
            "hunter2", "Überraschung", "pässwört", "パスワード", "한글암호", "a%41b", "a&amp;b", "a\\nb", "a+b c", "க்ஷொ",
            "Å\u{323}x",
        ]

    /// The ways in which servers repeat what they were sent.
    private static let packings: [(name: String, pack: @Sendable (String) -> String)] = [
        ("as it is", { $0 }),
        ("path", { PercentEncoding.pathPart($0) }), ("form", { PercentEncoding.formPart($0) }),
        ("small path", { PercentEncoding.pathPart($0).lowercasingEscapes }),
        ("JSON", { escaped($0) { "\"\\".unicodeScalars.contains($0) ? "\\\($0)" : $0.value < 0x20 ? json($0) : nil } }),
        (
            "ASCII JSON",
            {
                escaped($0) {
                    "\"\\/".unicodeScalars.contains($0) ? "\\\($0)" : $0.isASCII && $0.value >= 0x20 ? nil : json($0)
                }
            }
        ),
        ("HTML", { escaped($0, html) }),
        (
            "XML",
            { escaped($0) { $0.isASCII && $0.properties.isAlphabetic ? nil : "&#x\(String($0.value, radix: 16));" } }
        ),
        ("decimal entities", { escaped($0) { "&#\($0.value);" } }),
        ("Python's bytes", { $0.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }),
        ("folded", { escaped($0) { "\($0)\r\n" } }), ("UTF-16", { escaped($0) { "\($0)\0" } }),
    ]

    private static func escaped(_ text: String, _ escape: (Unicode.Scalar) -> String?) -> String {
        text.unicodeScalars.reduce(into: "") { $0.unicodeScalars += (escape($1) ?? String($1)).unicodeScalars }
    }

    private static func html(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "'": "&#39;"
        default: nil
        }
    }

    private static func json(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { "\\u" + String(String(65536 + Int($0), radix: 16).dropFirst()) }.joined()
    }

    @Test(arguments: packings.indices)
    func `Whatever packing lies over another, and whatever stands beside it`(_ outer: Int) {
        for secret in Self.secrets {
            let redaction = Redaction([Secret(secret)])
            for inner in Self.packings {
                let packed = Self.packings[outer].pack(inner.pack(secret))
                for beside in ["a", "\u{301}"] {
                    let text = "before \(packed)\(beside) after"
                    let shown = redaction.applied(to: text)
                    #expect(
                        shown.holds("(redacted)") && !shown.holds(packed),
                        "\(secret) as \(inner.name) in \(Self.packings[outer].name): \(shown)")
                    #expect(shown.hasPrefix("before") && shown.hasSuffix("after"), "\(secret): \(shown)")
                }
            }
        }
    }

    @Test(arguments: [
        ("pässwört", "pa\u{308}sswo\u{308}rt"), ("pa\u{308}sswo\u{308}rt", "pässwört"),
        ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"),
        ("Å\u{323}x", "A\u{323}\u{30A}x"), ("caf\u{E9}", "cafe\u{301}\u{327}"), ("\u{212B}b", "A\u{30A}b"),
    ])
    func `However its letters are composed`(_ secret: String, _ echo: String) {
        let shown = Redaction([Secret(secret)]).applied(to: "no \(echo)!")
        #expect(shown.unicodeScalars.prefix(13).elementsEqual("no (redacted)".unicodeScalars), "\(shown)")
    }

    @Test func `What holds no secret stays as it is, scalar by scalar`() {
        let redaction = Redaction([Secret("hunter2"), Secret("pässwört")])
        for text in TrickyText.texts(500, seed: 5) {
            #expect(redaction.applied(to: text).unicodeScalars.elementsEqual(text.unicodeScalars))
        }
    }

    @Test func `A long answer is gone through in one go`() {
        let page = String(repeating: "%25\\u0025&amp;<p>+", count: 400)
        #expect(
            Redaction([Secret("hunter2")]).applied(to: page + "h\u{0}unter2\u{301}").hasSuffix("+(redacted)\u{301}"))
    }
}

extension Unicode.Scalar {
    /// Whether it may get lost on the way.
    fileprivate var misleads: Bool {
        properties.generalCategory == .control || properties.generalCategory == .format
            || properties.isDefaultIgnorableCodePoint || ["\u{2028}", "\u{2029}"].contains(self)
    }
}

extension String {
    fileprivate var lowercasingEscapes: String {
        var parts = split(separator: "%", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices.dropFirst() {
            parts[index] = parts[index].prefix(2).lowercased() + parts[index].dropFirst(2)
        }
        return parts.joined(separator: "%")
    }

    /// Whether a text is in it, scalar by scalar.
    fileprivate func holds(_ text: String) -> Bool {
        let (all, wanted) = (Array(unicodeScalars), Array(text.unicodeScalars))
        guard !wanted.isEmpty, all.count >= wanted.count else { return false }
        return (0...(all.count - wanted.count)).contains { all[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
