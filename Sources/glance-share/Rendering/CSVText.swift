import Text

/// A table as RFC 4180 has it: lines that end in CRLF, and quotes where a cell needs them.
///
/// No cell is one that a spreadsheet would run as a formula: an apostrophe before it makes it a text
/// (https://owasp.org/www-community/attacks/CSV_Injection).
enum CSVText {
    /// A line of cells, with its end.
    static func line(_ cells: [String]) -> String {
        cells.map { quoted(harmless($0.escapedForDisplay)) }.joined(separator: ",") + "\r\n"
    }

    /// The beginnings of a formula, those among them that East Asian keyboards write.
    private static let formulas: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]

    /// The text with an apostrophe before whatever would be a formula; also after a semicolon, at which spreadsheets of
    /// many languages part cells.
    private static func harmless(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var beginsCell = true
        for scalar in text.unicodeScalars {
            if beginsCell && formulas.contains(scalar) { result.append("'") }
            result.append(scalar)
            beginsCell = scalar == ";"
        }
        return String(result)
    }

    private static func quoted(_ text: String) -> String {
        // A semicolon is no separator here, and all the same is one elsewhere.
        guard text.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == ";" }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
