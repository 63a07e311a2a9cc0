internal import CLibYAML

/// Runs libyaml over a text; the one file that handles its pointers.
enum YAMLParser {
    /// Hands the events of `source` to `composer` until one of them has enough.
    ///
    /// - Throws: the first error of syntax that libyaml finds, or the first limit that was passed.
    static func parse(_ source: SourceText, into composer: inout YAMLComposer) throws(YAMLError) {
        try DirectiveLimit.check(source)
        var breaks = ForeignLineBreaks(in: source)
        do throws(YAMLError) {
            try parse(source, into: &composer, &breaks)
        } catch {
            composer.refuse(breaks, before: error.mark)
            throw error
        }
        composer.refuse(breaks)
    }

    private static func parse(
        _ source: SourceText, into composer: inout YAMLComposer, _ breaks: inout ForeignLineBreaks
    ) throws(YAMLError) {
        // The whole parse lies inside this closure: libyaml keeps the pointer.
        try unsafe source.bytes.withUnsafeBufferPointer { (bytes) throws(YAMLError) in
            // libyaml keeps a pointer to its parser, too, which therefore must not move.
            let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
            defer { unsafe parser.deallocate() }
            guard unsafe yaml_parser_initialize(parser) == 1 else { throw Self.outOfMemory }
            defer { unsafe yaml_parser_delete(parser) }
            let text = unsafe UnsafeBufferPointer(rebasing: bytes[source.start...])
            unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
            unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)

            var cursor = CharacterCursor(source)
            var isWanted = true
            while isWanted {
                var event = unsafe yaml_event_t()
                guard unsafe yaml_parser_parse(parser, &event) == 1 else {
                    let failure = unsafe Self.failure(of: parser, in: source, &cursor)
                    throw failure.error(in: source)
                }
                defer { unsafe yaml_event_delete(&event) }
                if unsafe event.type == YAML_STREAM_END_EVENT { break }
                if !breaks.isEmpty, unsafe event.type == YAML_SCALAR_EVENT {
                    unsafe Self.passQuotes(of: event, source, &cursor, &breaks)
                }
                if let translated = unsafe Self.translate(event, source, bytes, &cursor) {
                    isWanted = try composer.handle(translated)
                }
            }
        }
    }

    /// In quotes, a line break of any kind is a part of the text, and ends nothing.
    private static func passQuotes(
        of event: yaml_event_t, _ source: SourceText, _ cursor: inout CharacterCursor,
        _ breaks: inout ForeignLineBreaks
    ) {
        let style = unsafe ScalarStyle(event.data.scalar.style)
        guard style == .singleQuoted || style == .doubleQuoted else { return }
        let start = unsafe cursor.byteOffset(ofCharacter: Int(event.start_mark.index), in: source)
        let end = unsafe cursor.byteOffset(ofCharacter: Int(event.end_mark.index), in: source)
        breaks.pass(quotes: start..<max(start, end))
    }

    private static var outOfMemory: YAMLError {
        YAMLError(.limit, at: .start, "there is not enough memory to read the file")
    }

    private static func translate(
        _ event: yaml_event_t, _ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>,
        _ cursor: inout CharacterCursor
    ) -> YAMLEvent? {
        let mark = unsafe Mark(event.start_mark)
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT:
            return YAMLEvent(content: .documentStart, mark: mark)
        case YAML_DOCUMENT_END_EVENT:
            return YAMLEvent(content: .documentEnd, mark: mark)
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            return unsafe YAMLEvent(
                content: .sequenceStart, mark: mark, anchor: Self.string(start.anchor), tag: Self.string(start.tag)
            )
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            return unsafe YAMLEvent(
                content: .mappingStart, mark: mark, anchor: Self.string(start.anchor), tag: Self.string(start.tag)
            )
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            return YAMLEvent(content: .collectionEnd, mark: mark)
        case YAML_ALIAS_EVENT:
            return unsafe YAMLEvent(content: .alias, mark: mark, anchor: Self.string(event.data.alias.anchor))
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let style = unsafe ScalarStyle(scalar.style)
            let offset = unsafe cursor.byteOffset(ofCharacter: Int(event.start_mark.index), in: source)
            let text = unsafe Self.text(of: scalar.value, scalar.length, style, near: offset, bytes)
            return unsafe YAMLEvent(
                content: .scalar(YAMLEvent.Scalar(text: text, style: style)), mark: mark,
                anchor: Self.string(scalar.anchor), tag: Self.string(scalar.tag)
            )
        default:
            return nil
        }
    }

    /// The place of a scalar's text in the source, found by comparing; a copy where the source differs.
    private static func text(
        of value: UnsafeMutablePointer<yaml_char_t>?, _ length: Int, _ style: ScalarStyle, near offset: Int,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> YAMLEvent.ScalarText {
        guard let value = unsafe value, length > 0 else { return .source(start: 0, count: 0) }
        let start = style == .singleQuoted || style == .doubleQuoted ? offset + 1 : offset
        if start + length <= bytes.count, let there = unsafe bytes.baseAddress?.advanced(by: start),
            unsafe memcmp(there, value, length) == 0
        {
            return .source(start: start, count: length)
        }
        return unsafe .decoded(Array(UnsafeBufferPointer(start: value, count: length)))
    }

    private static func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        guard let pointer = unsafe pointer else { return nil }
        return unsafe String(cString: pointer)
    }

    private static func failure(
        of parser: UnsafeMutablePointer<yaml_parser_t>, in source: SourceText, _ cursor: inout CharacterCursor
    ) -> SyntaxFailure {
        let state = unsafe parser.pointee
        let kind: SyntaxFailure.Kind =
            switch unsafe state.error {
            case YAML_READER_ERROR: .reader(offset: unsafe source.start + state.problem_offset)
            case YAML_MEMORY_ERROR: .memory
            default: .syntax
            }
        return unsafe SyntaxFailure(
            kind: kind,
            problem: state.problem.map { unsafe String(cString: $0) } ?? "",
            context: state.context.map { unsafe String(cString: $0) } ?? "",
            mark: Mark(state.problem_mark),
            contextMark: state.context == nil ? nil : Mark(state.context_mark),
            offset: cursor.byteOffset(ofCharacter: Int(state.problem_mark.index), in: source)
        )
    }
}

