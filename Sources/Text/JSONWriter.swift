/// Writes JSON with its keys in the order in which they are given, which a contract needs and `JSONEncoder` has not.
package struct JSONWriter {
    /// The JSON so far.
    private(set) package var text = ""

    private let isCompact: Bool
    private var depth = 0
    private var isFirst = true

    /// Makes a writer.
    ///
    /// - Parameter isCompact: true for one line without spaces; false for an indented text.
    package init(isCompact: Bool = false) {
        self.isCompact = isCompact
    }

    /// Writes an object as the next value.
    package mutating func object(_ fields: (inout JSONWriter) -> Void) {
        enclose("{", "}", fields)
    }

    /// Writes a field that holds an object.
    package mutating func object(_ key: String, _ fields: (inout JSONWriter) -> Void) {
        name(key)
        object(fields)
    }

    /// Writes a field that holds an array with one element an item.
    package mutating func array<Item>(
        _ key: String, _ items: some Sequence<Item>, _ element: (inout JSONWriter, Item) -> Void
    ) {
        name(key)
        array(items, element)
    }

    /// Writes an array as the next value, with one element an item.
    package mutating func array<Item>(_ items: some Sequence<Item>, _ element: (inout JSONWriter, Item) -> Void) {
        enclose("[", "]") { json in
            for item in items {
                json.separate()
                element(&json, item)
                json.isFirst = false
            }
        }
    }

    /// Writes a field that holds a string, or null.
    package mutating func field(_ key: String, _ value: String?) {
        name(key)
        text += value?.quotedForJSON ?? "null"
    }

    /// Writes a field that holds a whole number, or null.
    package mutating func field(_ key: String, _ value: Int?) {
        name(key)
        text += value.map(String.init) ?? "null"
    }

    /// Writes a field that holds a number, a whole one without a fraction; null where it is not finite.
    package mutating func field(_ key: String, _ value: Double) {
        name(key)
        // JSON has no word for what is not finite (RFC 8259, 6).
        text += value.isFinite ? (Int(exactly: value)?.description ?? value.description) : "null"
    }

    /// Writes a string as the next value.
    package mutating func value(_ value: String) {
        text += value.quotedForJSON
    }

    /// Writes a whole number as the next value.
    package mutating func value(_ value: Int) {
        text += String(value)
    }

    /// Writes true or false as the next value.
    package mutating func value(_ value: Bool) {
        text += value ? "true" : "false"
    }

    /// Writes a field that holds true or false.
    package mutating func field(_ key: String, _ value: Bool) {
        name(key)
        text += value ? "true" : "false"
    }

    private mutating func name(_ key: String) {
        separate()
        text += key.quotedForJSON
        text += isCompact ? ":" : ": "
        isFirst = false
    }

    private mutating func separate() {
        if !isFirst { text += "," }
        lineBreak()
    }

    private mutating func lineBreak() {
        guard !isCompact else { return }
        text += "\n"
        for _ in 0..<depth { text += "  " }
    }

    private mutating func enclose(_ open: String, _ close: String, _ content: (inout JSONWriter) -> Void) {
        text += open
        depth += 1
        isFirst = true
        content(&self)
        depth -= 1
        if !isFirst { lineBreak() }
        isFirst = false
        text += close
    }
}

extension String {
    /// The text as a JSON string with its quotes (RFC 8259, 7).
    ///
    /// Everything that could steer a terminal is escaped too, which any reader of JSON undoes.
    var quotedForJSON: String {
        // Nearly everything is an ID: printable ASCII that needs no escape.
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            return "\"\(self)\""
        }
        var text = "\""
        for (index, scalar) in unicodeScalars.enumerated() {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case _ where scalar.misleadsReaders || index == 0 && scalar.isMark:
                text += scalar.escapedForJSON
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension Unicode.Scalar {
    /// The character as one or two escapes of JSON: `\u001b`.
    package var escapedForJSON: String {
        String(self).utf16.reduce(into: "") { text, unit in
            let digits = String(unit, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}
