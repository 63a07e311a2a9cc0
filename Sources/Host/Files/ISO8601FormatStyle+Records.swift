import FoundationEssentials

extension Date.ISO8601FormatStyle {
    /// The form of times in files that are kept: RFC 3339 with milliseconds, UTC.
    static let inRecords = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
