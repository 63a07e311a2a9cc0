import Crypto
import FoundationEssentials

/// One of several parts of a manifest's images, so that as many runs share the work: `--shard 2/8`.
///
/// An image's part follows from its ID and the number of parts alone: from nothing else of the manifest, nor from the
/// machine. So the parts are disjoint and complete, whoever computes them, and an image that is added moves no other.
package struct Shard: Hashable, Sendable {
    /// The most parts that there can be: a slip of the hand is more.
    package static let mostParts = 10_000

    /// The number of this part, counted from 0 as the indices of jobs are.
    package let index: Int
    /// The number of parts.
    package let count: Int

    /// Makes a part; nil where there is none of that number, or so many parts cannot be.
    package init?(index: Int, of count: Int) {
        guard 1...Self.mostParts ~= count, 0..<count ~= index else { return nil }
        self.index = index
        self.count = count
    }

    /// Reads a part as it is written, `2/8`; nil for any other text.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
        self.init(index: index, of: count)
        // One text a part: neither signs nor leading zeros.
        guard text == description else { return nil }
    }

    /// Returns true if an image belongs to it.
    package func contains(_ image: ImageID) -> Bool { Int(Self.number(of: image)) % count == index }

    /// The number by which an image is put into a part: the first 32 bits of the SHA-256 of its ID, the first byte highest.
    ///
    /// A contract: with another number, two versions of the program that run at once would have images in common.
    static func number(of image: ImageID) -> UInt32 {
        SHA256.hash(data: Array(image.description.utf8)).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension Shard: CustomStringConvertible {
    /// The part as `--shard` takes it.
    package var description: String { "\(index)/\(count)" }

    /// The part in words: `shard 2 of 8, counted from 0`.
    package var words: String { "shard \(index) of \(count), counted from 0" }
}
