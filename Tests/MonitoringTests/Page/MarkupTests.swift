import Testing

@testable import Monitoring

/// Text from outside is text, wherever it is put.
@Suite struct MarkupTests {
    @Test(arguments: [
        ("54d63e39-4ee1", "54d63e39-4ee1"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (#"" onload='x'"#, "&quot; onload=&#39;x&#39;"),
        ("&lt;", "&amp;lt;"),
        ("Zürich 🖼", "Zürich 🖼"),
        ("a\u{202E}b\u{0}c\n", "a\\u{202E}b\\u{0}c\\u{A}"),
        ("e\u{301}<", "e\u{301}&lt;"),
    ])
    func `Text from outside is escaped`(_ text: String, _ escaped: String) {
        #expect(("<p>\(text)</p>" as Markup).text == "<p>\(escaped)</p>")
    }

    @Test(arguments: [
        ("allow a longer `--retry-for`, or", "allow a longer <code>--retry-for</code>, or"),
        ("`a` and `<b>`", "<code>a</code> and <code>&lt;b&gt;</code>"), ("one ` alone", "one ` alone"), ("", ""),
    ])
    func `Code stands between backticks, where they come in pairs`(_ text: String, _ markup: String) {
        #expect(Markup.prose(text).text == markup)
    }

    @Test func `Markup stays markup`() {
        let part: Markup = "<b>\("<")</b>"
        #expect(("\(part)\([part, part])\(3)" as Markup).text == "<b>&lt;</b><b>&lt;</b><b>&lt;</b>3")
    }
}
