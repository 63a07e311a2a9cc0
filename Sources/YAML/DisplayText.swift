/// What a text looks like on a terminal, and how to show it so that it cannot steer one.
package enum DisplayText {
    /// A character, or its number where it would steer a terminal or hide itself (Unicode TR 36, 3.1).
    package static func escaped(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\t" { return "\\t" }
        return misleadsReaders(scalar) ? number(of: scalar) : String(Character(scalar))
    }

    /// A text with such characters replaced, cut where it is longer than `limit` characters.
    package static func escaped(_ text: String, limit: Int = .max) -> String {
        var shown = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < limit else { return shown + "…" }
            // A mark at the beginning would sit on what stands before the text.
            let isStrayMark = index == 0 && isMark(scalar)
            shown += isStrayMark ? number(of: scalar) : escaped(scalar)
        }
        return shown
    }

    private static func number(of scalar: Unicode.Scalar) -> String {
        "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }

    /// Whether the character could steer a terminal, or cannot be seen, or reorders what stands beside it.
    private static func misleadsReaders(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .spaceSeparator: true
        // U+2800 is a pattern of Braille without a dot.
        default: scalar.properties.isDefaultIgnorableCodePoint || scalar.value == 0x2800
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// A text of the file in quotes, cut where it is long.
    package static func quoted(_ text: String, limit: Int = 60) -> String {
        "“" + escaped(text, limit: limit) + "”"
    }

    /// How many columns an escaped character takes.
    static func width(of piece: String) -> Int {
        piece.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        // The wide blocks of East Asian scripts, and the emoji (Unicode TR 11, roughly).
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            return 1
        }
    }
}
