/// Identifiers as the services write them: made from a name, the same at every start, or at random.
enum Identifier {
    /// 32 hexadecimal digits, as Keystone writes an identifier.
    static func hex(_ name: String) -> String {
        let (high, low) = digest(name)
        return padded(high) + padded(low)
    }

    /// The hexadecimal digits of bytes.
    static func hex(bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A version 4 UUID, as Glance writes an identifier.
    static func uuid(_ name: String) -> String {
        let (high, low) = digest(name)
        return dashed(padded(high & ~0xF000 | 0x4000) + padded(low & ~(0b11 << 62) | 0b10 << 62))
    }

    /// A version 4 UUID nobody has seen before.
    static func randomUUID() -> String {
        let high = UInt64.random(in: .min ... .max)
        let low = UInt64.random(in: .min ... .max)
        return dashed(padded(high & ~0xF000 | 0x4000) + padded(low & ~(0b11 << 62) | 0b10 << 62))
    }

    /// Random hexadecimal digits, sixteen for each word.
    static func randomHex(words: Int) -> String {
        (0..<words).map { _ in padded(.random(in: .min ... .max)) }.joined()
    }

    /// The name of a request, as the services return it: a new one, or the one that the caller brought along.
    static func request(proposed: String? = nil) -> String {
        guard let proposed, !proposed.isEmpty else { return "req-" + randomUUID() }
        return proposed.hasPrefix("req-") ? proposed : "req-" + proposed
    }

    /// Returns true for hexadecimal digits in the groups of a UUID.
    static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit) }
    }

    private static func digest(_ name: String) -> (UInt64, UInt64) {
        // FNV-1a gives the seed; the generator spreads it over both words.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var generator = SplitMix64(seed: hash)
        return (generator.next(), generator.next())
    }

    private static func padded(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func dashed(_ hex: String) -> String {
        var text = ""
        for (index, digit) in hex.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }
}
