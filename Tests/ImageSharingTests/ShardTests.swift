import TestSupport
import Testing

@testable import ImageSharing

/// The parts into which the images are divided.
@Suite struct ShardTests {
    /// The parts of a division.
    private func shards(_ count: Int) throws -> [Shard] {
        try (0..<count).map { try #require(Shard(index: $0, of: count)) }
    }

    /// Images as Glance draws them, version 4 of RFC 9562.
    private func drawn(_ number: Int, seed: UInt64) throws -> [ImageID] {
        var dice = SplitMix64(seed: seed)
        return try (0..<number).map { _ in
            var digits = (0..<32).map { _ in "0123456789abcdef".randomElement(using: &dice) ?? "0" }
            (digits[12], digits[16]) = ("4", "89ab".randomElement(using: &dice) ?? "8")
            let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
            return try #require(ImageID(parts.map { String($0) }.joined(separator: "-")))
        }
    }

    @Test(arguments: 1...64) func `Every image belongs to one part and no other, whatever their number`(
        _ count: Int
    ) throws {
        let shards = try shards(count)
        let images = try drawn(300, seed: UInt64(count)) + (0..<100).map { .numbered($0) }
        for image in images {
            #expect(shards.count { $0.contains(image) } == 1, "\(image) of \(count)")
        }
        #expect(count > 1 || images.allSatisfy { shards[0].contains($0) })
    }

    /// So an image is where it was, whatever else a manifest names, and in whatever order.
    @Test func `The part follows from the ID alone`() throws {
        let shards = try shards(8)
        func parts(_ images: [ImageID]) -> [ImageID: Int] {
            Dictionary(images.map { image in (image, shards.firstIndex { $0.contains(image) } ?? -1) }) { $1 }
        }
        let images = try drawn(500, seed: 1)
        let more = try drawn(500, seed: 2)
        let (before, after) = (parts(images), parts((more + images).shuffled()))
        #expect(images.allSatisfy { before[$0] == after[$0] })
    }

    @Test(arguments: [2, 3, 8, 10, 64]) func `The parts are about even, of random IDs and of numbered ones`(
        _ count: Int
    ) throws {
        let images = count * 500
        for all in [try drawn(images, seed: 7), (0..<images).map { .numbered($0) }] {
            for shard in try shards(count) {
                // 500 with a standard deviation of about 22: five of them are luck's share.
                #expect(abs(all.count(where: shard.contains) - 500) < 110, "\(shard)")
            }
        }
    }

    /// A contract, for two versions that run at once must divide alike; the numbers are those of `sha256sum`.
    @Test(arguments: [
        ("54d63e39-4ee1-4a62-8704-0ae5025a0deb", 0x0B99_27E3), ("82c96579-ba53-4a84-a69a-716382fe0293", 0xBBB6_C879),
    ])
    func `The number of an image is the beginning of the SHA-256 of its ID`(_ id: String, _ number: Int) throws {
        let image = try #require(ImageID(id))
        #expect(Shard.number(of: image) == UInt32(number))
        #expect(Shard(index: number % 8, of: 8)?.contains(image) == true)
    }

    @Test(arguments: ["0/1", "0/8", "7/8", "9999/10000"]) func `A part is read as it is written`(_ text: String) {
        #expect(Shard(text)?.description == text)
    }

    @Test(arguments: [
        "", "/", "1", "8/8", "-1/8", "0/0", "1/0", "0/-8", "0/10001", "+1/8", "01/8", "1/08", " 1/8", "1/8 ", "1/8/2",
        "1 of 8", "٣/8", "a/b", "0x1/8", "1.0/8", "99999999999999999999/8",
    ])
    func `A text that is no part is none`(_ text: String) {
        #expect(Shard(text) == nil)
    }
}
