import FoundationEssentials
import Glibc
import Host
import SystemPackage
import Testing

/// What is read, and what is not waited for.
struct SmallFileTests {
    private func withFolder<Result>(_ body: (FilePath) throws -> Result) throws -> Result {
        let folder = FilePath("/tmp/small-file-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        return try body(folder)
    }

    @Test func `A device is read as far as its limit goes`() throws {
        #expect(try SmallFile.text(of: "/dev/null", limit: 10).isEmpty)
        #expect(throws: SmallFile.Failure.tooLarge(limit: 1000)) { try SmallFile.bytes(of: "/dev/zero", limit: 1000) }
        #expect(throws: SmallFile.Failure.notRegular) {
            try SmallFile.bytes(of: "/dev/null", limit: 10, from: .regularFiles)
        }
    }

    @Test func `A file is read to its last byte, and not beyond its limit`() throws {
        try withFolder { folder in
            let file = folder.appending("file")
            try Data("12345".utf8).write(to: URL(filePath: file.string))
            #expect(try SmallFile.text(of: file, limit: 5) == "12345")
            #expect(throws: SmallFile.Failure.tooLarge(limit: 4)) { try SmallFile.text(of: file, limit: 4) }
            #expect(throws: SmallFile.Failure.notRegular) { try SmallFile.text(of: folder, limit: 4) }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `A named pipe into which nobody writes is not waited for`() throws {
        try withFolder { folder in
            let pipe = folder.appending("pipe")
            #expect(unsafe mkfifo(pipe.string, 0o600) == 0)
            #expect(throws: SmallFile.Failure.notRegular) { try SmallFile.text(of: pipe, limit: 5) }
        }
    }

    /// What a shell passes for `<(…)`, and what some hand a program as its standard input.
    @Test(arguments: [true, false], ["/dev/fd/", "/proc/self/fd/"])
    func `A pipe that is open already is read to its end`(_ waits: Bool, _ folder: String) throws {
        // Another process writes: this one has few threads, and none to wait on.
        let command = "head -c 200000 /dev/zero | tr '\\0' x"
        guard let writer = unsafe popen(command, "re") else { throw Errno(rawValue: errno) }
        defer { unsafe pclose(writer) }
        let number = unsafe fileno(writer)
        if !waits { _ = fcntl(number, F_SETFL, O_NONBLOCK) }
        let text = try SmallFile.text(of: FilePath("\(folder)\(number)"), limit: 300_000)
        #expect(text == String(repeating: "x", count: 200_000))
    }
}
