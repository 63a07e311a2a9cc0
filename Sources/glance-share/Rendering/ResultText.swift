import ImageSharing
import Text

/// The forms of a result.
enum ResultFormat: String, CaseIterable {
    case text, json, markdown
}

/// The sentences that every form of a result shares.
enum ResultText {
    /// The one line that says how the run went.
    static func headline(_ report: Report) -> String {
        let summary = report.summary
        let contradicted = Contradictions(report).sums
        let parts = [
            summary.remove == 0
                ? nil : report.execution == nil ? "\(summary.remove) to remove" : "\(summary.removed) removed",
            contradicted.removed,
            report.execution == nil
                ? "\(summary.add) to add"
                : "\(summary.created) added",
            summary.accept == 0
                ? nil : report.execution == nil ? "\(summary.accept) to accept" : "\(summary.accepted) accepted",
            summary.alreadyMember > 0 ? "\(summary.alreadyMember) there meanwhile" : nil,
            contradicted.added,
            "\(summary.unchanged) in place",
            summary.failed > 0 ? "\(summary.failed) failed" : nil,
            summary.skipped > 0 ? "\(summary.skipped) not tried" : nil,
            summary.held > 0 ? "\(counted(summary.held, "removal")) held" : nil,
            summary.unmanaged > 0 ? "\(summary.unmanaged) not in the manifest, left alone" : nil,
        ]
        let lookups = LookupProblems(report).count
        let inVain = lookups == 0 ? "" : "; \(counted(lookups, "lookup")) in vain"
        let warnings = report.warnings.isEmpty ? "" : "; " + counted(report.warnings.count, "warning")
        let unread = (report.plan?.images ?? []).filter { !$0.wasRead }
        let stale = unread.count { $0.problem?.code == .planStale }
        let images =
            counted(summary.images, "image")
            + (unread.count > stale ? ", \(unread.count - stale) of them not read" : "")
            + (stale > 0 ? ", \(stale) of them left alone" : "")
        let commit = report.commit.map { ", commit \($0.shortCommit)" } ?? ""
        return
            "\(title(report)): \(parts.compactMap { $0 }.joined(separator: ", ")) (\(images)\(commit))\(inVain)\(warnings)."
    }

    private static func title(_ report: Report) -> String {
        let title =
            switch report.verdict {
            case .noChanges: report.execution == nil ? "Nothing to change" : "Nothing to do"
            case .changes: "Plan"
            case .applied: "Applied"
            case .partial: report.execution == nil ? "Plan, incomplete" : "Applied in part"
            case .refused: "Refused, nothing was written"
            case .failed: "Failed"
            }
        return report.wasInterrupted ? "Interrupted; \(title.prefix(1).lowercased() + title.dropFirst())" : title
    }

    /// The cloud, region and project that a run was about.
    ///
    /// - Parameters:
    ///   - cloud: what is known of them.
    ///   - show: shows a name that is not ours.
    /// - Returns: a sentence.
    static func sentence(_ cloud: CloudIdentity, show: (String) -> String) -> String {
        let project = [cloud.projectName.map(show), cloud.projectID.map(show)].compactMap { $0 }
        let parts = [
            "Cloud \(show(cloud.name))", cloud.region.map { "region \(show($0))" },
            project.isEmpty ? nil : "project \(project.joined(separator: ", ID "))",
        ]
        return parts.compactMap { $0 }.joined(separator: ", ") + "."
    }

    /// The part of the images that a run was about.
    static func sentence(_ shard: Shard) -> String {
        shard.words.prefix(1).uppercased() + shard.words.dropFirst() + "."
    }

    /// The number of images that are offered by nobody who is trusted.
    static func untrusted(_ images: [FoundImage]) -> String {
        "\(counted(images.count, "image")) offered, not trusted"
    }

    /// The owner of an image that is offered.
    static func owner(of image: FoundImage) -> String { image.owner.map { "project \($0)" } ?? "nobody" }

    /// The number of images that a set has found: "2 images", "none" or "not known", and those of other shards.
    static func count(of set: ImageSetFinding) -> String {
        guard let images = set.images else { return "not known" }
        let elsewhere = set.elsewhere == 0 ? "" : " and \(set.elsewhere) in other shards"
        return (images.isEmpty ? "none" : counted(images.count, "image")) + elsewhere
    }

    /// The number of rows that a lookup in vain leaves unknown; nil where there are none.
    static func concern(of problem: Problem) -> String? {
        problem.rows.flatMap { $0 > 0 ? "concerns \(counted($0, "row"))" : nil }
    }

    /// The changes of an image that failed, were held or were not tried, counted: "3 failed, 2 not tried"; nil where none.
    static func shortfall(_ outcomes: [Outcome]) -> String? {
        let failed = outcomes.count { $0.result == .failed }
        let held = outcomes.count { $0.result == .held }
        let parts = [failed > 0 ? "\(failed) failed" : nil, held > 0 ? "\(held) held" : nil, untried(outcomes)]
        let shown = parts.compactMap { $0 }
        return shown.isEmpty ? nil : shown.joined(separator: ", ")
    }

    /// The changes that were not tried, counted, removals apart; nil where there are none.
    static func untried(_ outcomes: [Outcome]) -> String? {
        let untried = outcomes.filter { $0.result == .skipped }
        guard !untried.isEmpty else { return nil }
        let removals = untried.count { $0.change.removal != nil }
        return "\(untried.count) not tried" + (removals > 0 ? ", \(removals) of them to remove" : "")
    }

    /// The sentence of a plan with removals that nothing allows; nil where apply would leave none.
    static func removalsLeft(_ report: Report) -> String? {
        guard report.removalsLeft != nil, let count = report.plan?.removalCount else { return nil }
        return "apply would leave the \(counted(count, "removal")): give it --max-removals \(count)"
    }

    /// The consumer's answer to the offer of an image, and since when; not escaped.
    static func answer(_ status: MemberStatus, since: String?) -> String {
        // Of the time, the day is enough for a person.
        status.rawValue + (since.map { " since \(String($0.unicodeScalars.prefix(10)))" } ?? "")
    }

    /// Describes a problem, with the status that came with it.
    static func description(of problem: Problem) -> String {
        "\(code(of: problem)): \(problem.message)"
    }

    /// The code of a problem, with the status that came with it.
    static func code(of problem: Problem) -> String {
        problem.code.rawValue + (problem.httpStatus.map { " (HTTP \($0))" } ?? "")
    }
}
