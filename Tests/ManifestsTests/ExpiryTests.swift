internal import FoundationEssentials
internal import ImageSharing
internal import Testing

@testable internal import Manifests

/// Days and times (RFC 3339), against seconds that `date -u -d` gives.
struct ExpiryTests {
    @Test(
        arguments: [
            ("2027-01-31", 1_801_440_000), ("1970-01-01", 86_400), ("1969-12-31", 0), ("2024-02-29", 1_709_251_200),
            ("2000-02-29", 951_868_800), ("2026-12-31", 1_798_761_600), ("9999-12-31", 253_402_300_800),
            ("2027-01-31T00:00:00Z", 1_801_353_600), ("2027-01-31t18:30:05z", 1_801_420_205),
            ("2027-01-31T18:30:05+01:00", 1_801_416_605), ("2027-01-31T18:30:05-05:30", 1_801_440_005),
            ("2027-01-31T18:30:05-00:00", 1_801_420_205), ("2027-01-31T18:30:05.25Z", 1_801_420_205.25),
            ("2016-12-31T23:59:60Z", 1_483_228_800), ("2016-12-31T15:59:60-08:00", 1_483_228_800),
            ("2027-01-01T00:30:00+14:00", 1_798_713_000),
        ] as [(String, Double)])
    func `A day ends at its end in UTC, and a time is one`(text: String, seconds: Double) throws {
        let expiry = try Expiry(reading: text)
        #expect(expiry.moment == Date(timeIntervalSince1970: seconds))
        #expect(expiry.text == text)
    }

    @Test(
        arguments: [
            ("2027-13-01", "no such month: 13"), ("2027-00-01", "no such month"), ("2027-01-32", "that month has 31"),
            ("2027-02-29", "that month has 28"), ("1900-02-29", "that month has 28"), ("2027-04-31", "has 30"),
            ("2027-01-00", "is no day"), ("2027-1-31", "neither a day nor a time"), ("31.01.2027", "neither"),
            ("01/31/2027", "neither"), ("27-01-31", "neither"), ("tomorrow", "neither"), ("2027", "neither"),
            ("2027-01-31 18:00:00Z", "neither"), ("2027-01-31T", "neither"), ("2027-01-31T18", "neither"),
            ("2027-01-31T18:00", "has no seconds"), ("2027-01-31T18:00Z", "has no seconds"),
            ("2027-01-31T18:00:00", "time zone"), ("2027-01-31T18:00:00.5", "time zone"),
            ("2027-01-31T18:00:00CET", "time zone"), ("2027-01-31T18:00:00+0100", "time zone"),
            ("2027-01-31T18:00:00+24:00", "time zone"), ("2027-01-31T18:00:00Z ", "time zone"),
            ("2027-01-31T24:00:00Z", "no time of the day"), ("2027-01-31T18:60:00Z", "no time of the day"),
            ("2027-01-31T18:00:60Z", "no time of the day"), ("2027-01-31T23:59:60+01:00", "no time of the day"),
            ("２０２７-01-31", "neither"), ("2027-01-31 ", "neither"), ("-2027-01-31", "neither"),
            ("+027-01-31", "neither"),
        ])
    func `What is none is told, with what to write`(text: String, words: String) throws {
        let mistake = try #require(throws: ExpiryMistake.self) { try Expiry(reading: text) }
        #expect(mistake.message.contains(words))
        #expect(!mistake.hint.isEmpty)
    }

    @Test func `Days follow one another without a gap, over leap years and centuries`() throws {
        var last = try Expiry(reading: "1899-12-31").moment
        for year in 1900...2105 {
            for month in 1...12 {
                for day in 1...31 {
                    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
                    guard let next = try? Expiry(reading: "\(year)-\(two(month))-\(two(day))").moment else { continue }
                    #expect(next.timeIntervalSince(last) == 86_400)
                    last = next
                }
            }
        }
        #expect(last == (try Expiry(reading: "2105-12-31")).moment)
    }
}
