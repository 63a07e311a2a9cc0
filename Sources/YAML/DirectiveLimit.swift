/// Refuses texts of very many directives, each of which libyaml compares with all before it.
enum DirectiveLimit {
    /// The most lines that begin with `%`; nobody needs more than one or two.
    static let lines = 100

    /// Counts the lines of `source` that could be directives.
    static func check(_ source: SourceText) throws(YAMLError) {
        let percent = UInt8(ascii: "%")
        // Nearly every text is done with here, at the speed of memory: a search that stops early would be slower.
        guard source.bytes.reduce(UInt8(0), { $0 | ($1 == percent ? 1 : 0) }) != 0 else { return }
        var count = 0
        var startsLine = true
        for (offset, byte) in source.bytes[source.start...].enumerated() {
            if startsLine && byte == percent { count += 1 }
            guard count <= lines else {
                throw YAMLError(
                    .limit, at: SourceLines(source).mark(ofByte: source.start + offset),
                    "there are more than \(lines) lines that begin with %", hint: "remove them, or indent them"
                )
            }
            startsLine = byte == 0x0A || byte == 0x0D
        }
    }
}
