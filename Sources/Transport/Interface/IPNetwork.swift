import Glibc
import NIOCore

/// An IP address, or all addresses that begin like it (RFC 4632, 4291).
struct IPNetwork: Sendable, Equatable {
    private let octets: [UInt8]
    private let prefixLength: Int

    /// Reads `10.0.0.1`, `10.0.0.0/8`, `::1` or `fd00::/8`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let octets = Self.octets(of: String(first)) else { return nil }
        self.octets = octets
        guard parts.count == 2 else {
            prefixLength = octets.count * 8
            return
        }
        guard let length = Int(parts[1]), (0...octets.count * 8).contains(length) else { return nil }
        prefixLength = length
    }

    /// Takes the octets of one address as a certificate has them.
    init?(octets: [UInt8]) {
        guard octets.count == 4 || octets.count == 16 else { return nil }
        self.octets = octets
        prefixLength = octets.count * 8
    }

    /// The address in its usual form.
    var address: String? {
        try? SocketAddress(packedIPAddress: ByteBuffer(bytes: octets), port: 0).ipAddress
    }

    /// Returns true where another network lies within this one.
    func contains(_ other: IPNetwork) -> Bool {
        guard other.octets.count == octets.count, other.prefixLength >= prefixLength else { return false }
        let whole = prefixLength / 8
        guard octets[..<whole] == other.octets[..<whole] else { return false }
        let rest = prefixLength % 8
        return rest == 0 || (octets[whole] ^ other.octets[whole]) >> (8 - rest) == 0
    }

    private static func octets(of text: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var octets = [UInt8](repeating: 0, count: count)
            if unsafe inet_pton(family, text, &octets) == 1 { return octets }
        }
        return nil
    }
}
