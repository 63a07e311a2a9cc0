import Testing

@testable import glance_share

/// The table that a spreadsheet opens.
@Suite struct CSVTextTests {
    @Test(
        arguments: [
            ("web", "web"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a;b", "\"a;b\""),
            ("two words", "two words"), ("a\nb", "a\\u{A}b"), ("a\r\nb", "a\\u{D}\\u{A}b"),
            ("\u{1B}[31m", "\\u{1B}[31m"),
            ("\u{202E}evil", "\\u{202E}evil"),
        ])
    func `A cell has quotes where it needs them, and one line`(_ text: String, _ cell: String) {
        #expect(CSVText.line([text, "x"]) == "\(cell),x\r\n")
    }

    @Test(
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("＝1", "'＝1"),
            ("=a,b", "\"'=a,b\""), ("a;=1+1", "\"a;'=1+1\""), ("1=1", "1=1"), ("\t=1", "\\t=1"),
            ("=\u{301}1", "'=\u{301}1"),
        ])
    func `No cell is a formula`(_ text: String, _ cell: String) {
        #expect(CSVText.line([text]) == "\(cell)\r\n")
    }
}
