/// What the consumer said to being a member.
enum MembershipStatus: String, Sendable {
    case pending, accepted, rejected
}
