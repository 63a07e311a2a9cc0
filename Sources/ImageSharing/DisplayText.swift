extension String {
    /// The text with everything that could steer a terminal or a log replaced by a visible `\u{…}`.
    ///
    /// What a server or a file says is shown through this: control characters (C0, DEL, C1), line and paragraph
    /// separators, and the invisible characters that reorder or hide text (Unicode TR 36, 3.1), spaces that are no
    /// spaces among them. No line breaks remain. A combining mark at the beginning is replaced, too: it would sit on
    /// what stands before the text.
    ///
    /// All of it goes by scalars: to a terminal, to JSON and to Markdown a quote is a quote, whatever mark follows it.
    package var escapedForDisplay: String {
        guard unicodeScalars.first?.isMark == true || unicodeScalars.contains(where: \.misleadsReaders) else {
            return self
        }
        var shown = String.UnicodeScalarView()
        for (index, scalar) in unicodeScalars.enumerated() {
            if scalar.misleadsReaders || index == 0 && scalar.isMark {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }
}

extension Unicode.Scalar {
    /// Whether the character could steer a terminal, or cannot be seen, or reorders what stands beside it.
    package var misleadsReaders: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .spaceSeparator: true
        // U+2800 is a pattern of Braille without a dot.
        default: properties.isDefaultIgnorableCodePoint || value == 0x2800
        }
    }

    /// Whether the character sits on the one before it.
    var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
