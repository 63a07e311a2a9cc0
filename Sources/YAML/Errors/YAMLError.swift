/// A mistake in a text: what is wrong, where, and what to do about it.
///
/// All of it may be shown as it is: what it quotes of the text is escaped already. Of a text that may hold secrets,
/// `withoutQuotations` is what may be shown.
package struct YAMLError: Error, Hashable, Sendable {
    /// The kinds of mistake, for those who treat them apart.
    package enum Kind: Sendable {
        /// The text is not YAML.
        case syntax
        /// The text is too large, too deep, or grows too much by its aliases.
        case limit
        /// A mapping has a key twice.
        case duplicateKey
        /// The text goes on after its first document.
        case secondDocument
        /// YAML allows it, this reader does not: tags, keys that are not text.
        case unsupported
    }

    /// The kind of mistake.
    package let kind: Kind
    /// The place of the mistake.
    package let mark: Mark
    /// The keys and positions that lead there, like `images.name.members[3]`; empty where that is not known.
    package let path: String
    /// A sentence that says what is wrong.
    package var message: String { sentence.text }
    /// A sentence that says what to do about it, if there is something to say.
    package var hint: String? { remedy?.text }
    /// The line with a caret below the place; nil where there is no line to show.
    package internal(set) var snippet: String?

    private let sentence: ErrorMessage
    private let remedy: ErrorMessage?

    init(_ kind: Kind, at mark: Mark, path: String = "", _ message: ErrorMessage, hint: ErrorMessage? = nil) {
        self.kind = kind
        self.mark = mark
        self.path = path
        sentence = message
        remedy = hint
    }

    /// The same with nothing of the text in it: its place, what is wrong, and what to do.
    package var withoutQuotations: YAMLError {
        YAMLError(
            kind, at: mark, ErrorMessage(trusted: sentence.withoutQuotations),
            hint: remedy.map { ErrorMessage(trusted: $0.withoutQuotations) }
        )
    }
}

/// The mistakes of a text that could be read to its end all the same.
package struct YAMLMistakes: Sendable {
    /// The mistakes in the order of the text, as many as the limits allow.
    package internal(set) var kept: [YAMLError] = []
    /// The number of mistakes beyond those that are kept.
    package internal(set) var omitted = 0

    /// No mistakes yet.
    package init() {}
}
