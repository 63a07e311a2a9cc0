import Text

/// A sentence about a text: with what it quotes of the text, and without, for a text that may hold secrets.
///
/// What is quoted goes in by `\(quoting:)` alone, so that no quotation can be forgotten when they are left out.
package struct Wording: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// The sentence with its quotations, fit to be shown.
    package let text: String
    /// The sentence without them.
    package let withoutQuotations: String

    /// Takes words that quote nothing.
    init(own words: String) {
        text = words
        withoutQuotations = words
    }

    /// Takes words that quote nothing.
    package init(stringLiteral words: String) {
        self.init(own: words)
    }

    /// Takes words and quotations.
    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        withoutQuotations = stringInterpolation.withoutQuotations
    }

    /// Builds the two sentences side by side.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var withoutQuotations = ""

        /// Begins with nothing.
        package init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends words of ours.
        package mutating func appendLiteral(_ words: String) {
            text += words
            withoutQuotations += words
        }

        /// Appends a number of ours.
        package mutating func appendInterpolation(_ number: Int) {
            appendLiteral(String(number))
        }

        /// Appends a place.
        package mutating func appendInterpolation(_ mark: Mark) {
            appendLiteral(mark.description)
        }

        /// Appends words of ours that were put together elsewhere.
        package mutating func appendInterpolation(own words: String) {
            appendLiteral(words)
        }

        /// Appends a space and a quotation, or nothing: the sentence is one without it, too.
        package mutating func appendInterpolation(quoting quoted: String) {
            text += " " + quoted.quotedForDisplay()
        }
    }
}
