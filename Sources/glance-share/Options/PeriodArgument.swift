import ArgumentParser
import Text

/// A length of time as an option takes it that is about days: `14d`, `2w`, beside `36h` and what else is a duration.
struct PeriodArgument: CustomStringConvertible {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    /// Reads a number with its unit; zero is one.
    ///
    /// - Parameter argument: the text.
    /// - Throws: what to write instead.
    init(argument: String) throws(DurationArgument.Refusal) {
        let days: [Character: Int] = ["d": 1, "w": 7]
        guard let unit = argument.last.flatMap({ days[$0] }) else {
            do throws(DurationArgument.Refusal) { duration = try DurationArgument(argument: argument).duration } catch {
                let isNumber = !argument.isEmpty && argument.allSatisfy { $0.isASCII && $0.isNumber }
                throw DurationArgument.Refusal(
                    description: isNumber
                        ? "its unit is missing; write \(argument)d for days, or w for weeks, h, m or s"
                        : "write one number with its unit: 30d, 4w, 36h, 90m")
            }
            return
        }
        guard argument.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(argument.dropLast()),
            number <= 36_500 / unit
        else {
            throw DurationArgument.Refusal(description: "write a number of days or weeks, up to a century: 14d, 2w")
        }
        duration = .seconds(number * unit * 86_400)
    }

    /// The period as an option takes it.
    var description: String {
        let seconds = duration.components.seconds
        return seconds > 0 && seconds % 86_400 == 0 ? "\(seconds / 86_400)d" : duration.shortText
    }
}

extension Option where Value == PeriodArgument {
    /// Makes an option with a default.
    ///
    /// - Parameters:
    ///   - wrappedValue: the default.
    ///   - help: the line of help.
    init(wrappedValue: PeriodArgument, period help: String) {
        self.init(
            wrappedValue: wrappedValue, help: ArgumentHelp(help, valueName: "period"),
            completion: .list(["1d", "7d", "14d", "30d", "2w"]), transform: { try PeriodArgument(argument: $0) })
    }
}
