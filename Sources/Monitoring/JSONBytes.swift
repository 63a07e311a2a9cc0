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
        var escaped = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.misleadsReaders {
                escaped += scalar.escapedForJSON
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return Array(escaped.utf8)
    }
}
