extension String {
    /// Puts the text on one line: spaces, tabs and line breaks become single spaces, and what is long is cut.
    ///
    /// - Parameter limit: the most Unicode scalars of the line, the sign that it was cut left out.
    /// - Returns: the line; all but white space is still to be escaped where it is shown.
    package func onOneLine(limit: Int = 60) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        var isAfterSpace = false
        for scalar in unicodeScalars {
            switch scalar {
            case " ", "\t", "\n", "\r": isAfterSpace = count > 0
            case _ where count + (isAfterSpace ? 1 : 0) >= limit: return String(line) + "…"
            default:
                if isAfterSpace { line.append(" ") }
                line.append(scalar)
                count += isAfterSpace ? 2 : 1
                isAfterSpace = false
            }
        }
        return String(line)
    }
}
