import SystemPackage
import Testing

@testable import OpenStack

struct PipeReaderTests {
    /// Reads from a pipe with `text` in it, whose writer has left or has not.
    private func read(_ text: String, hasEnd: Bool, atMost limit: Int = 10) throws -> [UInt8] {
        let (inherited, write) = try FileDescriptor.pipe()
        defer { try? inherited.close() }
        let read = try FileDescriptor.open(
            FilePath("/dev/fd/\(inherited.rawValue)"), .readOnly, options: .nonBlocking)
        defer { try? read.close() }
        _ = try write.writeAll(text.utf8)
        if hasEnd { try write.close() }
        defer { if !hasEnd { try? write.close() } }
        return try PipeReader.bytes(of: read, atMost: limit, patience: .zero)
    }

    @Test func `What is written is read, up to the end`() throws {
        #expect(try read("text", hasEnd: true) == Array("text".utf8))
    }

    @Test func `No more is read than is wanted`() throws {
        #expect(try read("text", hasEnd: false, atMost: 3) == Array("tex".utf8))
    }

    @Test func `Who never writes is not waited for`() throws {
        #expect(try read("", hasEnd: false) == [])
    }

    @Test func `Who stops in the middle has written nothing that counts`() throws {
        #expect(throws: Errno.timedOut) { try read("half", hasEnd: false) }
    }
}
