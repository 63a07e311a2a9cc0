import FoundationEssentials

/// Reads `Retry-After`: how long a server wants to be left alone (RFC 9110, 10.2.3).
enum RetryAfter {
    /// Reads the field's value in either form.
    ///
    /// - Parameters:
    ///   - value: a number of seconds, or an HTTP date.
    ///   - now: the moment to count a date from: the answer's own `Date` where it has one, so that a clock that is off
    ///     here does no harm.
    /// - Returns: the wait, never negative; nil where the value is neither.
    static func duration(_ value: String, now: Date) -> Duration? {
        let parts = value.split(whereSeparator: \.isWhitespace)
        if parts.count == 1, let number = parts.first {
            if let seconds = Int64(number) { return .seconds(min(max(seconds, 0), longest)) }
            // More digits than a number can hold still mean: very long.
            if number.allSatisfy({ ("0"..."9").contains($0) }) { return .seconds(longest) }
        }
        guard let date = date(value) else { return nil }
        return .seconds(min(max(date.timeIntervalSince(now), 0), Double(longest)))
    }

    /// Reads an HTTP date (RFC 9110, 5.6.7), the two obsolete forms included.
    static func date(_ value: String) -> Date? {
        let parts = value.split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init)
        let isASCTime = parts.count == 5 && parts[3].contains(":")
        guard isASCTime || (parts.count == 6 && parts[5] == "GMT") else { return nil }
        // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
        let (day, month, year, time) =
            isASCTime ? (parts[2], parts[1], parts[4], parts[3]) : (parts[1], parts[2], parts[3], parts[4])
        guard let monthNumber = months.firstIndex(of: month), let dayNumber = Int(day), var yearNumber = Int(year)
        else {
            return nil
        }
        if year.count == 2 { yearNumber += yearNumber < 70 ? 2000 : 1900 }
        let isoDate = [yearNumber, monthNumber + 1, dayNumber].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return try? Date("\(isoDate.joined(separator: "-"))T\(time)Z", strategy: .iso8601)
    }

    /// A year, which is longer than any run; a duration traps on what it cannot hold.
    private static let longest: Int64 = 365 * 86_400

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
