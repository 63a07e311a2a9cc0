import Testing

@testable import OpenStack

struct ErrorTextTests {
    @Test(arguments: [
        // Glance, for Accept: application/json.
        (
            #"{"message": "Image member limit exceeded for image X: Attempted: 6, Maximum: 5<br /><br />\n\n\n", "code": "413 Request Entity Too Large", "title": "Request Entity Too Large"}"#,
            "Image member limit exceeded for image X: Attempted: 6, Maximum: 5"
        ),
        // Glance, for Accept: */*.
        (
            "<html>\n <head>\n  <title>409 Conflict</title>\n </head>\n <body>\n  <h1>409 Conflict</h1>\n  "
                + "Member a is duplicated for image b<br /><br />\n\n\n\n </body>\n</html>",
            "409 Conflict Member a is duplicated for image b"
        ),
        // Glance, without Accept.
        (
            "409 Conflict\n\nMember a is duplicated for image b\n\n   ",
            "409 Conflict Member a is duplicated for image b"
        ),
        // Keystone.
        (
            #"{"error": {"code": 401, "message": "The request you have made requires authentication.", "title": "Unauthorized"}}"#,
            "The request you have made requires authentication."
        ),
        // A proxy.
        (
            "<html><head><title>502</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>nginx</body></html>",
            "502 Bad Gateway nginx"
        ),
        ("Member can&#39;t be empty &lt;a&gt; &amp;amp; &quot;b&quot;", #"Member can't be empty <a> &amp; "b""#),
        ("", ""), ("   \n\t ", ""), ("<br/>", ""), ("{}", "{}"), (#"{"message": 5}"#, #"{"message": 5}"#),
        ("null", "null"), ("a < b", "a < b"), ("<unclosed", "<unclosed"),
    ])
    func `The sentence is found in every form`(body: String, sentence: String) {
        #expect(ErrorText.sentence(in: body) == sentence)
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x00, 0x80], Array(repeating: 0x3C, count: 20_000), Array(repeating: 0x5B, count: 100_000),
            Array(repeating: 0x41, count: 2_000_000), Array("<title>".utf8), Array("{\"message\": \"".utf8),
            Array(String(repeating: "<a>&amp;", count: 20_000).utf8), Array("a\u{1B}[2J\r\n\u{2028}".utf8),
        ] as [[UInt8]])
    func `Garbage and huge bodies give a short line`(body: [UInt8]) {
        let sentence = ErrorText.sentence(in: String(decoding: body, as: UTF8.self))
        #expect(sentence.unicodeScalars.count <= 200)
        #expect(!sentence.contains("\n"))
    }

    @Test func `Combining marks do not get past the length`() {
        let body = #"{"message": "e\#(String(repeating: "\u{301}", count: 50_000))"}"#
        #expect(ErrorText.sentence(in: body).utf8.count <= 1000)
    }
}
