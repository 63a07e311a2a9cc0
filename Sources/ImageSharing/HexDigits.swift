/// 128 bits that are written as 32 lower-case hexadecimal digits, with or without the dashes of a UUID.
///
/// A manifest can hold a million identifiers: 16 bytes each instead of a string of its own keep it small.
struct HexDigits: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Reads 32 digits, or 36 characters with dashes where a UUID has them.
    ///
    /// - Parameters:
    ///   - text: the digits, as UTF-8.
    ///   - dashed: true where the dashes of a UUID (RFC 9562, 8-4-4-4-12) must be there, false where they must not.
    init?(_ text: Span<UInt8>, dashed: Bool) {
        guard text.count == (dashed ? 36 : 32) else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digits = 0
        for position in text.indices {
            let byte = text[position]
            if dashed && (position == 8 || position == 13 || position == 18 || position == 23) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Self.value(of: byte) else { return nil }
            if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
            digits += 1
        }
        self.high = high
        self.low = low
    }

    /// The digits as text.
    func text(dashed: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        append(to: &bytes, dashed: dashed)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the digits to a text.
    func append(to bytes: inout [UInt8], dashed: Bool) {
        let digits = (
            Self.digits(of: high >> 32), Self.digits(of: high), Self.digits(of: low >> 32), Self.digits(of: low)
        )
        unsafe withUnsafeBytes(of: digits) { digits in
            guard dashed else { return unsafe bytes.append(contentsOf: digits) }
            unsafe bytes.append(contentsOf: digits[..<8])
            for start in [8, 12, 16, 20] {
                bytes.append(UInt8(ascii: "-"))
                unsafe bytes.append(contentsOf: digits[start..<(start == 20 ? 32 : start + 4)])
            }
        }
    }

    /// The lower 32 bits as eight digits, in the order in which memory has them: all at once, because a status with
    /// a million members has 32 million of them.
    private static func digits(of word: UInt64) -> UInt64 {
        var nibbles = word & 0xFFFF_FFFF
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // Six more than nine and above carry into the upper half; from `9` to `a` it is 39 further than to `:`.
        let letters = (nibbles + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (nibbles + 0x3030_3030_3030_3030 + letters * 39).bigEndian
    }

    /// A number that is the same for the same digits, in every run.
    var fingerprint: UInt64 { Self.mixed(high &+ Self.mixed(low)) }

    /// Spreads a number over all bits, as SplitMix64 does.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var bits = number &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    /// The value of a digit, without a branch on its kind: the digits of an ID are random, and cannot be predicted.
    private static func value(of byte: UInt8) -> UInt64? {
        let isDecimal = byte &- UInt8(ascii: "0") < 10
        let isLetter = byte &- UInt8(ascii: "a") < 6
        guard isDecimal != isLetter else { return nil }
        return UInt64(byte & 0xF) &+ UInt64(byte >> 6) &* 9
    }
}

extension HexDigits: Comparable {
    /// Numeric order, which is also the order of the text: both have a fixed width.
    static func < (one: HexDigits, other: HexDigits) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}
