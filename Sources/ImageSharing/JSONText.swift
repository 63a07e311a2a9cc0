extension String {
    /// The text as a JSON string with its quotes (RFC 8259, 7).
    ///
    /// What could steer a terminal is escaped too, which any reader of JSON undoes.
    package var quotedForJSON: String {
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
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
