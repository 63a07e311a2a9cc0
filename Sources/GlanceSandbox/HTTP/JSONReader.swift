/// A reader of JSON that takes what Python's `json.loads` takes: RFC 8259, and `NaN` and `Infinity` beside it.
///
/// The services read with it whatever they are sent: a byte order mark, a comma before a bracket or UTF-16 are refused.
struct JSONReader {
    /// A reason why a text is no document.
    enum Failure: Error {
        case malformed
        /// Python's stack would not hold it, and the services fail at that.
        case tooDeep
    }

    /// The greatest number of open brackets: Python's limit of 1000 frames, of which the services use some.
    private static let greatestDepth = 950

    /// The greatest number of digits of a whole number: Python reads no more.
    private static let longestNumber = 4300

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one document in UTF-8 and nothing behind it.
    static func read(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
        var reader = JSONReader(bytes: bytes)
        reader.skipSpace()
        let value = try reader.value()
        reader.skipSpace()
        guard reader.index == bytes.count else { throw .malformed }
        return value
    }

    private mutating func value() throws(Failure) -> JSONValue {
        switch peek {
        case UInt8(ascii: "{"): return try nested { reader throws(Failure) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(Failure) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        default: return try scalar()
        }
    }

    private mutating func nested(_ read: (inout JSONReader) throws(Failure) -> JSONValue) throws(Failure) -> JSONValue {
        depth += 1
        guard depth <= Self.greatestDepth else { throw .tooDeep }
        index += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(Failure) -> JSONValue {
        var entries: [JSONValue.Entry] = []
        // By bytes: to Swift, two spellings of one letter are the same key.
        var places: [[UInt8]: Int] = [:]
        if take("}") { return .object([]) }
        while true {
            guard peek == UInt8(ascii: "\"") else { throw .malformed }
            let key = try string()
            skipSpace()
            guard take(":") else { throw .malformed }
            skipSpace()
            let entry = JSONValue.Entry(key: key, value: try value())
            // A key twice: the last counts, at the place of the first.
            if let place = places[Array(key.utf8)] {
                entries[place] = entry
            } else {
                places[Array(key.utf8)] = entries.count
                entries.append(entry)
            }
            skipSpace()
            if take("}") { return .object(entries) }
            guard take(",") else { throw .malformed }
            skipSpace()
        }
    }

    private mutating func array() throws(Failure) -> JSONValue {
        var values: [JSONValue] = []
        if take("]") { return .array([]) }
        while true {
            values.append(try value())
            skipSpace()
            if take("]") { return .array(values) }
            guard take(",") else { throw .malformed }
            skipSpace()
        }
    }

    private mutating func string() throws(Failure) -> String {
        index += 1
        var text = ""
        var start = index
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                text += String(decoding: bytes[start..<index], as: UTF8.self)
                index += 1
                return text
            case UInt8(ascii: "\\"):
                text += String(decoding: bytes[start..<index], as: UTF8.self)
                index += 1
                text.unicodeScalars.append(try escape())
                start = index
            case ..<0x20: throw .malformed
            default: index += 1
            }
        }
        throw .malformed
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        guard let byte = peek else { throw .malformed }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try hexadecimal()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            let restart = index
            if unit < 0xDC00, take("\\"), take("u") {
                let low = try hexadecimal()
                if 0xDC00...0xDFFF ~= low,
                    let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
                {
                    return scalar
                }
            }
            index = restart
            // Half a pair alone is no text to Swift, and none to a database: it stands here as the other scalar that
            // no database stores.
            return "\0"
        default: throw .malformed
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard index + 4 <= bytes.count else { throw .malformed }
        let digits = bytes[index..<index + 4]
        // Without this, a sign would pass for a digit.
        guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .malformed }
        index += 4
        return unit
    }

    private mutating func scalar() throws(Failure) -> JSONValue {
        let start = index
        while let byte = peek, Unicode.Scalar(byte).isPartOfScalar { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "NaN": return .number(.nan)
        case "Infinity": return .number(.infinity)
        case "-Infinity": return .number(-.infinity)
        default:
            guard word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil,
                let number = Double(word), word.count <= Self.longestNumber || word.contains(where: ".eE".contains)
            else { throw .malformed }
            return .number(number)
        }
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }
}

extension JSONValue {
    /// Reads a document; nil where it is malformed.
    init?(bytes: [UInt8]) {
        guard let value = try? JSONReader.read(bytes) else { return nil }
        self = value
    }
}

extension Unicode.Scalar {
    /// True for a scalar that may stand in a number or a name such as `null`.
    fileprivate var isPartOfScalar: Bool {
        self == "-" || self == "+" || self == "." || isASCII && (properties.isAlphabetic || properties.isASCIIHexDigit)
    }
}
