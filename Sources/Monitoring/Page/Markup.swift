import Text

/// HTML in the making: what is interpolated is escaped, unless it is markup already.
///
/// Forgetting to escape is thus impossible; only `Markup(trusted:)` takes text as it is.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    /// Takes text that is known to be good HTML.
    init(trusted text: String) {
        self.text = text
    }

    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// Builds what `StringInterpolation` asks for.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ markup: Markup) {
            text += markup.text
        }

        mutating func appendInterpolation(_ number: Int) {
            text += String(number)
        }

        mutating func appendInterpolation(_ value: String) {
            Markup.escape(value, into: &text)
        }

        mutating func appendInterpolation(_ parts: some Sequence<Markup>) {
            for part in parts { text += part.text }
        }
    }

    static func += (markup: inout Markup, other: Markup) {
        markup.text += other.text
    }

    /// Appends text from outside: nothing of it is markup, in an element or in a quoted attribute, and nothing of it
    /// reorders or hides what stands beside it.
    private static func escape(_ value: String, into text: inout String) {
        // Nearly everything is an identifier; a page can hold a hundred thousand of them.
        if value.utf8.allSatisfy(isHarmless) {
            text += value
            return
        }
        for character in value.escapedForDisplay.unicodeScalars {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(character)
            }
        }
    }

    /// Letters, digits and the dash.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
    }
}
