import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private static let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(arguments: [
        ("0", 0), ("1", 1), ("120", 120), (" 5", 5), ("5 ", 5), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30), ("Sunday, 06-Nov-94 08:50:07 GMT", 30), ("Sun Nov  6 08:50:07 1994", 30),
        ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400),
    ])
    func `Both forms are read, the obsolete dates too`(value: String, seconds: Int) {
        #expect(RetryAfter.duration(value, now: Self.now) == .seconds(seconds))
    }

    @Test(arguments: ["-1", "-9223372036854775808", "Sun, 06 Nov 1994 08:49:36 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"])
    func `What lies in the past is no wait`(value: String) {
        #expect(RetryAfter.duration(value, now: Self.now) == .zero)
    }

    @Test(arguments: [
        "99999999999", "9223372036854775807", "9223372036854775808", "99999999999999999999999999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ])
    func `A huge wait is a long wait, not a crash and not none`(value: String) throws {
        let wait = try #require(RetryAfter.duration(value, now: Self.now))
        #expect(wait >= .seconds(30 * 86_400))
        #expect(wait <= .seconds(366 * 86_400))
    }

    @Test(arguments: [
        "", " ", "soon", "1.5", "1e3", "0x10", "5 seconds", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8h GMT",
        "Sun, 9223372036854775807 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 9223372036854775807 08:49:37 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, -6 Nov 1994 :: GMT", "- - - - - GMT", ", , , , , GMT",
        "a b c : d", "é à ü : ö", "１２", "\u{0}", "1994-11-06T08:49:37Z",
    ])
    func `Garbage is no wait at all, and no crash`(value: String) {
        #expect(RetryAfter.duration(value, now: Self.now) == nil)
    }

    @Test(arguments: 0..<50)
    func `Whatever a server says, the result is within a year or nothing`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let pieces = ["Sun", ",", " ", "06", "-", "Nov", "1994", "94", "08:49:37", ":", "GMT", "9", "999999999", "é"]
        for _ in 0..<100 {
            let count = Int.random(in: 0...9, using: &generator)
            let value = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let wait = RetryAfter.duration(value, now: Self.now) else { continue }
            #expect(wait >= .zero)
            #expect(wait <= .seconds(366 * 86_400))
        }
    }

    @Test func `A date counts from the answer's own date, not from a clock here that may be off`() {
        let answer = HTTPAnswer.status(
            503, fields: [.retryAfter: "Sun, 06 Nov 1994 08:50:07 GMT", .date: "Sun, 06 Nov 1994 08:49:37 GMT"]
        )
        #expect(OpenStackError(answer).retryAfter == .seconds(30))
    }

    @Test func `A date without the answer's own counts from now`() {
        let answer = HTTPAnswer.status(503, retryAfter: "Sun, 06 Nov 1994 08:50:07 GMT")
        #expect(OpenStackError(answer).retryAfter == .zero)
    }
}
