import Testing

@testable import Host

@Suite struct NotifyMessageTests {
    @Test(arguments: [
        (NotifyMessage.ready, "READY=1"),
        (.reloading(at: .seconds(3) + .nanoseconds(1999)), "RELOADING=1\nMONOTONIC_USEC=3000001"),
        (.status("3 images, größer"), "STATUS=3 images, größer"),
        (.status("fine\nREADY=1"), "STATUS=fine\\u{A}READY=1"),
        (.status("fine\r\n\u{2028}"), "STATUS=fine\\u{D}\\u{A}\\u{2028}"),
        (.status(""), "STATUS="),
        (.stopping, "STOPPING=1"),
        (.watchdog, "WATCHDOG=1"),
    ])
    func `A message has the form of sd_notify`(message: NotifyMessage, text: String) {
        #expect(message.text == text)
    }

    @Test func `A long status is cut to the length that a manager takes`() {
        let text = NotifyMessage.status(String(repeating: "👩‍🚀", count: 5000)).text
        #expect(text.utf8.count <= NotifyMessage.longestStatus + "STATUS=".utf8.count)
        #expect(text.hasSuffix("…"))
        #expect(!text.contains("\n"))
    }

    @Test(arguments: [
        ("/run/systemd/notify", NotifyAddress.path("/run/systemd/notify"), Array("/run/systemd/notify".utf8) + [0]),
        ("@manager", .abstract("manager"), [0] + Array("manager".utf8)),
    ])
    func `An address has the form of the system`(value: String, address: NotifyAddress, bytes: [UInt8]) {
        #expect(NotifyAddress(value) == address)
        #expect(address.bytes == bytes)
    }

    @Test(arguments: ["", "@", "notify", "vsock:1:2", "/a\0b", "/" + String(repeating: "a", count: 107)])
    func `Anything else is no address`(value: String) {
        #expect(NotifyAddress(value) == nil)
    }

    @Test func `The longest addresses fit`() {
        let longest = String(repeating: "a", count: 106)
        #expect(NotifyAddress("/\(longest)")?.bytes.count == 108)
        #expect(NotifyAddress("@\(longest)a")?.bytes.count == 108)
    }
}
