/// What libyaml says against a text, told so that one need not know libyaml.
struct SyntaxFailure {
    enum Kind {
        /// The bytes are no text; `offset` is the first wrong one.
        case reader(offset: Int)
        case memory
        case syntax
    }

    let kind: Kind
    /// libyaml's words for what is wrong.
    let problem: String
    /// libyaml's words for what it was doing.
    let context: String
    let mark: Mark
    /// Where that began.
    let contextMark: Mark?
    /// The byte at `mark`.
    let offset: Int

    /// The error in plain words.
    func error(in source: SourceText) -> YAMLError {
        switch kind {
        case .memory:
            return YAMLError(.limit, at: .start, "there is not enough memory to read the file")
        case .reader(let offset):
            return readerError(at: offset, in: source)
        case .syntax:
            if let mark = strayByteOrderMark(in: source) {
                return YAMLError(
                    .syntax, at: mark,
                    "there is a byte order mark here, U+FEFF, which belongs to the start of a file only",
                    hint: "remove it; an editor may not show it"
                )
            }
            let surroundings = Surroundings(of: self, in: source)
            let words = explanation(surroundings)
            return YAMLError(
                .syntax, at: place(words.place, surroundings), Wording(own: words.message),
                hint: words.hint.map { Wording(own: $0) }
            )
        }
    }

    /// The first line before the problem that begins with a byte order mark.
    ///
    /// libyaml skips it and counts it as a column, so that the line seems to be indented and the next one does not fit.
    private func strayByteOrderMark(in source: SourceText) -> Mark? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var line = source.start
        while line < min(offset + 1, source.bytes.count) {
            if source.bytes[line...].starts(with: mark) { return SourceLines(source).mark(ofByte: line) }
            guard let lineBreak = source.bytes[line...].firstIndex(of: 0x0A) else { return nil }
            line = lineBreak + 1
        }
        return nil
    }

    private func place(_ place: Words.Place, _ surroundings: Surroundings) -> Mark {
        switch place {
        case .problem: surroundings.endOfText ?? mark
        case .context: contextMark ?? mark
        }
    }

    private func readerError(at offset: Int, in source: SourceText) -> YAMLError {
        let mark = SourceLines(source).mark(ofByte: offset)
        guard problem == "control characters are not allowed" else {
            return YAMLError(
                .syntax, at: mark, "the bytes here are not UTF-8",
                hint: "save the file as UTF-8; is it a text file at all?"
            )
        }
        let rest = String(decoding: source.bytes[min(offset, source.bytes.count)...].prefix(4), as: UTF8.self)
        let character = rest.unicodeScalars.first.map(String.init) ?? ""
        return YAMLError(
            .syntax, at: mark, "a control character\(quoting: character) stands here, which YAML does not allow",
            hint: "remove it; an editor may not show it"
        )
    }
}

/// What stands around the place that libyaml stumbled over.
struct Surroundings {
    /// The byte there; nil at the end.
    let byte: UInt8?
    /// The place after the last character that is not blank, if nothing but blanks follows the problem.
    let endOfText: Mark?
    /// The part of the line before the problem.
    let before: String
    /// The line above.
    let lineAbove: String

    init(of failure: SyntaxFailure, in source: SourceText) {
        let lines = SourceLines(source)
        let offset = min(failure.offset, source.bytes.count)
        byte = offset < source.bytes.count ? source.bytes[offset] : nil
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D }
        if source.bytes[offset...].allSatisfy(isBlank) {
            let last = source.bytes[..<offset].lastIndex { !isBlank($0) }
            endOfText = lines.mark(ofByte: last.map { $0 + 1 } ?? offset)
        } else {
            endOfText = nil
        }
        before = String(lines.text(around: failure.mark).before)
        lineAbove = String(lines.text(around: Mark(line: max(failure.mark.line - 1, 1), column: 1)).after)
    }

    /// Whether the problem is the first thing in its line.
    var startsLine: Bool { before.allSatisfy { $0 == " " } }

    /// Whether the line above has a colon that lacks its space, like `version:1`.
    var lineAboveLacksSpace: Bool {
        lineAbove.contains(":") && !lineAbove.contains(": ") && !lineAbove.hasSuffix(":")
    }
}
