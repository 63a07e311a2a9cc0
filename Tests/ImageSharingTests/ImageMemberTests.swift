import TestSupport
import Testing

@testable import ImageSharing

/// What a cloud says of a member comes back as it was said, whatever it is.
struct ImageMemberTests {
    private static let times: [String?] = [
        nil, "2026-01-31T09:00:00Z", "9999-99-99T99:99:99Z", "0000-00-00T00:00:01Z", "0000-00-00T00:00:00Z", "",
        "2026-01-31T09:00:00", "2026-01-31T09:00:00z", "2026-01-31 09:00:00Z", "2026-01-31T09:00:00.123456",
        "2026-01-31T09:00:0aZ", "2026-01-31T09:00:0⁹Z", "２026-01-31T09:00Z",
    ]

    @Test(arguments: ["pending", "accepted", "rejected", "", "Accepted", "left"], times)
    func `Answer and time are kept to the letter`(_ status: String, _ since: String?) {
        let member = ImageMember(project: .numbered(1), status: MemberStatus(rawValue: status), since: since)
        #expect(member.status.rawValue == status)
        #expect(member.since == since)
        #expect(member.project == .numbered(1))
    }

    @Test func `Members are equal where all that was said of them is`() {
        let members = Self.times.flatMap { since in
            ["pending", "accepted", "rejected", "left"].map { status in
                ImageMember(project: .numbered(1), status: MemberStatus(rawValue: status), since: since)
            }
        }
        #expect(Set(members).count == members.count)
        #expect(Set(members + members).count == members.count)
    }

    @Test func `A member takes no more room than a million of them may`() {
        #expect(MemoryLayout<ImageMember>.stride <= 40)
    }
}
