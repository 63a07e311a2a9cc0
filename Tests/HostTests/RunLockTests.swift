import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Host
@testable import Pacing

@Suite struct RunLockTests {
    private static let holder = RunLockHolder(
        processID: 4711, host: "image-host", since: Date(timeIntervalSince1970: 1_770_000_000))

    @Test func `As long as one run has it nobody else gets it, and the error names the holder`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("lock")
        let first = try RunLock(path, holder: Self.holder)
        #expect(try scratch.read("lock") == "process 4711 on image-host since 2026-02-02T02:40:00Z\n")
        let error = #expect(throws: RunLockError.self) { try RunLock(path) }
        #expect(
            error?.description
                == "--lock \(path) is held by process 4711 on image-host since 2026-02-02T02:40:00Z")
        first.release()
        let second = try RunLock(path)
        #expect(try scratch.read("lock").hasPrefix("process \(ProcessInfo.processInfo.processIdentifier) on "))
        second.release()
        second.release()
        #expect(try scratch.names() == ["lock"])
    }

    @Test func `It is waited for, and its holder is named before each wait`() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("lock")
        let first = try RunLock(path, holder: Self.holder)
        let clock = SkippingClock()
        var errors: [RunLockError] = []
        let second = try await RunLock.whenFree(path, clock: RunClock(clock)) { error in
            errors.append(error)
            if errors.count == 3 { first.release() }
        }
        #expect(second != nil)
        #expect(errors.count == 3 && errors.allSatisfy { "\($0)".contains("held by process 4711") })
        #expect(clock.sleeps == Array(repeating: RunLock.waitingInterval, count: 3))
        second?.release()
    }

    @Test func `A cancelled task waits no longer`() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("lock")
        let first = try RunLock(path)
        let waiting = Task { try await RunLock.whenFree(path, clock: RunClock()) { _ in } == nil }
        waiting.cancel()
        #expect(try await waiting.value)
        first.release()
    }

    @Test func `A file that cannot be locked is not waited for`() async throws {
        let scratch = try ScratchDirectory()
        await #expect(throws: RunLockError.self) {
            try await RunLock.whenFree(scratch.at("absent/lock"), clock: RunClock(SkippingClock())) { _ in }
        }
    }

    @Test func `It is given back with the value`() throws {
        let scratch = try ScratchDirectory()
        for _ in 0..<3 { _ = try RunLock(scratch.at("lock")) }
    }

    @Test func `Another process is noticed, and its end, too`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("lock")
        // flock(1), as a cron line has it; what runs under the lock tells its process once it is there.
        let command = "exec flock -n '\(path)' sh -c 'echo $$; exec sleep 1000'"
        guard let output = unsafe popen(command, "re") else { throw Errno(rawValue: errno) }
        var line = [CChar](repeating: 0, count: 32)
        try #require(unsafe fgets(&line, 32, output) != nil)
        let digits = line.prefix { $0 >= 0x30 && $0 <= 0x39 }.map { UInt8($0) }
        let child = try #require(pid_t(String(decoding: digits, as: UTF8.self)))
        #expect(throws: RunLockError.taken(path: path, by: nil)) { try RunLock(path) }

        kill(child, SIGKILL)
        unsafe pclose(output)
        let lock = try RunLock(path)
        lock.release()
    }

    @Test(arguments: [
        (
            "process 1 on \u{1B}[2Jgotcha since 2026-02-02T02:40:00Z\n",
            "process 1 on \\u{1B}[2Jgotcha since 2026-02-02T02:40:00Z"
        ),
        ("a file that somebody else has locked\n", nil), ("", nil),
    ])
    func `The holder that a file names is shown harmlessly`(_ text: String, _ shown: String?) throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("lock", text)
        let descriptor = try FileDescriptor.open(FilePath(path), .readWrite)
        defer { try? descriptor.close() }
        try SystemCalls.lock(descriptor)
        #expect(throws: RunLockError.taken(path: path, by: shown)) { try RunLock(path) }
        #expect(try scratch.read("lock") == text)
    }

    @Test(arguments: [
        "version: 1\nimages: {}\n", "4711\n", "process 1 on host since 2026-02-02T02:40:00Z",
        "process 1 on host since 2026-02-02T02:40:00Z\nversion: 1\n", "process 1 on host since ever\n",
        "process x on host since 2026-02-02T02:40:00Z\n", "\u{0}", "\n", String(repeating: "x", count: 5000),
    ])
    func `A file that is no lock is refused and stays as it is`(_ text: String) throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("sharing.yaml", text)
        #expect(throws: RunLockError.notALock(path)) { try RunLock(path) }
        #expect(try scratch.read("sharing.yaml") == text)
    }

    @Test(arguments: ["/dev/null", "/dev/zero", "pipe"])
    func `What is no file is not even opened`(_ name: String) throws {
        let scratch = try ScratchDirectory()
        let path = name == "pipe" ? scratch.at(name) : name
        if name == "pipe" { #expect(unsafe mkfifo(path, 0o600) == 0) }
        #expect(throws: RunLockError.notAFile(path)) { try RunLock(path) }
    }

    @Test(arguments: ["", "no/such/directory/lock"])
    func `The error says what cannot be locked`(path: String) {
        let error = #expect(throws: RunLockError.self) { try RunLock(path) }
        guard case .unusable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
