import FoundationEssentials
import Text

/// Times as people say them: `3 min ago`, `in 2 h`.
enum RelativeTime {
    /// The distance of `date` from `now`; the page's script writes it in the same words.
    static func text(_ date: Date, from now: Date) -> String {
        let seconds = date.timeIntervalSince(now)
        if abs(seconds) < 1 { return "now" }
        return seconds < 0 ? length(-seconds) + " ago" : "in " + length(seconds)
    }

    /// A length of time in its largest fitting unit, rounded down.
    static func length(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: "\(Int(max(0, seconds))) s"
        case ..<3600: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        case ..<1e12: "\(Int(seconds / 86400)) d"
        default: "ages"
        }
    }

    /// A short length of time, with the fractions that matter.
    static func length(_ duration: Duration) -> String {
        let seconds = duration.inSeconds
        if seconds < 0.9995 { return "\(Int((max(0, seconds) * 1000).rounded())) ms" }
        let tenths = (seconds * 10).rounded(.down) / 10
        return seconds < 10 ? "\(tenths) s" : length(seconds)
    }

    /// The time of day and its date, in UTC.
    static func clock(_ date: Date) -> String {
        let text = date.ISO8601Format()
        return String(text.map { $0 == "T" ? " " : $0 }.dropLast()) + " UTC"
    }
}
