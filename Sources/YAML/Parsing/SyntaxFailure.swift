/// An error of libyaml, which is explained so that nobody need know libyaml.
struct SyntaxFailure {
    enum Kind {
        /// The bytes are no text; `offset` is that of the first wrong one.
        case reader(offset: Int)
        case memory
        case syntax
    }

    let kind: Kind
    /// libyaml's message.
    let problem: String
    /// libyaml's description of what it was doing.
    let context: String
    let mark: Mark
    /// The place where that began.
    let contextMark: Mark?
    /// The offset of the byte at `mark`.
    let offset: Int

    /// The error as a person understands it.
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
            let around = SyntaxContext(of: self, in: source)
            let explanation = self.explanation(around)
            return YAMLError(
                .syntax, at: place(explanation.place, around), ErrorMessage(trusted: explanation.message),
                hint: explanation.hint.map { ErrorMessage(trusted: $0) }
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
            if source.bytes[line...].starts(with: mark) { return source.lines().mark(ofByte: line) }
            guard let lineBreak = source.bytes[line...].firstIndex(of: 0x0A) else { return nil }
            line = lineBreak + 1
        }
        return nil
    }

    private func place(_ place: Explanation.Place, _ around: SyntaxContext) -> Mark {
        switch place {
        case .problem: around.endOfText ?? mark
        case .context: contextMark ?? mark
        }
    }

    private func readerError(at offset: Int, in source: SourceText) -> YAMLError {
        let mark = source.lines().mark(ofByte: offset)
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

/// The text around the place of a syntax error.
struct SyntaxContext {
    /// The byte there; nil at the end.
    let byte: UInt8?
    /// The place after the last character that is not blank, if nothing but blanks follows the problem.
    let endOfText: Mark?
    /// The part of the line before the problem.
    let before: String
    /// The line above.
    let lineAbove: String

    init(of failure: SyntaxFailure, in source: SourceText) {
        let lines = source.lines()
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

    /// True if the problem is the first thing in its line.
    var startsLine: Bool { before.allSatisfy { $0 == " " } }

    /// True if the line above has a colon that lacks its space, like `version:1`.
    var lineAboveLacksSpace: Bool {
        lineAbove.contains(":") && !lineAbove.contains(": ") && !lineAbove.hasSuffix(":")
    }
}
