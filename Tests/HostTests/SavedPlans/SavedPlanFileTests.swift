import FoundationEssentials
import ImageSharing
import TestSupport
import Testing

@testable import Host

/// The form in which a plan is saved.
struct SavedPlanFileTests {
    private static let place = SourceLocation(file: "sharing.yaml", line: 4, column: 3)
    private static let other = SourceLocation(file: "more.yaml", line: 9, column: 7)

    /// A plan with every kind of change.
    static func file(named name: String = "web") -> SavedPlanFile {
        let expired = Expiry(moment: Date(timeIntervalSince1970: 1_790_000_000), text: "2026-09-21T14:13:20Z")
        let ends = Expiry(moment: Date(timeIntervalSince1970: 1_801_440_000), text: "2027-01-31")
        let first = SavedPlan.Image(
            image: .numbered(1), source: place, description: "Debian 12", name: name, sets: ["debian-12", "golden"],
            memberCount: 3, fingerprint: MemberFingerprint(value: 0xBEEF),
            changes: [
                .add(.numbered(1)), .accept(.numbered(1)),
                .remove(
                    Removal(member: .numbered(2), cause: .revoked, status: .accepted, since: "2026-03-01T12:00:00Z")),
                .remove(Removal(member: .numbered(3), cause: .expired(expired), rows: 2)),
                .remove(Removal(member: .numbered(4), cause: .notListed, status: .rejected)),
            ], otherSources: [.numbered(1): [other]],
            terms: [
                .numbered(1): MemberTerms(until: ends, reason: name), .numbered(3): MemberTerms(until: expired),
            ])
        let second = SavedPlan.Image(
            image: .numbered(2), source: place, memberCount: 0, fingerprint: MemberFingerprint(),
            changes: [.add(.numbered(1))])
        return SavedPlanFile(
            toolVersion: "1.2.3", commit: "0123abcd", manifestHash: "cafe",
            cloud: CloudIdentity(
                name: "prod", region: nil, imageEndpoint: "https://image.example.org", projectID: "e4536b98",
                projectName: "golden"),
            plan: SavedPlan(
                images: [second, first], otherMembers: 17, projectNames: [.numbered(1): name],
                problems: [
                    Problem(code: .imageNotFound, image: .numbered(3), message: "no such image"),
                    Problem(code: .lookupForbidden, message: "may not look"),
                ], moment: Date(timeIntervalSince1970: 1_800_000_000.125)))
    }

    @Test func `A file is this text, and it is a contract`() {
        #expect(Self.file().text == savedPlanText)
    }

    @Test(arguments: ["web"] + HostileName.all)
    func `What was written is read, whatever names are in it`(name: String) throws {
        let file = Self.file(named: name)
        #expect(try SavedPlanFile(text: file.text) == file)
        #expect(file.text.hasPrefix(SavedPlanFile.beginning))
    }

    @Test func `The shard that a plan is about is kept, and another text than a shard is no plan`() throws {
        let whole = Self.file()
        let file = SavedPlanFile(
            toolVersion: "1.2.3", commit: nil, manifestHash: nil, cloud: whole.cloud, shard: Shard("2/8"),
            plan: whole.plan)
        #expect(file.text.contains("\n  \"shard\": \"2/8\",\n  \"images\": ["))
        #expect(try SavedPlanFile(text: file.text) == file)
        let body = try file.text[..<#require(file.text.ranges(of: ",\n  \"checksum\"").last).lowerBound]
            .replacing("2/8", with: "8/8")[...]
        #expect(mistake(body + SavedPlanFile.ending(of: body))?.message.hasSuffix("shard 8/8") == true)
    }

    @Test func `A plan without anything is read, too`() throws {
        let file = SavedPlanFile(
            toolVersion: "1", commit: nil, manifestHash: nil, cloud: CloudIdentity(name: "c"),
            plan: SavedPlan(images: [], moment: Date(timeIntervalSince1970: 0)))
        #expect(try SavedPlanFile(text: file.text) == file)
    }

    @Test func `A plan beside which millions of members are known is read, too`() throws {
        let small = Self.file()
        let file = SavedPlanFile(
            toolVersion: small.toolVersion, commit: nil, manifestHash: nil, cloud: small.cloud,
            plan: SavedPlan(images: small.plan.images, otherMembers: 50_000_000, moment: small.plan.moment))
        #expect(try SavedPlanFile(text: file.text).plan.otherMembers == 50_000_000)
    }

    /// The mistake that a text is refused for.
    private func mistake(_ text: String) -> SavedPlanFile.Mistake? {
        do throws(SavedPlanFile.Mistake) {
            _ = try SavedPlanFile(text: text)
            return nil
        } catch {
            return error
        }
    }

    @Test func `No change of one character, and no cut, goes unnoticed`() {
        let text = Self.file().text
        let bytes = Array(text.utf8)
        for index in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            #expect(mistake(String(decoding: changed, as: UTF8.self)) != nil, "byte \(index)")
            #expect(mistake(String(decoding: bytes.prefix(index), as: UTF8.self)) != nil, "first \(index)")
        }
        #expect(mistake(text + "\n") != nil)
        #expect(mistake(text.replacing("\n", with: "\r\n")) != nil)
    }

