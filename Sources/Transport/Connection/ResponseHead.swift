/// The head of an answer as it came over the wire, line by line.
struct ResponseHead {
    private struct Field {
        let line: [UInt8]
        /// In small letters.
        let name: String
        let value: String
    }

    private let statusLine: [UInt8]
    private var fields: [Field]
    private var isMended = false

    /// True of an interim answer, after which another head comes.
    let isInterim: Bool

    /// Reads a head that is whole; nil where a line is none of HTTP, which is the parser's to say.
    ///
    /// A line that begins with a blank goes on from the one before it, as it was allowed to once (RFC 9112, 5.2).
    ///
    /// - Parameter bytes: the head with the empty line at its end.
    init?(_ bytes: [UInt8]) {
        var lines: [[UInt8]] = []
        var isOdd = false
        // What is after the last line's end is no line.
        for terminated in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            let line = terminated.last == UInt8(ascii: "\r") ? terminated.dropLast() : terminated
            // A line may end without its first half (RFC 9112, 2.2).
            isOdd = isOdd || line.endIndex == terminated.endIndex
            if let last = lines.indices.last, last > 0, line.first.map(Self.isBlank) == true {
                lines[last] += [UInt8(ascii: " ")] + line.drop(while: Self.isBlank)
                isOdd = true
            } else if !line.isEmpty {
                lines.append(Array(line))
            }
        }
        guard let statusLine = lines.first else { return nil }
        let status = statusLine.split(separator: UInt8(ascii: " "), maxSplits: 2)
        // Three digits below 100 are a status to the parser, and to the client the end of the program: one digit is
        // none to either (RFC 9110, 15: 100 to 599).
        let isNoStatus = status.count > 1 && status[1].count > 1 && status[1].first == UInt8(ascii: "0")
        self.statusLine = isNoStatus ? Array("HTTP/1.1 0".utf8) : statusLine
        isOdd = isOdd || isNoStatus
        isInterim = status.count > 1 && status[1].first == UInt8(ascii: "1") && status[1] != Array("101".utf8)[...]
        fields = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, !Self.isBlank(line[colon - 1]) else {
                return nil
            }
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
            fields.append(
                Field(line: line, name: String(decoding: line[..<colon], as: UTF8.self).lowercased(), value: value))
        }
        isMended = isOdd
        mendLength()
    }

    /// The head as it should have come; nil where it did.
    var mended: [UInt8]? {
        guard isMended else { return nil }
        let lines = [statusLine] + fields.map(\.line) + [[]]
        return Array(lines.map { $0 + Array("\r\n".utf8) }.joined())
    }

    /// The length of the head that bytes begin with; nil where its end has not come yet.
    static func end(in bytes: some Collection<UInt8>) -> Int? {
        var isLineEmpty = false
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n") where isLineEmpty: return offset + 1
            case UInt8(ascii: "\n"): isLineEmpty = true
            case UInt8(ascii: "\r"): break
            default: isLineEmpty = false
            }
        }
        return nil
    }

    /// Returns true where bytes may become a head.
    static func canBegin(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.prefix(5).elementsEqual("HTTP/".utf8.prefix(bytes.count))
    }

    /// Returns true of a final answer's head that is sure to need no mending, as nearly every one is: it costs no copy.
    static func isPlain(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard bytes.starts(with: "HTTP/1.1 ".utf8), let status = bytes.dropFirst(9).first,
            (UInt8(ascii: "2")...UInt8(ascii: "5")).contains(status)
        else { return false }
        var (line, lengths) = (bytes[...], 0)
        while let end = line.firstIndex(of: UInt8(ascii: "\n")) {
            let content = line[..<end]
            // A line may also end without its first half, or go on from the one before it.
            guard content.last == UInt8(ascii: "\r"), content.first.map(isBlank) == false else { return false }
            if isField("content-length", content) {
                lengths += 1
                guard lengths == 1, !content.contains(UInt8(ascii: ",")) else { return false }
            } else if isField("transfer-encoding", content) {
                return false
            }
            line = line[line.index(after: end)...]
        }
        return true
    }

    /// Returns true of a line of that field, whose name is given in small letters.
    private static func isField(_ name: String, _ line: some Collection<UInt8>) -> Bool {
        line.first.map { $0 | 0x20 } == name.utf8.first
            && line.prefix(name.utf8.count).elementsEqual(name.utf8) { $0 | 0x20 == $1 | 0x20 }
    }

    /// Leaves one length of the content, where all that are given mean the same (RFC 9110, 8.6), and none where the
    /// content comes in chunks, which counts (RFC 9112, 6.3).
    private mutating func mendLength() {
        let values = fields.filter { $0.name == "content-length" }.map(\.value).joined(separator: ",")
        let lengths = values.split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0.filter { $0 != " " && $0 != "\t" }) }
        let isChunked = fields.last { $0.name == "transfer-encoding" }?.value.lowercased().hasSuffix("chunked") == true
        guard let length = lengths.first, !length.isEmpty, lengths.count > 1 || isChunked else { return }
        guard isChunked || lengths.allSatisfy({ $0 == length }) else { return }
        fields.removeAll { $0.name == "content-length" }
        // Whoever writes both may have lost count: nothing else is taken from this connection.
        let line = isChunked ? "Connection: close" : "Content-Length: \(length)"
        if isChunked { fields.removeAll { $0.name == "connection" } }
        fields.append(Field(line: Array(line.utf8), name: "", value: ""))
        isMended = true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
