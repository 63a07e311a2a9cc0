import FoundationEssentials

/// The ways in which a moment is written.
enum Timestamp {
    /// Glance: `2014-08-20T01:37:01Z`.
    static func seconds(_ date: Date) -> String {
        date.ISO8601Format()
    }

    /// Keystone: `2014-08-20T01:37:01.000000Z`.
    static func microseconds(_ date: Date) -> String {
        String(seconds(date).dropLast()) + ".000000Z"
    }

    /// The request log: `2014-08-20T01:37:01.123Z`.
    static func milliseconds(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// The moment that an ISO 8601 text names, with dashes and colons or without; UTC where it names no zone.
    static func date(_ text: some StringProtocol) -> Date? {
        let pattern = /(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(Z|[-+]\d\d(?::?\d\d)?)?)?/
        guard let match = String(text).wholeMatch(of: pattern) else { return nil }
        let zone = match.7.map(String.init) ?? "Z"
        let digits = zone.dropFirst().filter(\.isNumber)
        let offset =
            zone == "Z" ? "Z" : zone.prefix(1) + digits.prefix(2) + ":" + (digits.count > 2 ? digits.suffix(2) : "00")
        let time = "\(match.4 ?? "00"):\(match.5 ?? "00"):\(match.6 ?? "00")"
        return try? Date("\(match.1)-\(match.2)-\(match.3)T\(time)\(offset)", strategy: .iso8601)
    }

    /// A header: `Wed, 20 Aug 2014 01:37:01 GMT`.
    static func http(_ date: Date) -> String {
        // 1970 began on a Thursday.
        let days = Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = seconds(date).split { "-T:Z".contains($0) }
        guard parts.count == 6, let month = Int(parts[1]), 1...12 ~= month else { return seconds(date) }
        let weekday = weekdays[((days % 7) + 7) % 7]
        return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
