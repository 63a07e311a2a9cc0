import FoundationEssentials
import ImageSharing
import TestSupport
import Testing

@testable import Host

/// One lock for several shards.
@Suite struct RunLockShardTests {
    private static let holder = RunLockHolder(
        processID: 4711, host: "image-host", since: Date(timeIntervalSince1970: 1_770_000_000))

    private func shard(_ text: String) throws -> Shard { try #require(Shard(text)) }

    @Test func `Shards of one division run side by side, and each of them once`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("lock")
        let first = try RunLock(path, of: shard("0/8"), holder: Self.holder)
        let second = try RunLock(path, of: shard("7/8"))
        let line = "process 4711 on image-host since 2026-02-02T02:40:00Z"
        #expect(throws: RunLockError.taken(path: path + ".0-of-8", by: line)) {
            try RunLock(path, of: shard("0/8"))
        }
        #expect(try scratch.names() == ["lock", "lock.0-of-8", "lock.7-of-8"])
        #expect(try scratch.read("lock").isEmpty)
        first.release()
        let again = try RunLock(path, of: shard("0/8"))
        for lock in [second, again] { lock.release() }
    }

    @Test func `A run of all images and one of a shard keep each other away`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("lock")
        let line = "process 4711 on image-host since 2026-02-02T02:40:00Z"
        let whole = try RunLock(path, holder: Self.holder)
        #expect(throws: RunLockError.taken(path: path, by: line)) { try RunLock(path, of: shard("1/2")) }
        whole.release()
        // What the file says of an earlier run is nobody who holds it.
        let part = try RunLock(path, of: shard("1/2"), holder: Self.holder)
        #expect(throws: RunLockError.taken(path: path + ".1-of-2", by: line)) { try RunLock(path) }
        part.release()
        try RunLock(path).release()
    }

    /// Of different divisions, nearly every two have images in common.
    @Test func `A division into another number is kept away until nobody holds the first`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("lock")
        let old = try RunLock(path, of: shard("2/3"), holder: Self.holder)
        #expect(throws: RunLockError.self) { try RunLock(path, of: shard("0/4")) }
        // Whoever is turned away leaves nothing locked behind.
        try RunLock(path, of: shard("0/3")).release()
        old.release()
        try RunLock(path, of: shard("0/4")).release()
    }

    @Test func `Files of other names beside it are nobody's shard`() throws {
        let scratch = try ScratchDirectory()
        for name in ["lock.bak", "lock.x-of-3", "lock.5-of-3", "other.0-of-3"] { try scratch.write(name, "x") }
        try RunLock(scratch.at("lock"), of: shard("0/4")).release()
    }
}