    @Test(arguments: [
        ("", "it is no saved plan"), ("version: 1\nimages: {}\n", "it is no saved plan"), ("[]", "it is no saved plan"),
        ("{}", "it is no plan of glance-share"),
        (#"{"format_version": 1, "tool": {"name": "terraform"}}"#, "it is no plan of glance-share"),
        (
            #"{"format_version": 1, "tool": {"name": "glance-share", "version": "1"}, "command": "plan"}"#,
            "it is a result of `--format json`, which is written to be read and not to be carried out"
        ),
    ])
    func `What is no saved plan is told apart`(text: String, message: String) {
        #expect(mistake(text)?.message == message)
        #expect(mistake(text)?.hint == "name a file that plan --save has written")
    }

    @Test func `A file of another version names the program that can read it`() {
        let text = Self.file().text.replacing("\"format_version\": 1", with: "\"format_version\": 2")
        #expect(mistake(text)?.message == "its format version is 2, and this program reads 1")
        #expect(mistake(text)?.hint == "use the program that has written it (glance-share 1.2.3), or make a new plan")
    }

    @Test(arguments: [
        ("\"action\": \"add\"", "\"action\": \"share\""), ("\"cause\": \"revoked\"", "\"cause\": \"whim\""),
        ("\"rows\": 2", "\"rows\": 0"), ("\"rows\": 2", "\"rows\": 9223372036854775807"),
        ("\"members\": 3", "\"members\": -1"),
        ("\"members_of_other_images\": 17", "\"members_of_other_images\": 9223372036854775807"),
        ("00000002\",\n      \"source\"", "00000001\",\n      \"source\""),
        ("\"members\": 3", "\"members\": null"), ("2026-09-21T14:13:20.000Z", "soon"),
        ("\"fingerprint\": \"000000000000beef\"", "\"fingerprint\": \"beef?\""),
        ("\"action\": \"accept\"", "\"action\": \"add\""),
        ("\"member\": \"00000000000000000000000000000002\"", "\"member\": \"00000000000000000000000000000001\""),
        ("\"member\": \"00000000000000000000000000000001\"", "\"member\": \"a/b\""),
    ])
    func `A file that says what no plan says is refused, although its checksum fits`(old: String, new: String) throws {
        let text = Self.file().text
        #expect(text.contains(old))
        let changed = text.replacing(old, with: new)
        let body = try changed[..<#require(changed.ranges(of: ",\n  \"checksum\"").last).lowerBound]
        let message = try #require(mistake(body + SavedPlanFile.ending(of: body))).message
        #expect(message.hasPrefix("it is not as this program writes it: "))
    }

    @Test func `A file that is not there says so`() {
        let problem = #expect(throws: Problem.self) { try SavedPlanFile(path: "/no/such/file") }
        #expect(problem?.code == .planInvalid)
        #expect(problem?.message == "cannot use the saved plan /no/such/file: No such file or directory")
    }

    @Test func `A plan for another cloud or project is refused, and both are named`() throws {
        let file = Self.file()
        try file.check(isFor: file.cloud)
        var other = file.cloud
        (other.name, other.region) = ("another name of it", "one")
        try file.check(isFor: other)
        other.projectID = "ffff"
        let problem = #expect(throws: Problem.self) { try file.check(isFor: other) }
        #expect(
            problem?.message
                == "the saved plan is for project “golden” (ID e4536b98) of the image service https://image.example.org, "
                + "and the token is for project “golden” (ID ffff) of the image service https://image.example.org; "
                + "nothing was written")
        other = file.cloud
        other.imageEndpoint = "https://image.example.net"
        #expect(throws: Problem.self) { try file.check(isFor: other) }
    }
}
