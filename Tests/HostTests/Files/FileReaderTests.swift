import Glibc
import Host
import SystemPackage
import TestSupport
import Testing

/// The files that are read, and those that are not waited for.
struct FileReaderTests {
    @Test func `A device is read as far as its limit goes`() throws {
        #expect(try FileReader.text(of: "/dev/null", limit: 10).isEmpty)
        #expect(throws: FileReader.Failure.tooLarge(limit: 1000)) { try FileReader.bytes(of: "/dev/zero", limit: 1000) }
        #expect(throws: FileReader.Failure.unfit(.characterSpecial)) {
            try FileReader.bytes(of: "/dev/null", limit: 10, from: .regularFiles)
        }
    }

    @Test func `A file is read to its last byte, and not beyond its limit`() throws {
        let scratch = try ScratchDirectory()
        let file = FilePath(try scratch.write("file", "12345"))
        #expect(try FileReader.text(of: file, limit: 5) == "12345")
        #expect(throws: FileReader.Failure.tooLarge(limit: 4)) { try FileReader.text(of: file, limit: 4) }
        #expect(throws: FileReader.Failure.unfit(.directory)) {
            try FileReader.text(of: FilePath(scratch.path), limit: 4)
        }
    }

    @Test(arguments: [(0, ""), (1, "1"), (5, "12345"), (6, "12345"), (1 << 20, "12345")])
    func `The beginning of a file has so many bytes, or all`(maxLength: Int, text: String) throws {
        let scratch = try ScratchDirectory()
        let file = FilePath(try scratch.write("file", "12345"))
        #expect(try FileReader.beginning(of: file, maxLength: maxLength).bytes.elementsEqual(text.utf8))
    }

    @Test func `A file that grew, or says that it is empty, is read to its end`() throws {
        // Files of /proc have no size.
        #expect(try FileReader.bytes(of: "/proc/self/maps", limit: 1 << 20).count > 100)
        #expect(try FileReader.beginning(of: "/dev/zero", maxLength: 3 << 20).bytes.count == 3 << 20)
    }

    @Test(.timeLimit(.minutes(1))) func `A named pipe into which nobody writes is not waited for`() throws {
        let scratch = try ScratchDirectory()
        let pipe = scratch.at("pipe")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        #expect(throws: FileReader.Failure.unfit(.fifo)) { try FileReader.text(of: FilePath(pipe), limit: 5) }
    }

    /// The paths that a shell passes for `<(…)`, and that some hand a program as its standard input.
    @Test(arguments: [true, false], ["/dev/fd/", "/proc/self/fd/"])
    func `A pipe that is open already is read to its end`(_ waits: Bool, _ folder: String) throws {
        // Another process writes: this one has few threads, and none to wait on.
        let command = "head -c 200000 /dev/zero | tr '\\0' x"
        guard let writer = unsafe popen(command, "re") else { throw Errno(rawValue: errno) }
        defer { unsafe pclose(writer) }
        let number = unsafe fileno(writer)
        if !waits { _ = fcntl(number, F_SETFL, O_NONBLOCK) }
        let text = try FileReader.text(of: FilePath("\(folder)\(number)"), limit: 300_000)
        #expect(text == String(repeating: "x", count: 200_000))
    }

    @Test func `The names of a directory come in the order of their bytes, hidden ones, too`() throws {
        let scratch = try ScratchDirectory()
        for name in ["b", "é", "A", ".hidden", "a"] { try scratch.write(name, "") }
        let names = try DirectoryNames.read(FilePath(scratch.path))
        #expect(names.map { String(decoding: $0, as: UTF8.self) } == [".hidden", "A", "a", "b", "é"])
        #expect(throws: Errno.noSuchFileOrDirectory) { try DirectoryNames.read(FilePath(scratch.at("absent"))) }
    }
}
