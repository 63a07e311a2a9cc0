/// The characters that libyaml takes for a line break and most programs do not, among them those that show a change.
///
/// U+0085, U+2028 and U+2029 were line breaks in YAML 1.1 and are none in 1.2 (YAML 1.2.2, section 5.4); a carriage
/// return without a line feed is one to YAML alone. Each of them ends a comment, so that what looks like the rest of it
/// would be read.
struct ForeignLineBreaks {
    /// The offsets of their first bytes, in the order of the text.
    private let offsets: [Int]
    /// The number of `offsets` before the end of the quotes that were passed last.
    private var passed = 0
    /// The ones before it that do not lie in quotes.
    private var outside: [Int] = []

    /// Finds those of a text.
    init(in source: SourceText) {
        // Nearly every text is done with here.
        guard !source.contents.isDisjoint(with: [.carriageReturns, .nonASCII]) else {
            offsets = []
            return
        }
        let bytes = source.bytes
        var offsets: [Int] = []
        for (offset, byte) in bytes.enumerated() where byte == 0x0D || byte == 0xC2 || byte == 0xE2 {
            let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
            let third = offset + 2 < bytes.count ? bytes[offset + 2] : 0
            let isOne =
                switch byte {
                case 0x0D: next != 0x0A
                case 0xC2: next == 0x85
                default: next == 0x80 && (third == 0xA8 || third == 0xA9)
                }
            if isOne { offsets.append(offset) }
        }
        self.offsets = offsets
    }

    /// True if there are none.
    var isEmpty: Bool { offsets.isEmpty }

    /// The offsets outside of all quotes that were passed.
    var outsideOfQuotes: [Int] { outside + offsets[passed...] }

    /// Goes on to the end of a text in quotes.
    mutating func pass(quotes range: Range<Int>) {
        while passed < offsets.count, offsets[passed] < range.upperBound {
            if offsets[passed] < range.lowerBound { outside.append(offsets[passed]) }
            passed += 1
        }
    }

    /// The mistake of one of them.
    func error(at offset: Int, _ mark: Mark, in source: SourceText) -> YAMLError {
        if source.bytes[offset] == 0x0D {
            return YAMLError(
                .unsupported, at: mark, "there is a carriage return without a line feed here, U+000D",
                hint:
                    "end each line with a line feed: to many programs the line goes on here, and YAML would begin a new one"
            )
        }
        let rest = String(decoding: source.bytes[offset...].prefix(3), as: UTF8.self)
        let digits = rest.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) } ?? ""
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return YAMLError(
            .unsupported, at: mark, "there is a line break here that few programs show, \(trusted: code)",
            hint:
                "remove it; an editor may not show it; in double quotes it is written \(trusted: "\\u" + code.dropFirst(2))"
        )
    }
}
