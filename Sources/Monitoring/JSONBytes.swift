import Text
import FoundationEssentials

/// JSON that has been written already.
enum JSONBytes {
    /// `json` with every character as `\u…` that could steer a terminal or hide text, which any reader of JSON undoes.
    ///
    /// White space between tokens would be escaped as well, so there must be none.
    static func escapingWhatMisleads(_ json: Data) -> [UInt8] {
        let bytes = Array(json)
        guard bytes.contains(where: { $0 >= 0x7F || $0 < 0x20 }) else { return bytes }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F {
                escaped.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if scalar.misleadsReaders {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    escaped += Array("\\u".utf8) + Array(repeating: UInt8(ascii: "0"), count: 4 - digits.utf8.count)
                    escaped += Array(digits.utf8)
                }
            } else {
                escaped += Array(String(scalar).utf8)
            }
        }
        return escaped
    }
}
