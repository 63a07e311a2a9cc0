/// A number with its noun: "1 image", "2 images".
package func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
}

extension Duration {
    /// The duration in seconds.
    package var inSeconds: Double { self / .seconds(1) }

    /// The duration as a log line or a sentence has it: `0.25s`, `12s`, `3m 20s`, `1h 5m`.
    package var shortText: String {
        let (seconds, attoseconds) = components
        switch seconds {
        case ..<10:
            let hundredths = attoseconds / 10_000_000_000_000_000
            return hundredths == 0 ? "\(seconds)s" : "\(seconds).\(hundredths < 10 ? "0" : "")\(hundredths)s"
        case ..<60: return "\(seconds)s"
        case ..<3600: return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m \(seconds % 60)s"
        default:
            let minutes = seconds % 3600 / 60
            return minutes == 0 ? "\(seconds / 3600)h" : "\(seconds / 3600)h \(minutes)m"
        }
    }
}
