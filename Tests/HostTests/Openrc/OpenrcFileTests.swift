import TestSupport
import Testing

@testable import Host

@Suite struct OpenrcFileTests {
    @Test(arguments: [
        ("", [:]),
        ("# nothing\n\n   \t\n", [:]),
        ("A=b", ["A": "b"]),
        ("export A=b\n", ["A": "b"]),
        ("  export   A=b   # why\r\nB=c\r\n", ["A": "b", "B": "c"]),
        ("\u{FEFF}A=b", ["A": "b"]),
        ("A=", ["A": ""]),
        ("A=''", ["A": ""]),
        ("A=b#c", ["A": "b#c"]),
        ("A=https://cloud.example:5000/v3?a=b", ["A": "https://cloud.example:5000/v3?a=b"]),
        ("A='b c # $d `e` \"f\" \\'", ["A": "b c # $d `e` \"f\" \\"]),
        ("A=\"b c\"", ["A": "b c"]),
        (#"A="b\"c\\d\$e\`f\g""#, ["A": #"b"c\d$e`f\g"#]),
        (#"A=b\ c\$d"#, ["A": "b c$d"]),
        (#"A='it'\''s'"#, ["A": "it's"]),
        ("A=b'c d'\"e f\"g", ["A": "bc de fg"]),
        ("A='\u{301}b'", ["A": "\u{301}b"]),
        ("A=b\nA=c", ["A": "c"]),
        ("A=b\nunset A", [:]),
        ("unset A  # a tenant is a project today", [:]),
        ("export_me=b", ["export_me": "b"]),
        ("export=b", ["export": "b"]),
        ("OS_PASSWORD='pässwörd'", ["OS_PASSWORD": "pässwörd"]),
    ])
    func `Assignments are read`(text: String, variables: [String: String]) throws {
        #expect(try OpenrcFile.variables(in: text) == variables)
    }

    @Test(arguments: [
        ("echo hello", OpenrcLine.Mistake.notAnAssignment),
        ("read -sr OS_PASSWORD_INPUT", .notAnAssignment),
        ("export A", .notAnAssignment),
        ("unset A B", .notAnAssignment),
        ("A = b", .notAnAssignment),
        ("if [ -z \"$A\" ]; then unset A; fi", .notAnAssignment),
        ("1A=b", .badName),
        ("A-B=c", .badName),
        ("Ä=c", .badName),
        ("=b", .badName),
        ("unset 1", .badName),
        ("A='b", .openQuote),
        ("A=\"b", .openQuote),
        ("A=\"b\\", .openQuote),
        ("A=b\\", .openQuote),
        ("A=$B", .expansion),
        ("A=\"$B\"", .expansion),
        ("A=`b`", .expansion),
        ("A=~/ca.pem", .expansion),
        ("A=b c", .unquoted),
        ("A=b; rm c", .unquoted),
        ("A=b&", .unquoted),
        ("A=(b)", .unquoted),
        ("A='b' c", .unquoted),
        ("A=b\u{1B}", .control),
        ("A=b\0", .control),
        ("A=b\rB=c", .control),
    ])
    func `Everything that a shell would compute is a mistake`(line: String, mistake: OpenrcLine.Mistake) {
        #expect(throws: OpenrcError(issues: [.init(line: 2, message: mistake.message)])) {
            try OpenrcFile.variables(in: "GOOD=1\n\(line)\nFINE=2")
        }
    }

    @Test func `Every mistake is reported with its line and without its value`() throws {
        let error = #expect(throws: OpenrcError.self) {
            try OpenrcFile.variables(in: "A=$SECRET\n\nB=s3cret word\necho s3cret")
        }
        #expect(error?.issues.map(\.line) == [1, 3, 4])
        #expect(error?.issues.contains { $0.message.contains("ecret") } == false)
    }

    @Test func `The credential is read from its directory`() throws {
        let scratch = try ScratchDirectory()
        let environment = ["CREDENTIALS_DIRECTORY": scratch.path]
        #expect(try CredentialsDirectory.openrc(environment: [:]) == nil)
        #expect(try CredentialsDirectory.openrc(environment: environment) == nil)
        try scratch.write("openrc", "export OS_USERNAME=sharing\n")
        #expect(try CredentialsDirectory.openrc(environment: environment) == ["OS_USERNAME": "sharing"])
        let path = try scratch.write("openrc", "\nOS_PASSWORD=$(cat secret)\n")
        let failure = #expect(throws: CredentialsDirectory.Failure.self) {
            try CredentialsDirectory.openrc(environment: environment)
        }
        #expect(failure?.description == "\(path):2: \(OpenrcLine.Mistake.expansion.message)")
    }
}
