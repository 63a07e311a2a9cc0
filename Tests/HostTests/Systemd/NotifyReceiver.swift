import Glibc

@testable import Host

/// A service manager's socket: what is sent to it can be read at once, since a local datagram is there when it was sent.
final class NotifyReceiver: Sendable {
    private let descriptor: Int32

    init?(_ address: NotifyAddress) {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let name = NotifySocket(address: address)
        guard unsafe name.withAddress({ unsafe bind(descriptor, $0, $1) }) == 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Everything that was sent since the last time, a datagram each.
    func received() -> [String] {
        var messages: [String] = []
        while true {
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
                count = unsafe max(0, recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)))
            }
            guard !bytes.isEmpty else { return messages }
            messages.append(String(decoding: bytes, as: UTF8.self))
        }
    }
}
