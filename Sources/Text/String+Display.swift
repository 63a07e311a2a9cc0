// Text: what may be shown, and how. One rule for terminals, logs, JSON and Markdown; JSON itself; durations and numbers
// with their nouns. It knows nothing of images, clouds or files, and imports nothing of ours.
// A rule about one kind of output only, like Markdown's own signs, lives with that output.

extension String {
    /// The text with everything that could steer a terminal or a log replaced by a visible `\u{…}`, a tab by `\t`.
    ///
    /// Everything from a server or a file is shown through this: control characters (C0, DEL, C1), line and paragraph
    /// separators, and the invisible characters that reorder or hide text (Unicode TR 36, 3.1), spaces that are no
    /// spaces among them. No line breaks remain. A combining mark at the beginning is replaced, too: it would sit on
    /// what stands before the text.
    ///
    /// All of it goes by scalars: to a terminal, to JSON and to Markdown a quote is a quote, whatever mark follows it.
    package var escapedForDisplay: String { escapedForDisplay(limit: .max) }

    /// The text as it is shown, cut where it is longer.
    ///
    /// - Parameter limit: the most scalars of the text; an ellipsis stands for the rest.
    /// - Returns: the text to show.
    package func escapedForDisplay(limit: Int) -> String {
        guard limit < .max || unicodeScalars.first?.isMark == true || unicodeScalars.contains(where: \.misleadsReaders)
        else { return self }
        var shown = String.UnicodeScalarView()
        for (index, scalar) in unicodeScalars.enumerated() {
            guard index < limit else { return String(shown) + "…" }
            if index == 0 && scalar.isMark {
                shown += scalar.number.unicodeScalars
            } else if scalar.misleadsReaders {
                shown += scalar.escapedForDisplay.unicodeScalars
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The text as it is shown, in quotes.
    ///
    /// - Parameter limit: the most scalars of the text; an ellipsis stands for the rest.
    /// - Returns: the quotation.
    package func quotedForDisplay(limit: Int = 60) -> String {
        "“" + escapedForDisplay(limit: limit) + "”"
    }

    /// The columns of a terminal that the text takes.
    package var displayWidth: Int {
        unicodeScalars.reduce(0) { $0 + $1.displayWidth }
    }
}

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

extension Unicode.Scalar {
    /// True for what could steer a terminal, or cannot be seen, or reorders what stands beside it.
    package var misleadsReaders: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .spaceSeparator: true
        // U+2800 is a pattern of Braille without a dot.
        default:
            properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint || value == 0x2800
        }
    }

    /// The character as it is shown.
    package var escapedForDisplay: String {
        if self == "\t" { return "\\t" }
        return misleadsReaders ? number : String(self)
    }

    /// True for a character that sits on the one before it.
    package var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// The character's number, as Swift writes it.
    fileprivate var number: String { "\\u{\(String(value, radix: 16, uppercase: true))}" }

    fileprivate var displayWidth: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch value {
        // The wide blocks of East Asian scripts, and the emoji (Unicode TR 11, roughly).
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            return 1
        }
    }
}
