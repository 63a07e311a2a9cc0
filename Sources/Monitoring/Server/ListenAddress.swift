import NIOCore
import Text

/// The address that the status server listens on: `127.0.0.1:9797`, `[::1]:9797` or `localhost:9797`.
///
/// The host is always named. `:9797` means every interface to some programs and loopback to others, so here it means
/// neither; whoever wants every interface writes `0.0.0.0:9797` or `[::]:9797`.
package struct ListenAddress: Sendable, Hashable {
    /// The name or address to listen on; an IPv6 address without its brackets.
    let host: String
    /// The port; 0 is any free one.
    let port: Int

    /// Makes an address.
    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads an address.
    package init(_ text: String) throws(ListenAddressError) {
        let shown = String(text.prefix(80)).escapedForDisplay
        guard let colon = text.lastIndex(of: ":") else {
            throw ListenAddressError("“\(shown)” has no port: write it as 127.0.0.1:9797")
        }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), port <= 65535
        else {
            throw ListenAddressError("“\(shown)” does not end in a port between 0 and 65535, as in 127.0.0.1:9797")
        }
        host = try Self.host(String(text[..<colon]), port: port, shown: shown)
        self.port = port
    }

    private static func host(_ text: String, port: Int, shown: String) throws(ListenAddressError) -> String {
        if text.isEmpty {
            throw ListenAddressError(
                "“\(shown)” names no address: write 127.0.0.1:\(port), or 0.0.0.0:\(port) to be reachable from everywhere"
            )
        }
        if text.hasPrefix("["), text.hasSuffix("]"), text.count > 2 {
            let inner = String(text.dropFirst().dropLast())
            guard inner.contains(":"), inner.utf8.allSatisfy(Self.isOfAddress) else {
                throw ListenAddressError("“\(shown)” has no IPv6 address in its brackets, as in [::1]:\(port)")
            }
            return inner
        }
        if text.contains(":") {
            throw ListenAddressError("“\(shown)” needs brackets around its IPv6 address, as in [::1]:\(port)")
        }
        guard text.utf8.allSatisfy(Self.isOfAddress) else {
            throw ListenAddressError("“\(shown)” is no address to listen on, as 127.0.0.1:\(port) is one")
        }
        return text
    }

    /// True for letters, digits, and what stands between them in names and addresses, the `%` of an IPv6 zone included.
    private static func isOfAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._:%".utf8.contains(byte)
        }
    }

    /// True if only this machine can reach it.
    package var isLoopback: Bool {
        (try? SocketAddress(ipAddress: host, port: 0))?.isLoopback ?? (host.lowercased() == "localhost")
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The address as it is written: an IPv6 address in brackets.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The reason why a text is no address to listen on.
package struct ListenAddressError: Error, Equatable, CustomStringConvertible {
    /// The mistake, in a sentence.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
