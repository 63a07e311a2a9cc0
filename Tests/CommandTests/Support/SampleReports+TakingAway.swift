import FoundationEssentials
import ImageSharing
import Testing

/// Reports on manifests that take away, made from nouns alone.
extension SampleReports {
    /// The moment of the plans: noon of 2027-01-22.
    static let moment = Date(timeIntervalSince1970: 1_800_619_200)

    /// A plan that has something of everything: of one image to revoke, an end that is past, one that is near, an exclusive
    /// list, a member to accept and one that has declined; and of another image a removal that is held.
    ///
    /// - Parameters:
    ///   - reason: the reason for each membership.
    ///   - since: the time of each row's last change.
    ///   - strangers: the number of members that are there and in no list.
    /// - Returns: the plan.
    /// - Throws: an error of the test itself.
    static func takingAway(
        reason: String = "ticket 4711", since: String = "2026-10-02T08:00:00Z", strangers: Int = 1
    ) throws -> Plan {
        func place(_ line: Int) -> ImageSharing.SourceLocation {
            SourceLocation(file: "sharing.yaml", line: line, column: 7)
        }
        func member(_ number: Int) throws -> DesiredMember {
            DesiredMember(project: try project(number), source: place(10 + number))
        }
        func day(_ text: String, _ days: Double) -> Expiry {
            Expiry(moment: moment.addingTimeInterval(days * 86_400), text: text)
        }
        var terms = ImageTerms()
        terms.revoked = [try member(0)]
        terms.exclusive = place(5)
        terms.accepts = true
        terms.members = [
            try project(1): MemberTerms(until: day("2026-12-31", -21.5), reason: reason),
            try project(2): MemberTerms(until: day("2027-01-31", 9.5), reason: reason),
            try project(3): MemberTerms(until: day("2027-12-31", 343.5)),
        ]
        let owned = DesiredImage(
            id: try image(0), source: place(3), members: try (1...5).map(member), terms: terms)
        var revoking = ImageTerms()
        revoking.exclusive = place(21)
        revoking.members = [try project(0): MemberTerms(until: day("2026-12-31", -21.5), reason: reason)]
        let foreign = DesiredImage(id: try image(1), source: place(20), members: [try member(0)], terms: revoking)
        func row(_ number: Int, _ status: MemberStatus) throws -> ImageMember {
            ImageMember(project: try project(number), status: status, since: since)
        }
        let rows =
            try [row(0, .accepted), row(1, .pending), row(4, .rejected), row(5, .accepted)]
            + (0..<strangers).map { try row(100 + $0, .accepted) }
        let names = try [0: "web-prod", 2: "web-test", 4: "proof"].map { (try project($0), $1) }
        return Plan(
            desired: DesiredState(images: [owned, foreign], projectNames: Dictionary(uniqueKeysWithValues: names)),
            current: CurrentState(
                observations: [
                    try image(0): .members(rows),
                    try image(1): .members([try row(0, .accepted), try row(0, .accepted)]),
                ],
                ownerships: [try image(0): .own(try project(50)), try image(1): .others(try project(51))]),
            at: moment)
    }

    /// A plan that has nothing to do, for a member whose membership ends so many days after its moment.
    static func ending(in days: Double) throws -> Plan {
        let source = SourceLocation(file: "sharing.yaml", line: 4, column: 7)
        var terms = ImageTerms()
        terms.members[try project(0)] = MemberTerms(
            until: Expiry(moment: moment.addingTimeInterval(days * 86_400), text: "2027-01-31"))
        let image = DesiredImage(
            id: try image(0), source: source, members: [DesiredMember(project: try project(0), source: source)],
            terms: terms)
        let row = ImageMember(project: try project(0), status: .accepted)
        return Plan(
            desired: DesiredState(images: [image]), current: CurrentState(observations: [image.id: .members([row])]),
            at: moment)
    }

    /// That plan as it is shown where nothing allows the removals.
    static func removalsNotAllowed(_ plan: Plan) -> Report {
        Report(.planned(plan, leaves: SafetyPolicy().removalsLeft(of: plan)))
    }

    /// That plan, applied with one result of each kind of change.
    static func applied(
        _ plan: Plan, _ results: [Change.Action: Outcome.Result]
    ) -> Report {
        let outcomes = plan.images.flatMap { image in
            image.changes.map { change in
                Outcome(image: image.image, change: change, result: results[change.action] ?? .skipped, attempts: 1)
            }
        }
        return Report(.applied(plan, Execution(outcomes: outcomes, problems: [])))
    }
}
