/// The name of a branch or tag, such as `refs/heads/main`, that leads nowhere but below `refs/`.
struct GitReference: Equatable {
    /// The name.
    let name: String

    /// Takes a name by the rules of git-check-ref-format(1) that keep it inside the repository.
    init?(_ name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0] == "refs", !name.utf8.contains(0) else { return nil }
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.contains("..") }) else { return nil }
        self.name = name
    }
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
        guard Self.isOne(text) else { return nil }
        let digits = Array(text.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The hash as hexadecimal digits.
    var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether this is one: 40 lower-case hexadecimal digits (SHA-1), or 64 (SHA-256).
    static func isOne(_ text: some StringProtocol) -> Bool {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
