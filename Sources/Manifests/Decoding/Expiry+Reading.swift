internal import FoundationEssentials
internal import ImageSharing
internal import Text

/// A text that is no end of a membership, and what is wrong with it.
struct ExpiryMistake: Error {
    let message: String
    let hint: String
}

extension Expiry {
    /// Reads a day, which ends at midnight in UTC, or a time.
    ///
    /// A time is one of RFC 3339 with its seconds and its offset; `t` and `z` are allowed as it allows them, and a leap
    /// second where there can be one (5.6, 5.7 and appendix D): that ends where the next second begins.
    ///
    /// - Throws: what is wrong with the text.
    init(reading text: String) throws(ExpiryMistake) {
        var rest = Digits(text)
        guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
            let day = rest.number(2)
        else { throw Self.mistake(text) }
        guard (1...12).contains(month) else {
            throw ExpiryMistake(
                message: "\(text.quotedForDisplay()) has no such month: \(month)",
                hint: "months are 01 to 12, and the year comes first: 2027-01-31")
        }
        let length = Self.days(of: month, in: year)
        guard (1...length).contains(day) else {
            throw ExpiryMistake(
                message: "\(text.quotedForDisplay()) is no day: that month has \(length) days",
                hint: "write its last day: \(text.prefix(8))\(length)")
        }
        let midnight = Self.daysSince1970(year, month, day) * 86400
        if rest.isEmpty {
            self.init(moment: Date(timeIntervalSince1970: Double(midnight + 86400)), text: text)
            return
        }
        guard rest.take("T") || rest.take("t"), let hour = rest.number(2), rest.take(":"),
            let minute = rest.number(2)
        else { throw Self.mistake(text) }
        guard rest.take(":"), let second = rest.number(2) else {
            throw ExpiryMistake(
                message: "\(text.quotedForDisplay()) has no seconds",
                hint: "write the time with its seconds and its offset: \(text.prefix(16)):00Z")
        }
        let fraction = rest.fraction()
        guard let offset = rest.offset(), rest.isEmpty else { throw Self.mistake(offset: text) }
        let seconds = midnight + hour * 3600 + minute * 60 + second - offset
        guard hour < 24, minute < 60, second < 60 || second == 60 && seconds % 86400 == 0 else {
            throw ExpiryMistake(
                message: "\(text.quotedForDisplay()) is no time of the day",
                hint: "hours are 00 to 23, minutes and seconds 00 to 59")
        }
        self.init(moment: Date(timeIntervalSince1970: Double(seconds) + (second < 60 ? fraction : 0)), text: text)
    }

    private static func mistake(_ text: String) -> ExpiryMistake {
        ExpiryMistake(
            message: "\(text.quotedForDisplay()) is neither a day nor a time",
            hint: "write the last day, as in 2027-01-31, or a time, as in 2027-01-31T18:00:00Z")
    }

    private static func mistake(offset text: String) -> ExpiryMistake {
        ExpiryMistake(
            message: "\(text.quotedForDisplay()) does not say in which time zone it is",
            hint: "end it with Z for UTC, or with the offset from it, as in +01:00")
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// The days from 1970-01-01 to a day of the Gregorian calendar.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let before = year - 1
        let leapDays = year > 0 ? before / 4 - before / 100 + before / 400 : -1
        let ofYear = (1..<month).reduce(day - 1) { $0 + days(of: $1, in: year) }
        return before * 365 + leapDays + ofYear - 719_162
    }
}

/// The rest of a text that is read from its beginning.
private struct Digits {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isEmpty: Bool { rest.isEmpty }

    /// Takes one character, if it is the next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes a number of exactly so many digits; nil where there is none.
    mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Takes the fraction of a second, if there is one.
    mutating func fraction() -> Double {
        guard rest.first == UInt8(ascii: "."), rest.dropFirst().first.map({ (0x30...0x39).contains($0) }) == true
        else { return 0 }
        rest.removeFirst()
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest.removeFirst(digits.count)
        return Double("0." + String(Substring(digits))) ?? 0
    }

    /// Takes the offset from UTC, in seconds; nil where there is none.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60 else {
            return nil
        }
        return sign * (hours * 3600 + minutes * 60)
    }
}
