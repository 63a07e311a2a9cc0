/// Percent-encoding in paths and in queries.
enum PercentEncoding {
    /// The bytes that a piece of a URL stands for; a `%` that is no escape stays.
    static func bytes(_ text: some StringProtocol, plusIsSpace: Bool = false) -> [UInt8] {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "%"), index + 2 < source.count, let high = nibble(source[index + 1]),
                let low = nibble(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return bytes
    }

    /// The items of a query such as `tag=a&tag=b`.
    static func queryItems(_ query: some StringProtocol) -> [ServiceRequest.QueryItem] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { String(decoding: bytes($0, plusIsSpace: true), as: UTF8.self) }
            return .init(name: decoded.first ?? "", value: decoded.count > 1 ? decoded[1] : "")
        }
    }

    /// A query as Python's `urlencode` writes it.
    static func query(_ items: [ServiceRequest.QueryItem]) -> String {
        items.map { quotePlus($0.name) + "=" + quotePlus($0.value) }.joined(separator: "&")
    }

    private static func quotePlus(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "~"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: " "):
                output += "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                output += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return output
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
