import NIOHTTP1

extension HTTPParserError {
    /// What is wrong with an answer, in a sentence that begins with "the answer is not valid HTTP".
    var words: String {
        switch self {
        case .headerOverflow: "its head is longer than 80 KiB"
        case .invalidVersion, .invalidConstant, .invalidStatus: "it does not begin with a version and a status"
        case .invalidHeaderToken, .lfExpected, .invalidCharactersUsed:
            "there is a character in its head that may not be"
        case .invalidContentLength: "its Content-Length is not a number"
        case .unexpectedContentLength: "it has two lengths, Content-Length twice or beside Transfer-Encoding"
        case .invalidChunkSize: "a chunk of its content does not begin with its length"
        case .trailingGarbage, .closedConnection: "more came after its end"
        // The parser tells no difference between these.
        case .unknown, .strictModeAssertion: "its lengths, line ends or transfer coding contradict each other"
        default: debugDescription
        }
    }
}
