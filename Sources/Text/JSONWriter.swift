/// Writes JSON with its keys in the order in which they are given, which a contract needs and `JSONEncoder` has not.
package struct JSONWriter {
    /// The JSON so far, as UTF-8.
    private(set) package var bytes: [UInt8] = []

    private let isCompact: Bool
    private var depth = 0
    /// True if nothing stands before the next value in its array or object.
    private var isFirst: Bool

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - isCompact: true for one line without spaces; false for an indented text.
    ///   - continuesArray: true if further elements of an array are written whose beginning stands elsewhere.
    package init(isCompact: Bool = false, continuesArray: Bool = false) {
        self.isCompact = isCompact
        isFirst = !continuesArray
    }

    /// The JSON so far.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

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
            for item in items { json.element { element(&$0, item) } }
        }
    }

    /// Writes a field that holds an array, whose elements `elements` writes.
    package mutating func array(_ key: String, _ elements: (inout JSONWriter) -> Void) {
        name(key)
        enclose("[", "]", elements)
    }

    /// Writes an element of an array.
    ///
    /// A list of a million is written by this alone: nothing of it is generic, which is slow from module to module.
    package mutating func element(_ value: (inout JSONWriter) -> Void) {
        separate()
        value(&self)
        isFirst = false
    }

    /// Writes a field that holds a string, or null.
    package mutating func field(_ key: String, _ value: String?) {
        name(key)
        if let value { self.value(value) } else { bytes += "null".utf8 }
    }

    /// Writes a field that holds a whole number, or null.
    package mutating func field(_ key: String, _ value: Int?) {
        name(key)
        bytes += (value.map(String.init) ?? "null").utf8
    }

    /// Writes a field that holds a number, a whole one without a fraction; null where it is not finite.
    package mutating func field(_ key: String, _ value: Double) {
        name(key)
        // JSON has no word for what is not finite (RFC 8259, 6).
        bytes += (value.isFinite ? (Int(exactly: value)?.description ?? value.description) : "null").utf8
    }

    /// Writes a string as the next value.
    package mutating func value(_ value: String) {
        // Nearly everything is a key or an ID: printable ASCII that needs no escape.
        if value.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        {
            self.value { $0 += value.utf8 }
        } else {
            bytes += value.quotedForJSON.utf8
        }
    }

    /// Writes a string as the next value that needs no escape.
    ///
    /// - Parameter append: appends it: printable ASCII without quotes and backslashes.
    package mutating func value(_ append: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        append(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number as the next value.
    package mutating func value(_ value: Int) {
        bytes += String(value).utf8
    }

    /// Writes true or false as the next value.
    package mutating func value(_ value: Bool) {
        bytes += (value ? "true" : "false").utf8
    }

    /// Writes a field that holds true or false.
    package mutating func field(_ key: String, _ value: Bool) {
        name(key)
        bytes += (value ? "true" : "false").utf8
    }

    private mutating func name(_ key: String) {
        separate()
        value(key)
        bytes += (isCompact ? ":" : ": ").utf8
        isFirst = false
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        lineBreak()
    }

    private mutating func lineBreak() {
        guard !isCompact else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth { bytes += "  ".utf8 }
    }

    private mutating func enclose(_ open: String, _ close: String, _ content: (inout JSONWriter) -> Void) {
        bytes += open.utf8
        depth += 1
        isFirst = true
        content(&self)
        depth -= 1
        if !isFirst { lineBreak() }
        isFirst = false
        bytes += close.utf8
    }
}

extension String {
    /// The text as a JSON string with its quotes (RFC 8259, 7).
    ///
    /// Everything that could steer a terminal is escaped too, which any reader of JSON undoes.
    fileprivate var quotedForJSON: String {
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
