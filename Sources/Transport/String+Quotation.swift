extension String {
    /// The beginning of a server's words, as long as a sentence of ours may quote them: 200 characters.
    ///
    /// They are counted by scalars: any number of combining marks make one character.
    package var shortenedForQuotation: String { String(String.UnicodeScalarView(unicodeScalars.prefix(200))) }
}
