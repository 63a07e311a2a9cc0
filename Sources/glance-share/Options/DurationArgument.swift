import ArgumentParser
import OpenStack

/// A length of time as an option takes it: `500ms`, `30s`, `5m`, `1h`.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    /// Reads a number with its unit; zero is one.
    init?(argument: String) {
        let digits = argument.prefix { $0.isNumber || $0 == "." }
        let units: [Substring: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600]
        // A year is longer than any run, and keeps the arithmetic away from its limits.
        guard let number = Double(digits), let unit = units[argument[digits.endIndex...]],
            number == 0 || (0.001...31_536_000).contains(number * unit)
        else { return nil }
        duration = .seconds(number * unit)
    }

    var defaultValueDescription: String { duration.shortText }

    /// Some of them: what a shell offers shows how they are written.
    static var defaultCompletionKind: CompletionKind { .list(["10s", "30s", "1m", "5m", "15m", "1h"]) }
}
