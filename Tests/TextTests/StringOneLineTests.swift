import TestSupport
import Testing

@testable import Text

struct StringOneLineTests {
    private static let sixty = String(repeating: "é", count: 60)

    @Test(
        arguments: [
            ("Debian 12, hardened", "Debian 12, hardened"), ("a\n  b\t c\r\n", "a b c"), ("", ""), (" \n\t", ""),
            (sixty, sixty), (sixty + "x", sixty + "…"), (sixty + "\n", sixty),
            (sixty.dropLast() + " x", sixty.dropLast() + "…"),
            (sixty.dropLast(2) + "  x", sixty.dropLast(2) + " x"), ("a\u{2028}b\u{1B}", "a\u{2028}b\u{1B}"),
        ] as [(String, String)])
    func `White space becomes single spaces, and what is long is cut`(_ text: String, _ line: String) {
        #expect(text.onOneLine() == line)
    }

    @Test func `Whatever the text, one short line is shown of it`() {
        for text in TrickyText.texts(2000, seed: 5) + [String(repeating: "\u{301}", count: 1000)] {
            let line = text.onOneLine(limit: 8).unicodeScalars
            #expect(line.count <= 9 && !line.contains { ["\n", "\r", "\t"].contains($0) })
            #expect(line.first != " " && line.last != " ")
        }
    }
}
