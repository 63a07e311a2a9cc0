import ArgumentParser
import ImageSharing

/// The options of what a manifest takes away.
struct RemovalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most members that one run may remove, as a number, or as a percentage of the members that the images "
                + "have (default: none is removed; what else there is to do is done).",
            valueName: "n|n%"),
        transform: { try RemovalLimit(argument: $0) })
    var maxRemovals: RemovalLimit?

    @Option(period: "How long before its end a membership is told of (default: 14d).")
    var expiryNotice = PeriodArgument(Expiry.usualNotice)
}

extension RemovalLimit {
    /// A text that is no limit.
    struct Refusal: Error, CustomStringConvertible {
        let description = "write a number of members, 0 or more, or a percentage from 0% to 100%"
    }

    /// Reads a limit: `20` or `5%`.
    ///
    /// - Parameter argument: the text.
    /// - Throws: what to write instead.
    init(argument: String) throws(Refusal) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { throw Refusal() }
        switch argument[digits.endIndex...] {
        case "": self = .members(number)
        case "%" where number <= 100: self = .percent(number)
        default: throw Refusal()
        }
    }
}
