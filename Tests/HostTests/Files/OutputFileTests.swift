import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Host

@Suite struct OutputFileTests {
    /// A file as that of `--metrics-file`.
    private static func metrics(_ path: String) -> OutputFile {
        OutputFile(path, permissions: [.ownerReadWrite, .groupRead, .otherRead], replacing: "# HELP glance_share_")
    }

    @Test func `The text takes the old one's place, and a file of metrics may be read by everybody`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("glance_share.prom")
        let help = "# HELP glance_share_"
        for text in ["\(help)up\n", "", "\(help)größer\n"] {
            try Self.metrics(path).write(text)
            #expect(try scratch.read("glance_share.prom") == text)
        }
        #expect(try Stat(FilePath(path)).permissions == [.ownerReadWrite, .groupRead, .otherRead])
        #expect(try scratch.names() == ["glance_share.prom"])
    }

    @Test func `What holds something else than metrics is no file for them, and stays`() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("sharing.yaml", "version: 1\n")
        try scratch.link("link", to: "sharing.yaml")
        for name in ["sharing.yaml", "link"] {
            #expect(throws: OutputFile.Failure.self) { try Self.metrics(scratch.at(name)).write("# HELP") }
            #expect(throws: OutputFile.Failure.self) { try OutputFile(scratch.at(name)).check(isNoneOf: [path]) }
        }
        #expect(try scratch.read("sharing.yaml") == "version: 1\n")
    }

    @Test func `Whoever has the old file open keeps reading it`() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("metrics", "old")
        let before = try Stat(FilePath(path)).inode
        try OutputFile(path).write("new")
        #expect(try Stat(FilePath(path)).inode != before)
    }

    @Test func `A file keeps its permissions and its owner, behind a link, too`() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("real/file", "old")
        try scratch.link("link", to: "real/file")
        #expect(unsafe chmod(path, 0o640) == 0)
        let isRoot = geteuid() == 0
        if isRoot { #expect(unsafe chown(path, 65_534, 65_534) == 0) }
        for name in ["link", "real/file"] {
            try OutputFile(scratch.at(name)).write(name)
            #expect(try scratch.read("real/file") == name)
            let status = try Stat(FilePath(path))
            #expect(status.permissions.rawValue == 0o640)
            #expect(!isRoot || status.userID.rawValue == 65_534 && status.groupID.rawValue == 65_534)
        }
        #expect(try Stat(FilePath(scratch.at("link")), followTargetSymlink: false).type == .symbolicLink)
    }

    @Test func `A device stays a device, behind a link, too`() throws {
        let scratch = try ScratchDirectory()
        try scratch.link("link", to: "/dev/null")
        for path in ["/dev/null", scratch.at("link")] {
            try OutputFile(path).check()
            try OutputFile(path).write("text")
        }
        #expect(try Stat(FilePath("/dev/null")).type == .characterSpecial)
        #expect(throws: OutputFile.Failure.self) { try OutputFile("/dev/full").write("text") }
    }

    @Test(.timeLimit(.minutes(1)))
    func `A pipe gets the text where somebody reads, and is not waited for where nobody does`()
        throws
    {
        let scratch = try ScratchDirectory()
        let path = scratch.at("pipe")
        #expect(unsafe mkfifo(path, 0o600) == 0)
        try OutputFile(path).check()
        #expect(throws: OutputFile.Failure(path: path, reason: "nobody reads from this pipe")) {
            try OutputFile(path).write("text")
        }
        let reader = try FileDescriptor.open(FilePath(path), .readOnly, options: [.nonBlocking])
        try OutputFile(path).write("text")
        var buffer = [UInt8](repeating: 0, count: 10)
        let count = unsafe try buffer.withUnsafeMutableBytes { unsafe try reader.read(into: $0) }
        #expect(buffer.prefix(count).elementsEqual("text".utf8))
        #expect(try Stat(FilePath(path)).type == .fifo)
        try reader.close()
    }

    @Test func `An open file goes on where it stands`() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("log", "earlier\n")
        let descriptor = try FileDescriptor.open(FilePath(path), .writeOnly, options: [.append])
        for name in ["/dev/fd/\(descriptor.rawValue)", "/proc/self/fd/\(descriptor.rawValue)"] {
            try OutputFile(name).write("later\n")
        }
        #expect(try scratch.read("log") == "earlier\nlater\nlater\n")
        try descriptor.close()
        let reading = try FileDescriptor.open(FilePath(path), .readOnly)
        #expect(throws: OutputFile.Failure.self) { try OutputFile("/dev/fd/\(reading.rawValue)").check() }
        try reading.close()
    }

    @Test func `What nobody can have meant is refused before anything is written, and leaves nothing behind`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("directory/file", "")
        try scratch.link("dangling", to: "/nowhere/x")
        let refused = [
            scratch.at("directory"): "it is a directory", scratch.at("dangling"): "it is a link that leads nowhere",
            scratch.at("absent/metrics"): "no writable directory \(scratch.at("absent"))", "": "it names no file",
            "/": "it names no file", scratch.at(".."): "it is a directory",
            "/dev/fd/4711": "it is not open for writing",
        ]
        for (path, reason) in refused {
            let attempts: [() throws -> Void] = [
                { try OutputFile(path).check() }, { try OutputFile(path).write("text") },
            ]
            for attempt in attempts {
                #expect(throws: OutputFile.Failure(path: path, reason: reason)) { try attempt() }
            }
        }
        #expect(try scratch.names() == ["dangling", "directory"])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/sys/kernel/hostname")))
    func `A file that cannot be replaced is written into`() throws {
        // Nobody can make a file in /proc; a file mounted by itself and one in another's directory behave the same.
        let path = "/proc/self/comm"
        let name = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(throws: Never.self) { try OutputFile(path).write(name) }
    }
}
