import ArgumentParser
import ImageSharing

/// The options of a run that looks after a part of the images.
struct ShardOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Look after one of n parts of the images only, the parts counted from 0: 0/8 to 7/8. Limits are the part's own.",
            valueName: "i/n"),
        transform: { try Shard(argument: $0) })
    var shard: Shard?
}

extension Shard {
    /// A text that is no part.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a part: `2/8`.
    ///
    /// - Parameter argument: the text.
    /// - Throws: what to write instead.
    init(argument: String) throws(Refusal) {
        if let shard = Shard(argument) {
            self = shard
            return
        }
        let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let index = numbers[0], let count = numbers[1], 1...Self.mostParts ~= count else {
            throw Refusal(description: "write i/n, part i of n, with n from 1 to \(Self.mostParts): 0/8")
        }
        guard index >= count else { throw Refusal(description: "write both numbers in plain digits: 0/\(count)") }
        throw Refusal(description: "parts are counted from 0: of \(count), the last one is \(count - 1)/\(count)")
    }
}
