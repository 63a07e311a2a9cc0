import Testing

@testable import Monitoring

/// The argument of `--listen`.
@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:9797", "127.0.0.1", 9797, true),
        ("localhost:0", "localhost", 0, true),
        ("[::1]:9797", "::1", 9797, true),
        ("0.0.0.0:65535", "0.0.0.0", 65535, false),
        ("[::]:1", "::", 1, false),
        ("[fe80::1%eth0]:80", "fe80::1%eth0", 80, false),
        ("status.example.org:80", "status.example.org", 80, false),
        ("127.example.org:80", "127.example.org", 80, false),
    ])
    func `An address is read, and written as it was`(_ text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.isLoopback == isLoopback)
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("", "has no port"),
        ("9797", "has no port"),
        ("127.0.0.1", "has no port"),
        (":9797", "names no address: write 127.0.0.1:9797, or 0.0.0.0:9797"),
        ("127.0.0.1:", "does not end in a port"),
        ("127.0.0.1:http", "does not end in a port"),
        ("127.0.0.1:-1", "does not end in a port"),
        ("127.0.0.1:65536", "does not end in a port"),
        ("127.0.0.1:٨٠", "does not end in a port"),
        ("127.0.0.1:99999999999999999999", "does not end in a port"),
        ("::1:9797", "needs brackets"),
        ("[]:9797", "is no address"),
        ("[127.0.0.1]:9797", "no IPv6 address in its brackets"),
        ("[::1 ]:9797", "no IPv6 address in its brackets"),
        ("http://127.0.0.1:9797", "needs brackets"),
        ("127.0.0.1/8:9797", "is no address"),
        ("\u{1B}[31m:9797", "“\\u{1B}[31m:9797” is no address"),
    ])
    func `A text that is no address is refused, with what is wrong with it`(_ text: String, why: String) {
        #expect { try ListenAddress(text) } throws: { "\($0)".contains(why) }
    }
}
