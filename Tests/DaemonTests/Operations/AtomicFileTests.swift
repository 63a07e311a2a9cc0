import SystemPackage
import Testing

@testable import Daemon

@Suite struct AtomicFileTests {
    @Test func theTextTakesTheOldOnesPlaceAndEverybodyMayReadIt() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("glance_share.prom")
        for text in ["first\n", "", "größer\n"] {
            try AtomicFile.write(text, to: path)
            #expect(try scratch.read("glance_share.prom") == text)
        }
        #expect(try Stat(FilePath(path)).permissions == [.ownerReadWrite, .groupRead, .otherRead])
        #expect(try scratch.names() == ["glance_share.prom"])
    }

    @Test func whoeverHasTheOldFileOpenKeepsReadingIt() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("metrics", "old")
        let before = try Stat(FilePath(path)).inode
        try AtomicFile.write("new", to: path)
        #expect(try Stat(FilePath(path)).inode != before)
    }

    @Test func aFailureLeavesNothingBehind() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("directory/file", "")
        for path in [scratch.at("directory"), scratch.at("absent/metrics"), "", "/", scratch.at("..")] {
            #expect(throws: AtomicFile.Failure.self) { try AtomicFile.write("text", to: path) }
        }
        #expect(try scratch.names() == ["directory"])
    }
}
