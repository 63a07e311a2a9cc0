/// Turns UTF-16 into UTF-8, so that everything after it knows one encoding.
enum UTF16Text {
    /// The text of `bytes` as UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: UTF-16.
    ///   - start: where the text starts, after a byte order mark.
    ///   - bigEndian: whether the high byte comes first.
    /// - Returns: the same text as UTF-8.
    /// - Throws: an error at the first half of a surrogate pair that stands alone, or at half a unit at the end.
    static func utf8(of bytes: [UInt8], from start: Int, bigEndian: Bool) throws(YAMLError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count - start) / 2)
        var position = start
        func unit(at position: Int) -> UInt32? {
            guard position + 1 < bytes.count else { return nil }
            let (first, second) = (UInt32(bytes[position]), UInt32(bytes[position + 1]))
            return bigEndian ? first << 8 | second : second << 8 | first
        }
        while position < bytes.count {
            guard var value = unit(at: position) else {
                throw failure("the file ends in the middle of a UTF-16 character", after: result)
            }
            position += 2
            if value & 0xFC00 == 0xD800, let low = unit(at: position), low & 0xFC00 == 0xDC00 {
                value = 0x1_0000 + (value & 0x3FF) << 10 + (low & 0x3FF)
                position += 2
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw failure("half of a UTF-16 surrogate pair stands alone here", after: result)
            }
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return result
    }

    private static func failure(_ message: String, after result: [UInt8]) -> YAMLError {
        let mark = SourceLines(result).mark(ofByte: result.count)
        return YAMLError(.syntax, at: mark, Wording(own: message), hint: "the file is damaged; save it as UTF-8")
    }
}
