import ImageSharing
import TestSupport
import Testing
import Text

@testable import glance_share

/// Whatever somebody else wrote, it stays inside of what is put around it: read back by rules of our own.
struct EscapingTests {
    private static let texts = TrickyText.texts(2000, seed: 7)

    @Test func `A code span holds the whole text, and a row of a table no bar`() {
        for text in Self.texts {
            let span = Array(MarkdownText.code(text).unicodeScalars)
            let fence = span.prefix { $0 == "`" }.count
            let inner = span.dropFirst(fence).dropLast(fence)
            // A code span ends at the next run of as many backticks (CommonMark 0.31, 6.1).
            let runs = inner.split { $0 != "`" }.map(\.count)
            #expect(fence > 0 && span.suffix(fence).allSatisfy { $0 == "`" }, "\(text.unicodeScalars.map(\.value))")
            #expect(!runs.contains(fence) && inner.first != "`" && inner.last != "`")
            #expect(!span.contains { $0 == "|" || $0.misleadsReaders })
        }
    }

    @Test func `A fact of a log line is one, and reads as what it was`() {
        for text in Self.texts {
            let shown = Array(LineLogHandler.quoted(text).unicodeScalars)
            #expect(!shown.contains { $0.misleadsReaders })
            let expected = Array(text.escapedForDisplay.unicodeScalars)
            guard shown.first == "\"" else {
                #expect(shown == expected && !shown.contains { $0 == " " || $0 == "=" || $0 == "\"" } && !shown.isEmpty)
                continue
            }
            var (read, rest) = ([Unicode.Scalar](), shown.dropFirst())
            while let scalar = rest.popFirst(), scalar != "\"" {
                read.append(scalar == "\\" ? rest.popFirst() ?? "?" : scalar)
            }
            #expect(read == expected && rest.isEmpty, "\(text.unicodeScalars.map(\.value))")
        }
    }

    @Test(arguments: [
        ("tick", "tick"), ("a b", "a b"), ("added=12", "\"added=12\""),
        ("x outcome=\u{301}ok", "\"x outcome=\u{301}ok\""),
        ("say \"a=b\"", "\"say \\\"a=b\\\"\""),
    ])
    func `A message cannot be taken for facts`(_ message: String, _ shown: String) {
        #expect(Array(LineLogHandler.sentence(message).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test(arguments: [
        ("`\u{301}@all", "`` `\u{301}@all ``"), ("a`\u{301}b", "``a`\u{301}b``"), ("a|\u{301}b", "`a│\u{301}b`"),
    ])
    func `A mark after a delimiter does not hide it`(_ text: String, _ span: String) {
        #expect(MarkdownText.code(text).unicodeScalars.elementsEqual(span.unicodeScalars))
    }
}
