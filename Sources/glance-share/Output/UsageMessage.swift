import Manifests

/// What is told of a command line that is wrong.
enum UsageMessage {
    /// The message without the guess at what was meant, where that is far from what was written.
    ///
    /// The parser takes three slips for near, however short the option is, and so to every word of four letters it
    /// offers another one.
    ///
    /// - Parameter message: the parser's message.
    /// - Returns: the message to show.
    static func withoutFarGuess(_ message: String) -> String {
        let pattern = /^(Error: Unknown option '--([^']*)')\. Did you mean '--([^']*)'\?/
        guard let match = message.prefixMatch(of: pattern) else { return message }
        let (written, guess) = (String(match.output.2), String(match.output.3))
        // A slip for every four letters, and the first one in any case.
        let slips = EditDistance.between(written, guess)
        guard slips > max(1, written.unicodeScalars.count / 4) else { return message }
        return String(match.output.1 + message[match.range.upperBound...])
    }
}