extension Mark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }
}

extension ScalarStyle {
    fileprivate init(_ style: yaml_scalar_style_t) {
        self =
            switch style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
    }
}

/// Turns libyaml's positions, which count characters, into positions that count bytes.
///
/// Positions come nearly sorted, so the cursor walks from the last one it was asked for.
private struct CharacterCursor {
    private let isASCII: Bool
    private let start: Int
    private var character = 0
    private var byte: Int

    init(_ source: SourceText) {
        isASCII = !source.contents.contains(.nonASCII)
        start = source.start
        byte = source.start
    }

    /// The position of the first byte of character number `target`, counted from 0.
    mutating func byteOffset(ofCharacter target: Int, in source: SourceText) -> Int {
        if isASCII { return min(start + target, source.bytes.count) }
        let bytes = source.bytes
        while character < target, byte < bytes.count {
            byte += 1
            while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
            character += 1
        }
        while character > target, byte > start {
            byte -= 1
            while byte > start, bytes[byte] & 0xC0 == 0x80 { byte -= 1 }
            character -= 1
        }
        return byte
    }
}

/// Refuses texts of very many directives, each of which libyaml compares with all before it.
private enum DirectiveLimit {
    /// The most lines that begin with `%`; nobody needs more than one or two.
    static let lines = 100

    /// Counts the lines of `source` that could be directives.
    static func check(_ source: SourceText) throws(YAMLError) {
        let percent = UInt8(ascii: "%")
        // Nearly every text is done with here.
        guard source.contents.contains(.percentSigns) else { return }
        var count = 0
        var startsLine = true
        for (offset, byte) in source.bytes[source.start...].enumerated() {
            if startsLine && byte == percent { count += 1 }
            guard count <= lines else {
                throw YAMLError(
                    .limit, at: source.lines().mark(ofByte: source.start + offset),
                    "there are more than \(lines) lines that begin with %", hint: "remove them, or indent them"
                )
            }
            startsLine = byte == 0x0A || byte == 0x0D
        }
    }
}
