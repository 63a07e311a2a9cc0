import FoundationEssentials
import Glibc
import ImageSharing
import SystemPackage
import TestSupport
import Testing

@testable import Host
@testable import Text

@Suite struct AuditTrailTests {
    private static func entry(
        file: String = "sharing.yaml", commit: String? = nil, removing cause: Removal.Cause? = nil,
        reason: String? = nil, status: Int? = nil, user: String? = nil
    ) throws -> AuditEntry {
        let member = DesiredMember(
            project: ProjectID(reported: "f6a818c3d4aa458798ed86892e7150c0"),
            source: SourceLocation(file: file, line: 4, column: 7))
        return AuditEntry(
            time: Date(timeIntervalSince1970: 1_770_000_000.25), commit: commit,
            image: try #require(ImageID("54d63e39-4ee1-4a62-8704-0ae5025a0deb")),
            change: cause.map { .remove(Removal(member: member, cause: $0, status: .accepted)) } ?? .add(member),
            reason: reason, outcome: cause == nil ? .created : .removed, httpStatus: status,
            requestID: status.map { _ in "req-1" }, user: user
        )
    }

    @Test func `A line has its keys in order`() throws {
        let commit = String(repeating: "a1", count: 20)
        #expect(
            try Self.entry(commit: commit, status: 200, user: "sharing").line == """
                {"time":"2026-02-02T02:40:00.250Z","commit":"\(commit)","file":"sharing.yaml","line":4,"action":"add",\
                "image":"54d63e39-4ee1-4a62-8704-0ae5025a0deb","member":"f6a818c3d4aa458798ed86892e7150c0",\
                "outcome":"created","http_status":200,"request_id":"req-1","user":"sharing"}
                """)
        #expect(try Self.entry().line.hasSuffix(#""http_status":null,"request_id":null,"user":null}"#))
        var entry = try Self.entry(commit: commit)
        entry.shard = Shard("2/8")
        #expect(entry.line.contains(#""commit":"\#(commit)","shard":"2/8","file":"#))
    }

    @Test(arguments: [
        (Removal.Cause.revoked, "revoked"), (.notListed, "not_listed"),
        (.expired(Expiry(moment: .distantPast, text: "2026-01-31")), "expired"),
    ])
    func `A removal is remembered with the member's answer before it, and why it had to go`(
        cause: Removal.Cause, name: String
    ) throws {
        let line = try Self.entry(removing: cause, reason: "ticket 4711", status: 204).line
        #expect(line.contains(#""line":4,"action":"remove","image":"54d6"#))
        #expect(
            line.contains(
                #""status":"accepted","cause":"\#(name)","reason":"ticket 4711","outcome":"removed","http_status":204"#)
        )
    }

    @Test(arguments: [
        "a\"b\\c", "line\nbreak\r\t", "\u{0}\u{1F}\u{7F}", "\u{202E}evil\u{2028}", "größer 👩‍🚀", "\u{E000}",
    ])
    func `Any text comes back from its JSON`(text: String) throws {
        struct Line: Decodable { let file: String, user: String }
        let line = try Self.entry(file: text, user: text).line
        #expect(line == line.escapedForDisplay)
        let decoded = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        #expect(Array(decoded.file.unicodeScalars) == Array(text.unicodeScalars))
        #expect(decoded.user == decoded.file)
    }

    @Test func `Lines are appended, and those of earlier runs stay`() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("audit.jsonl")
        for run in 1...2 {
            let trail = try AuditTrail(path: path)
            for number in 1...2 { try await trail.append(Self.entry(file: "\(run)-\(number)")) }
        }
        let files = try scratch.read("audit.jsonl").matches(of: #/"file":"(.*?)"/#).map(\.1)
        #expect(files == ["1-1", "1-2", "2-1", "2-2"])
        let permissions = try Stat(FilePath(path)).permissions
        #expect(permissions.isSubset(of: AuditFile.permissions))
        #expect(permissions.contains(.ownerReadWrite))
    }

    @Test func `A line that was cut off spoils no other`() async throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("audit.jsonl", "{\"time\":\"2026")
        let entry = try Self.entry()
        try await AuditTrail(path: path).append(entry)
        try await AuditTrail(path: path).append(entry)
        #expect(try scratch.read("audit.jsonl") == "{\"time\":\"2026\n\(entry.line)\n\(entry.line)\n")
    }

    @Test func `After logrotate the new file is written`() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("audit.jsonl")
        let entry = try Self.entry()
        let trail = try AuditTrail(path: path)
        try await trail.append(entry)
        try SystemCalls.rename(FilePath(path), to: FilePath(scratch.at("audit.jsonl.1")))
        try await trail.append(entry)
        for name in ["audit.jsonl", "audit.jsonl.1"] { #expect(try scratch.read(name) == "\(entry.line)\n") }
    }

    /// The ways in which the place of an audit trail can be lost.
    enum Loss: CaseIterable { case directoryGone, directory, pipe, danglingLink }

    @Test(arguments: Loss.allCases)
    func `A place that is lost is found out before the next write to the cloud`(_ loss: Loss) async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.at("audit/audit.jsonl")
        let manager = FileManager.default
        try manager.createDirectory(atPath: scratch.at("audit"), withIntermediateDirectories: true)
        let trail = try AuditTrail(path: path)
        try await trail.check()
        try manager.removeItem(atPath: loss == .directoryGone ? scratch.at("audit") : path)
        switch loss {
        case .directoryGone: break
        case .directory: try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .pipe: #expect(unsafe mkfifo(path, 0o600) == 0)
        case .danglingLink: try manager.createSymbolicLink(atPath: path, withDestinationPath: "/absent/audit.jsonl")
        }
        await #expect(throws: AuditTrail.Failure.self) { try await trail.check() }
        // Once somebody has mended it, the next run goes on.
        if loss == .directoryGone {
            try manager.createDirectory(atPath: scratch.at("audit"), withIntermediateDirectories: true)
        } else {
            try manager.removeItem(atPath: path)
        }
        await #expect(throws: AuditTrail.Failure.self) { try await trail.check() }
        await trail.beginRun()
        try await trail.check()
        let entry = try Self.entry()
        try await trail.append(entry)
        #expect(try scratch.read("audit/audit.jsonl") == "\(entry.line)\n")
    }

    @Test(arguments: ["version: 1\nimages: {}\n", "[]", " {\"time\":\"\"}\n", "{}\n"])
    func `No line is added to what is no audit trail`(_ text: String) throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write("sharing.yaml", text)
        let error = #expect(throws: AuditTrail.Failure.self) { try AuditTrail(path: path) }
        #expect(error?.reason.hasPrefix("it holds something else than an audit trail") == true)
        #expect(try scratch.read("sharing.yaml") == text)
    }

    @Test func `A file that cannot be written is refused at once`() throws {
        let scratch = try ScratchDirectory()
        for path in ["", "/dev/null", scratch.path, scratch.at("absent/audit.jsonl")] {
            #expect(throws: AuditTrail.Failure.self) { try AuditTrail(path: path) }
        }
    }

    @Test func `A new run writes the lines that are missing, and goes on only then`() async throws {
        let scratch = try ScratchDirectory()
        let trail = try AuditTrail(path: scratch.at("audit.jsonl"))
        try FileManager.default.removeItem(atPath: scratch.path)
        // Two were in flight when it failed.
        let entries = try (1...3).map { try Self.entry(file: "\($0)") }
        for entry in entries.prefix(2) {
            await #expect(throws: AuditTrail.Failure.self) { try await trail.append(entry) }
        }
        await trail.beginRun()
        await #expect(throws: AuditTrail.Failure.self) { try await trail.check() }
        try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
        await trail.beginRun()
        try await trail.check()
        try await trail.append(entries[2])
        #expect(try scratch.read("audit.jsonl") == entries.map { $0.line + "\n" }.joined())
    }

    @Test func `After a failure nothing is written any more`() async throws {
        let scratch = try ScratchDirectory()
        let trail = try AuditTrail(path: scratch.at("audit.jsonl"))
        try await trail.check()
        // Its directory goes, so the file that should be there cannot be made again.
        try FileManager.default.removeItem(atPath: scratch.path)
        let entry = try Self.entry()
        let failure = try #require(
            await #expect(throws: AuditTrail.Failure.self) { try await trail.append(entry) })
        #expect(failure.description.hasPrefix("cannot write --audit-file \(scratch.path)/audit.jsonl: "))
        try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
        await #expect(throws: failure) { try await trail.append(entry) }
        await #expect(throws: failure) { try await trail.check() }
        #expect(try scratch.names().isEmpty)
    }
}
