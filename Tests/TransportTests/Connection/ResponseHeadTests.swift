import Testing

@testable import Transport

/// Heads that are not quite HTTP, and what is made of them.
struct ResponseHeadTests {
    private static let mended = [
        ("Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2"),
        ("content-length: 2, 2", "Content-Length: 2"), ("Content-Length:2\nCONTENT-LENGTH: 2 ", "Content-Length: 2"),
        ("Content-Length: 9\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nConnection: close"),
        (
            "Connection: keep-alive\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 9\r\nContent-Length: 8",
            "Transfer-Encoding: gzip, Chunked\r\nConnection: close"
        ),
        ("X-Note: one\r\n two\r\n\t three\r\nA: b", "X-Note: one two three\r\nA: b"),
        ("X-Note: one\r\n \r\nA: b", "X-Note: one \r\nA: b"), ("A: b\nB: c", "A: b\r\nB: c"),
    ]

    @Test(arguments: mended)
    func `What can only mean one thing is written as it should be`(fields: String, expected: String) {
        let head = ResponseHead(Array("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n".utf8))
        let mended = head?.mended.map { String(decoding: $0, as: UTF8.self) }
        #expect(mended == "HTTP/1.1 200 OK\r\n\(expected)\r\n\r\n")
    }

    @Test(arguments: [
        "Content-Length: 2", "Content-Length: 2\r\nContent-Length: 3", "Content-Length: 2, 3", "Content-Length: ",
        "Transfer-Encoding: chunked", "A: b\r\nB: c",
        "Transfer-Encoding: gzip\r\nContent-Length: 2",
    ])
    func `What is right, or can mean several things, is left to the parser`(fields: String) throws {
        let head = try #require(ResponseHead(Array("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n".utf8)))
        #expect(head.mended == nil)
    }

    @Test(arguments: ["Content-Length : 2", ": 2", "no colon", " folded: from nothing"])
    func `What is no field is left to the parser`(fields: String) {
        let head = ResponseHead(Array("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n".utf8))
        #expect(head?.mended == nil)
    }

    @Test(
        arguments: [
            ("HTTP/1.1 200 OK\r\n\r\nrest", 19), ("HTTP/1.1 200 OK\n\nrest", 17), ("HTTP/1.1 200 OK\r\n\nrest", 18),
            ("HTTP/1.1 200 OK\r\nA: b\r\n\r", nil), ("", nil), ("HTTP/1.1 200 OK\r\nA:", nil),
        ] as [(String, Int?)])
    func `A head ends with an empty line`(text: String, end: Int?) {
        #expect(ResponseHead.end(in: text.utf8) == end)
    }

    @Test(arguments: [
        ("", true), ("HT", true), ("HTTP/1.1", true), ("HTML", false), ("SSH-2.0", false), ("\r\nHTTP/1.1", false),
    ])
    func `What is no head is known by its beginning`(text: String, canBegin: Bool) {
        #expect(ResponseHead.canBegin(text.utf8) == canBegin)
    }

    @Test(arguments: [("100 Continue", true), ("103 Early Hints", true), ("101 Switching", false), ("200 OK", false)])
    func `An interim answer announces another`(status: String, isInterim: Bool) {
        #expect(ResponseHead(Array("HTTP/1.1 \(status)\r\n\r\n".utf8))?.isInterim == isInterim)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 404 \r\nContent-Length: 2\r\nContent-Type: a, b\r\n\r\n",
        "HTTP/1.1 503 X\r\ncontent-length:0\r\nTransfer: a\r\n\r\n",
    ])
    func `A head that is as it should be costs no copy`(text: String) {
        #expect(ResponseHead.isPlain(text.utf8))
    }

    @Test(arguments: mended.map(\.0))
    func `What is to be mended is not taken for plain`(fields: String) {
        #expect(!ResponseHead.isPlain("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n".utf8))
    }

    @Test(arguments: ["100 Continue", "103 Early Hints", "099 X", "0", "", "x"])
    func `An interim status, or none, is not taken for plain`(status: String) {
        #expect(!ResponseHead.isPlain("HTTP/1.1 \(status)\r\n\r\n".utf8))
    }
}
