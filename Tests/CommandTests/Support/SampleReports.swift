import ImageSharing
import OpenStack
import TestSupport
import Testing

/// Reports to render, made from nouns alone.
enum SampleReports {
    /// A text that nothing shown may contain as it is.
    static let hostile = "\u{1B}[31mred\u{07} | `code` <b>&</b> @everyone \u{202E}evil\n# heading"

    /// A cloud whose region is called as nobody's should be.
    static let cloud = CloudIdentity(
        name: "prod", region: hostile, projectID: "e4536b98", projectName: "golden"
    )

    static func image(_ number: Int) throws -> ImageID {
        try #require(ImageID("00000000-0000-4000-8000-" + String(1_000_000_000_00 + number)))
    }

    static func project(_ number: Int) throws -> ProjectID {
        try #require(ProjectID(String(repeating: "0", count: 24) + String(10_000_000 + number)))
    }

    /// A plan to add `members` to each of `images`.
    static func plan(
        images: Int, members: Int, file: String = "sharing.yaml", description: String? = nil
    ) throws -> Plan {
        let desired = try desired(images: images, members: members, file: file, description: description)
        let current = CurrentState(
            observations: Dictionary(uniqueKeysWithValues: desired.images.map { ($0.id, .members([])) })
        )
        return Plan(desired: desired, current: current)
    }

    /// The report of a shard, of which a set has found no image.
    static func sharded() throws -> Report {
        let set = ImageSetFinding(
            name: "debian-12", source: SourceLocation(file: "sharing.yaml", line: 7, column: 3), match: "all",
            images: [],
            elsewhere: 3)
        let desired = DesiredState(images: try desired(images: 1, members: 1, file: "sharing.yaml").images, sets: [set])
        var report = Report(.planned(desired.planned))
        report.shard = Shard("2/8")
        return report
    }

    /// A plan for images that could not be read, each with the same hostile reason.
    static func unreadable(images: Int) throws -> Plan {
        let desired = try desired(images: images, members: 1, file: "sharing.yaml")
        let observations = desired.images.map { image in
            let problem = Problem(
                code: .cloudUnavailable, image: image.id, httpStatus: 503, message: hostile, hint: hostile,
                requestID: hostile
            )
            return (image.id, Observation.unreadable(problem))
        }
        return Plan(
            desired: desired, current: CurrentState(observations: Dictionary(uniqueKeysWithValues: observations))
        )
    }

    /// A plan for images of which only the first were read before the run was told to stop.
    static func interrupted(images: Int, read: Int) throws -> Plan {
        let desired = try desired(images: images, members: 1, file: "sharing.yaml")
        let observations = desired.images.prefix(read).map { ($0.id, Observation.members([])) }
        return Plan(
            desired: desired, current: CurrentState(observations: Dictionary(uniqueKeysWithValues: observations))
        )
    }

    /// A plan of three members, of which apply would refuse to add more than two.
    static func objected() throws -> Report {
        let plan = try plan(images: 1, members: 3)
        return Report(.planned(plan, objection: SafetyPolicy(maximumAdditions: 2).objection(to: plan)))
    }

    /// A plan that has nothing to add, and finds its one member twice.
    static func duplicated() throws -> Plan {
        let desired = try desired(images: 1, members: 1, file: "sharing.yaml")
        let rows = Array(repeating: ImageMember(project: try project(0), status: .pending), count: 2)
        return Plan(desired: desired, current: CurrentState(observations: [try image(0): .members(rows)]))
    }

    /// A plan that has nothing to add, and finds a member that nobody asks for.
    static func unmanaged() throws -> Plan {
        let desired = try desired(images: 1, members: 0, file: "sharing.yaml")
        let row = ImageMember(project: try project(0), status: .pending)
        return Plan(desired: desired, current: CurrentState(observations: [try image(0): .members([row])]))
    }

    /// A plan that has nothing to accept, of one image that nobody offers who is trusted.
    static func untrusted() throws -> Report {
        let image = FoundImage(
            id: try image(0), name: "debian-12", owner: "e4536b98", createdAt: "2026-03-01T12:00:00Z")
        let desired = DesiredState(images: [], untrusted: [image])
        return Report(.planned(Plan(desired: desired, current: CurrentState(observations: [:]))))
    }

    /// A run in which each image got `created` members, was full then, and did not get another `failed`.
    static func full(images: Int, created: Int, failed: Int) throws -> Report {
        let plan = try plan(images: images, members: created + failed)
        let outcomes = plan.images.flatMap { image in
            image.additions.enumerated().map { index, member in
                Outcome(
                    image: image.image, member: member, result: index < created ? .created : .failed, attempts: 1)
            }
        }
        let problems = outcomes.filter { $0.result == .failed }.map { outcome in
            Problem(
                code: .memberLimitExceeded, image: outcome.image, member: outcome.member.project, httpStatus: 413,
                message: "Image member limit exceeded for image \(outcome.image)", hint: "raise the quota",
                requestID: "req-of-\(outcome.image)", source: outcome.member.source
            )
        }
        return Report(.applied(plan, Execution(outcomes: outcomes, problems: problems)))
    }

    /// A run that was told to stop after it had added `created` members to the first image.
    static func interrupted(images: Int, members: Int, created: Int) throws -> Report {
        let plan = try plan(images: images, members: members)
        var left = created
        let outcomes = plan.images.flatMap { image in
            image.additions.map { member in
                left -= 1
                return Outcome(
                    image: image.image, member: member, result: left >= 0 ? .created : .skipped, attempts: 1)
            }
        }
        return Report(.applied(plan, Execution(outcomes: outcomes, problems: [])), ending: .interrupted)
    }

    /// Reports with something of everything about images of one description.
    static func described(_ description: String) throws -> [Report] {
        let plan = try plan(images: 2, members: 3, description: description)
        let additions = plan.images.flatMap { image in image.additions.map { (image.image, $0) } }
        func execution(_ result: Outcome.Result, _ problems: [Problem]) -> Execution {
            Execution(
                outcomes: additions.map { Outcome(image: $0, member: $1, result: result, attempts: 1) },
                problems: problems)
        }
        let full = additions.map {
            Problem(code: .memberLimitExceeded, image: $0, member: $1.project, message: "full")
        }
        let desired = DesiredState(
            images: plan.images.map {
                DesiredImage(id: $0.image, source: $0.source, description: $0.description, members: [])
            }
        )
        let row = ImageMember(project: try project(9), status: .pending)
        let current = CurrentState(observations: [plan.images[0].image: .members([row, row])])
        return [
            Report(.planned(plan)), Report(.applied(plan, execution(.created, []))),
            Report(.applied(plan, execution(.failed, full))),
            Report(.applied(plan, execution(.failed, Array(full.prefix(3))))),
            Report(.applied(plan, execution(.skipped, [])), ending: .interrupted),
            Report(.planned(Plan(desired: desired, current: current))),
        ]
    }

    private static func desired(
        images: Int, members: Int, file: String, description: String? = nil
    ) throws -> DesiredState {
        DesiredState(
            images: try (0..<images).map { image in
                DesiredImage(
                    id: try Self.image(image), source: SourceLocation(file: file, line: 3 + image, column: 3),
                    description: description,
                    members: try (0..<members).map { member in
                        DesiredMember(
                            project: try project(member), source: SourceLocation(file: file, line: 9, column: 7)
                        )
                    }
                )
            }
        )
    }
}
