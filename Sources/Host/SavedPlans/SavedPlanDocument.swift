import FoundationEssentials
import ImageSharing

/// A saved plan as its JSON has it, keys in snake_case.
struct SavedPlanDocument: Decodable {
    /// Something that no plan says, and where.
    struct Oddity: Error, CustomStringConvertible {
        let description: String
    }

    struct Tool: Decodable {
        let version: String
    }

    struct Cloud: Decodable {
        let name: String
        let region: String?
        let imageEndpoint: String?
        let projectId: String?
        let projectName: String?
    }

    struct Source: Decodable {
        let file: String
        let line: Int
        let column: Int

        var place: SourceLocation { SourceLocation(file: file, line: line, column: column) }
    }

    struct Image: Decodable {
        let image: String
        let description: String?
        let name: String?
        let sets: [String]?
        let source: Source
        let members: Int
        let fingerprint: String
        let changes: [Change]
    }

    struct Change: Decodable {
        let action: String
        let member: String
        let name: String?
        let source: Source
        let otherSources: [Source]?
        let cause: String?
        let status: String?
        let since: String?
        let rows: Int?
        let until: String?
        let endsAt: String?
        let reason: String?
    }

    struct Problem: Decodable {
        let code: String
        let image: String?
        let member: String?
        let message: String
    }

    let tool: Tool
    let madeAt: String
    let commit: String?
    let manifestSha256: String?
    let cloud: Cloud
    let shard: String?
    let images: [Image]
    let membersOfOtherImages: Int
    let problems: [Problem]

    /// The most that a plan counts of anything: sums of such numbers are numbers still.
    static let counts = 0...1_000_000_000

    /// The part of the images that it is about; nil for all.
    var part: Shard? {
        get throws(Oddity) {
            guard let shard else { return nil }
            guard let part = Shard(shard) else { throw Oddity(description: "shard \(shard)") }
            return part
        }
    }

    /// The plan.
    var plan: SavedPlan {
        get throws(Oddity) {
            guard Self.counts.contains(membersOfOtherImages) else {
                throw Oddity(description: "\(membersOfOtherImages) members of other images")
            }
            var (plans, names): ([SavedPlan.Image], [ProjectID: String]) = ([], [:])
            for image in images {
                plans.append(try image.plan)
                for change in image.changes { names[ProjectID(reported: change.member)] = change.name }
            }
            guard Set(plans.map(\.image)).count == plans.count else { throw Oddity(description: "an image twice") }
            return SavedPlan(
                images: plans, otherMembers: membersOfOtherImages, projectNames: names,
                problems: problems.map(\.problem), moment: try date(madeAt))
        }
    }
}

extension SavedPlanDocument.Image {
    /// The image's part of the plan.
    fileprivate var plan: SavedPlan.Image {
        get throws(SavedPlanDocument.Oddity) {
            guard let id = ImageID(image), let number = UInt64(fingerprint, radix: 16),
                SavedPlanDocument.counts.contains(members)
            else {
                throw SavedPlanDocument.Oddity(
                    description: "image \(image), \(members) members, fingerprint \(fingerprint)")
            }
            var (read, sources, terms): ([Change], [ProjectID: [SourceLocation]], [ProjectID: MemberTerms]) =
                ([], [:], [:])
            for change in changes {
                read.append(try change.change)
                let project = ProjectID(reported: change.member)
                if let others = change.otherSources { sources[project] = others.map(\.place) }
                let expiry = try change.expiry
                if expiry != nil || change.reason != nil {
                    terms[project] = MemberTerms(until: expiry, reason: change.reason)
                }
            }
            for action in Change.Action.allCases {
                let projects = read.filter { $0.action == action }.map(\.member.project)
                guard Set(projects).count == projects.count else {
                    throw SavedPlanDocument.Oddity(description: "image \(image) has a change twice")
                }
            }
            let removed = Set(read.compactMap(\.removal?.member.project))
            guard !read.contains(where: { $0.removal == nil && removed.contains($0.member.project) }) else {
                throw SavedPlanDocument.Oddity(description: "image \(image) has one project both added and removed")
            }
            return SavedPlan.Image(
                image: id, source: source.place, description: description, name: name, sets: sets ?? [],
                memberCount: members, fingerprint: MemberFingerprint(value: number), changes: read,
                otherSources: sources, terms: terms)
        }
    }
}

extension SavedPlanDocument.Change {
    /// The change.
    fileprivate var change: Change {
        get throws(SavedPlanDocument.Oddity) {
            let member = DesiredMember(project: ProjectID(reported: self.member), source: source.place)
            // A cloud may report anything; what it is given is checked.
            let isAddressable = ProjectID(self.member, rule: .any) != nil
            switch Change.Action(rawValue: action) {
            case .add where isAddressable: return .add(member)
            case .accept where isAddressable: return .accept(member)
            case .remove:
                if let cause = try removalCause, let status, let rows, rows > 0,
                    SavedPlanDocument.counts.contains(rows)
                {
                    return .remove(
                        Removal(
                            member: member, cause: cause, status: MemberStatus(rawValue: status), since: since,
                            rows: rows))
                }
            default: break
            }
            throw SavedPlanDocument.Oddity(description: "action \(action) of member \(self.member)")
        }
    }

    private var removalCause: Removal.Cause? {
        get throws(SavedPlanDocument.Oddity) {
            switch cause {
            case "revoked": .revoked
            case "not_listed": .notListed
            case "expired": try expiry.map { .expired($0) }
            default: nil
            }
        }
    }

    /// The end of the membership.
    fileprivate var expiry: Expiry? {
        get throws(SavedPlanDocument.Oddity) {
            guard let until, let endsAt else { return nil }
            return Expiry(moment: try date(endsAt), text: until)
        }
    }
}

extension SavedPlanDocument.Problem {
    /// The problem; one of a kind that this program does not know is something unexpected.
    fileprivate var problem: Problem {
        Problem(
            code: ProblemCode(rawValue: code) ?? .unexpectedResponse, image: image.flatMap { ImageID($0) },
            member: member.map { ProjectID(reported: $0) }, message: message)
    }
}

/// Reads a time of a file.
private func date(_ text: String) throws(SavedPlanDocument.Oddity) -> Date {
    do { return try Date(text, strategy: Date.ISO8601FormatStyle.inRecords) } catch {
        throw SavedPlanDocument.Oddity(description: "the time \(text)")
    }
}
