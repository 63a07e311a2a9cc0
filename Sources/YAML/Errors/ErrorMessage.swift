import Text

/// A sentence about a text: with what it quotes of the text, and without, for a text that may hold secrets.
///
/// What is quoted goes in by `\(quoting:)` alone, so that no quotation can be forgotten when they are left out.
struct ErrorMessage: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// The sentence with its quotations, fit to be shown.
    let text: String
    /// The sentence without them.
    let withoutQuotations: String

    /// Takes a sentence of this program that quotes nothing of the text.
    init(trusted sentence: String) {
        text = sentence
        withoutQuotations = sentence
    }

    /// Takes a literal, which quotes nothing.
    init(stringLiteral sentence: String) {
        self.init(trusted: sentence)
    }

    /// Takes a sentence with its quotations.
    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        withoutQuotations = stringInterpolation.withoutQuotations
    }

    /// Builds the two sentences side by side.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var withoutQuotations = ""

        /// Begins with nothing.
        init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends a literal.
        mutating func appendLiteral(_ literal: String) {
            text += literal
            withoutQuotations += literal
        }

        /// Appends a number of this program.
        mutating func appendInterpolation(_ number: Int) {
            appendLiteral(String(number))
        }

        /// Appends a place.
        mutating func appendInterpolation(_ mark: Mark) {
            appendLiteral(mark.description)
        }

        /// Appends a text of this program that was put together elsewhere.
        mutating func appendInterpolation(trusted text: String) {
            appendLiteral(text)
        }

        /// Appends a space and a quotation, or nothing: the sentence is one without it, too.
        mutating func appendInterpolation(quoting quoted: String) {
            text += " " + quoted.quotedForDisplay()
        }
    }
}
