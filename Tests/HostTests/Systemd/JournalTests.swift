import SystemPackage
import TestSupport
import Testing

@testable import Host

@Suite struct JournalTests {
    @Test(arguments: [
        ("trace", "<7>"), ("debug", "<7>"), ("info", "<6>"), ("notice", "<5>"), ("warning", "<4>"), ("error", "<3>"),
        ("critical", "<2>"), ("fatal", nil), ("", nil),
    ])
    func `A level has a priority`(level: String, prefix: String?) {
        #expect(JournalPriority(level: level)?.prefix == prefix)
    }

    @Test(arguments: [
        ("8:1234", true), ("0:0", true), ("18446744073709551615:1", true), ("8", false), ("8:", false), (":8", false),
        ("8:9:10", false), ("a:b", false), ("-1:2", false), ("", false),
    ])
    func `A stream is a device and an inode`(value: String, isOne: Bool) {
        #expect((JournalStream(value) != nil) == isOne)
    }

    @Test func `Only the stream itself is the journal`() throws {
        let scratch = try ScratchDirectory()
        let journal = try FileDescriptor.open(FilePath(scratch.write("journal", "")), .readOnly)
        let other = try FileDescriptor.open(FilePath(scratch.write("other", "")), .readOnly)
        defer { for descriptor in [journal, other] { try? descriptor.close() } }
        let status = try Stat(journal)
        let environment = ["JOURNAL_STREAM": "\(status.deviceID.rawValue):\(status.inode.rawValue)"]
        #expect(JournalStream.takes(journal, environment: environment))
        #expect(!JournalStream.takes(other, environment: environment))
        #expect(!JournalStream.takes(journal, environment: [:]))
        #expect(!JournalStream.takes(FileDescriptor(rawValue: 9999), environment: environment))
    }
}
