import Text

/// An object of a repository: its kind and its content.
struct GitObject {
    /// The kinds of objects; the numbers are those of packs.
    enum Kind: Int {
        case commit = 1
        case tree, blob, tag
    }

    let kind: Kind
    let content: [UInt8]

    /// The most bytes of a commit or a tree.
    static let mostBytes = 32 << 20
}

/// The hash of an object.
struct GitHash: Hashable, CustomStringConvertible {
    /// Its 20 bytes (SHA-1), or 32 (SHA-256).
    let bytes: [UInt8]

    /// Takes the bytes.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads hexadecimal digits.
    init?(_ text: String) {
        guard Self.isHash(text) else { return nil }
        let digits = Array(text.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The hash as hexadecimal digits.
    var description: String { bytes.hexadecimal }

    /// Returns true for 40 lower-case hexadecimal digits (SHA-1), or 64 (SHA-256).
    static func isHash(_ text: some StringProtocol) -> Bool {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
