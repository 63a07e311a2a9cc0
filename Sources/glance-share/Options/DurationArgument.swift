import ArgumentParser
import Text

/// A length of time as an option takes it: `500ms`, `30s`, `5m`, `1h`.
struct DurationArgument: CustomStringConvertible {
    /// A text that is no length of time.
    struct Refusal: Error, CustomStringConvertible {
        /// The text to write instead.
        let description: String
    }

    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    /// Reads a number with its unit; zero is one.
    ///
    /// - Parameter argument: the text.
    /// - Throws: what to write instead.
    init(argument: String) throws(Refusal) {
        let digits = argument.prefix { $0.isNumber || $0 == "." }
        let units: [Substring: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600]
        let unit = units[argument[digits.endIndex...]]
        if unit == nil, digits.endIndex == argument.endIndex, Double(digits) != nil {
            throw Refusal(description: "its unit is missing; write \(digits)s for seconds, or ms, m or h")
        }
        // A year is longer than any run, and keeps the arithmetic away from its limits.
        guard let number = Double(digits), let unit, number == 0 || (0.001...31_536_000).contains(number * unit) else {
            throw Refusal(description: "write a number with its unit, up to a year: 500ms, 30s, 5m, 1h")
        }
        duration = .seconds(number * unit)
    }

    /// The length as an option takes it.
    var description: String { duration.shortText }
}

/// Options that take a length of time; a shell offers a few, which shows how they are written.
extension Option where Value == DurationArgument {
    /// Makes an option with a default.
    ///
    /// - Parameters:
    ///   - wrappedValue: the default.
    ///   - help: the line of help.
    init(wrappedValue: DurationArgument, duration help: String) {
        self.init(
            wrappedValue: wrappedValue, help: ArgumentHelp(help, valueName: "duration"),
            completion: .durations, transform: { try DurationArgument(argument: $0) })
    }
}

extension Option where Value == DurationArgument? {
    /// Makes an option without a default.
    ///
    /// - Parameter help: the line of help.
    init(duration help: String) {
        self.init(
            help: ArgumentHelp(help, valueName: "duration"), completion: .durations,
            transform: { try DurationArgument(argument: $0) })
    }
}

extension CompletionKind {
    fileprivate static var durations: CompletionKind { .list(["10s", "30s", "1m", "5m", "15m", "1h"]) }
}
