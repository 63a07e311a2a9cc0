import Text
import Daemon
import FoundationEssentials
import ImageSharing

extension StatusDocument {
    struct Image: Encodable {
        /// The projects by how they stand: a list of each, since one object a project would be four times as long.
        struct Members: Encodable {
            let present: [String]
            let missing: [String]
            let unmanaged: [String]
            let notChecked: [String]
        }

        let id: String
        let description: String?
        let source: Source
        let state: String
        let problem: Problem?
        let warnings: [Warning]?
        let observedAt: Date?
        let retryAt: Date?
        let members: Members

        init(_ image: ImageStatus) {
            func projects(_ standing: MemberStanding) -> [String] {
                image.members.lazy.filter { image.standing(of: $0) == standing }.map(\.project.description)
            }
            id = image.image.description
            description = image.description
            source = Source(image.source)
            state = image.state.rawValue
            problem = image.problem.map(Problem.init)
            warnings = image.warnings.isEmpty ? nil : image.warnings.map(Warning.init)
            observedAt = image.observedAt
            retryAt = image.retryAt
            members = Members(
                present: projects(.present), missing: projects(.missing), unmanaged: projects(.unmanaged),
                notChecked: projects(.notChecked)
            )
        }
    }

    struct Tick: Encodable {
        let reason: String
        let startedAt: Date
        let durationSeconds: Double
        let images: Int
        let verdict: String
        let summary: Counts
        let problems: [Problem]

        init(_ tick: TickStatus) {
            reason = tick.reason.rawValue
            startedAt = tick.startedAt
            // Milliseconds: the rest is noise, and would not survive a decimal.
            durationSeconds = (tick.duration.inSeconds * 1000).rounded() / 1000
            images = tick.images
            verdict = tick.verdict.rawValue
            summary = Counts(tick.summary)
            problems = tick.problems.map(Problem.init)
        }
    }

    /// A run's counts, under the names that `--format json` gives them.
    struct Counts: Encodable {
        let images: Int
        let members: Int
        let add: Int
        let unchanged: Int
        let unmanaged: Int
        let created: Int
        let alreadyMember: Int
        let failed: Int
        let skipped: Int

        init(_ summary: ImageSharing.Summary) {
            images = summary.images
            members = summary.members
            add = summary.add
            unchanged = summary.unchanged
            unmanaged = summary.unmanaged
            created = summary.created
            alreadyMember = summary.alreadyMember
            failed = summary.failed
            skipped = summary.skipped
        }
    }

    struct Problem: Encodable {
        let code: String
        let image: String?
        let member: String?
        let httpStatus: Int?
        let message: String
        let hint: String?
        let requestId: String?
        let source: Source?

        init(_ problem: ImageSharing.Problem) {
            code = problem.code.rawValue
            image = problem.image?.description
            member = problem.member?.description
            httpStatus = problem.httpStatus
            message = problem.message
            hint = problem.hint
            requestId = problem.requestID
            source = problem.source.map(Source.init)
        }
    }

    struct Warning: Encodable {
        let code: String
        let member: String
        let rows: Int
        let message: String
        let hint: String

        init(_ warning: ImageSharing.Warning) {
            code = warning.code.rawValue
            member = warning.member.description
            rows = warning.rows
            message = warning.message
            hint = warning.hint
        }
    }

    struct Source: Encodable {
        let file: String
        let line: Int
        let column: Int

        init(_ source: SourceLocation) {
            file = source.file
            line = source.line
            column = source.column
        }
    }
}
