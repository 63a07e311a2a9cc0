import Foundation
import ImageSharing
import OpenStack
import TestSupport
import Testing

@testable import glance_share

/// Properties of the whole program above the transport, over clouds whose faults pass or stay.
///
/// `GLANCE_SHARE_SEEDS` names the seeds, as in `2000`, `5000..<6000` or `17`; without it, the suite is left out: it takes
/// a process of its own.
@Suite(.serialized, .enabled(if: Seeds.areNamed))
struct FieldTests {
    @Test(arguments: Seeds.batches)
    func `One image's trouble is its own, and the report says what is so`(seeds: Range<UInt64>) throws {
        for seed in seeds {
            let story = Story(seed: seed)
            let complaints = try story.complaints() ?? ["it never ended"]
            if Seeds.tellsAll { story.trace() }
            #expect(complaints.isEmpty, "seed \(seed) (\(story.ailment)): \(complaints.joined(separator: "; "))")
        }
    }
}

/// The seeds of the stories that are told.
enum Seeds {
    private static let named = ProcessInfo.processInfo.environment["GLANCE_SHARE_SEEDS"]

    static var areNamed: Bool { named != nil }
    /// True if only one story is told, which is then told in full.
    static var tellsAll: Bool { range.count == 1 }

    /// The seeds, a few in each test, so that progress shows and a failure is near its name.
    static var batches: [Range<UInt64>] {
        let all = range
        return stride(from: all.lowerBound, to: all.upperBound, by: 250).map { $0..<min($0 + 250, all.upperBound) }
    }

    private static var range: Range<UInt64> {
        let parts = (named ?? "").split(separator: "..<").compactMap { UInt64($0) }
        switch parts.count {
        case 2 where parts[0] < parts[1]: return parts[0]..<parts[1]
        case 1 where named?.allSatisfy(\.isNumber) == true && parts[0] >= 100: return 0..<parts[0]
        case 1: return parts[0]..<parts[0] + 1
        default: return 0..<2000
        }
    }
}

extension Story {
    /// Tells the story, and says what is not as it should be; nil where it did not end.
    fileprivate func complaints() throws -> [String]? {
        guard daemon == nil else { return try keep().map { complaints(about: $0) } }
        return try tell().map { complaints(about: $0) }
    }

    /// Everything that is not as it should be.
    func complaints(about ending: Ending) -> [String] {
        fates(ending) + words(ending) + counts(ending) + bounds(ending) + ending.cloud.violations
    }

    /// At the end, every healthy image has all its members, and nobody who had to go.
    private func fates(_ ending: Ending) -> [String] {
        if ending.report.verdict == .refused { return refusal(ending) }
        return terms.images.sorted { $0.key < $1.key }.filter { isHealthy($0.key) }.flatMap { image, words in
            let lacks = words.wanted(at: 0).subtracting(ending.cloud.rows(image)).count
            let keeps = terms.limit == nil ? 0 : words.toGo(among: ending.cloud.members(image)).count
            let waits =
                terms.rights.isAdministrator ? words.toAccept(among: ending.cloud.members(image)).count : 0
            return [(lacks, "lacks"), (keeps, "keeps"), (waits, "has not accepted for")].filter { $0.0 > 0 }
                .map { "image \(image) is healthy, and \($0.1) \($0.0) of its members" }
        }
    }

    /// What the limit refuses is more than it allows, and nothing is written then.
    private func refusal(_ ending: Ending) -> [String] {
        var complaints: [String] = []
        let last = ending.cloud.requests.last?.process
        if ending.cloud.requests.contains(where: { $0.isWrite && $0.process == last }) {
            complaints.append("refused, and written all the same")
        }
        guard case .members(let most)? = terms.limit else { return complaints + ["refused without a limit"] }
        let removals = terms.images.values.reduce(0) { $0 + Set($1.toGo(among: $1.rows).map(\.member)).count }
        if removals <= most { complaints.append("refused, and no more than \(most) are to go") }
        return complaints
    }

    /// No image is reported with another's status or request, and no healthy image with a problem.
    private func words(_ ending: Ending) -> [String] {
        ending.report.problems.compactMap { problem in
            guard let id = problem.image, let image = wanted.keys.first(where: { ImageID.numbered($0) == id }) else {
                return nil
            }
            // That somebody is left or has not accepted may be nobody's fault but the manifest's.
            let isByRule = [.removalNotAllowed, .notImageOwner, .acceptForbidden].contains(problem.code)
            if isByRule && terms.images[image]?.hasTrouble(terms) == true { return nil }
            if isHealthy(image) { return "image \(image) is healthy, and reported: \(problem.message)" }
            guard let status = problem.httpStatus else { return nil }
            let answer = ModelCloud.Answer(image: image, status: status, requestID: problem.requestID ?? "")
            return ending.cloud.answers.contains(answer)
                ? nil : "image \(image) is reported with an answer that it never got: \(problem)"
        }
    }

    /// The report agrees with the cloud.
    private func counts(_ ending: Ending) -> [String] {
        let report = ending.report
        var complaints: [String] = []
        for outcome in report.execution?.outcomes ?? [] {
            guard let image = wanted.keys.first(where: { ImageID.numbered($0) == outcome.image }) else { continue }
            let rows = ending.cloud.members(image).filter { $0.member == "\(outcome.member.project)" }
            switch outcome.result {
            case .created, .alreadyMember:
                if rows.isEmpty { complaints.append("\(outcome.result) is said of a member that is not there") }
            case .removed: if !rows.isEmpty { complaints.append("a member is said to be removed, and is there") }
            case .accepted:
                if !rows.contains(where: { $0.status == "accepted" }) { complaints.append("not accepted, as is said") }
            case .skipped, .held:
                if outcome.attempts != 0 { complaints.append("\(outcome.result) after \(outcome.attempts) attempts") }
            case .failed: if outcome.attempts == 0 { complaints.append("failed without an attempt") }
            }
        }
        let planned = report.plan?.images.flatMap(\.changes) ?? []
        if let execution = report.execution, execution.outcomes.map(\.change) != planned {
            complaints.append("\(execution.outcomes.count) of \(planned.count) changes have an outcome")
        }
        if case .members(let most)? = terms.limit {
            let removals = Set(ending.cloud.requests.filter { $0.deed == .remove }.map(Removed.init))
            for (process, pairs) in Dictionary(grouping: removals, by: \.process) where pairs.count > most {
                complaints.append("process \(process) has removed \(pairs.count), and was to remove \(most) at most")
            }
        }
        let isWhole = terms.images.allSatisfy { image, words in
            let rows = ending.cloud.members(image)
            return words.wanted(at: 0).isSubset(of: rows.map(\.member)) && words.toGo(among: rows).isEmpty
                && words.toAccept(among: rows).isEmpty
        }
        let hasTrouble = terms.images.values.contains { $0.hasTrouble(terms) }
        if ending.status == .success && !isWhole { complaints.append("status 0, and something is left to do") }
        if ending.status != .success && report.problems.isEmpty {
            complaints.append("status \(ending.status), and no word why")
        }
        if isWhole && wanted.keys.allSatisfy(isHealthy) && !hasTrouble && ending.status != .success {
            complaints.append("everything is there, and the status is \(ending.status)")
        }
        let hasWork = wanted.contains { image, members in !Set(members).isSubset(of: present[image] ?? []) }
        // A few images that are left at its end could be their own trouble.
        let troubled = Set(report.problems.compactMap(\.image)).count
        let isMany = report.plan == nil || troubled * 2 >= wanted.count
        if ailment == .death, !isWhole, hasWork, isMany, !hasTrouble, report.verdict != .refused,
            ending.status != .tryAgainLater
        {
            complaints.append("the cloud is dead, and the status is \(ending.status)")
        }
        return complaints
    }

    /// Requests and time stay within bounds.
    private func bounds(_ ending: Ending) -> [String] {
        var complaints: [String] = []
        if ending.took > .seconds(retryFor * 30) { complaints.append("it took \(ending.took)") }
        if ailment == .death {
            let last = ending.cloud.requests.last?.process
            let inVain = ending.cloud.requests
                .count { $0.at.components.seconds >= outage.lowerBound && $0.process == last }
            // The steps of the back-off: as many as fit with the jitter, and one an image.
            let most = 3 * concurrency + 60 + wanted.count
            if inVain > most { complaints.append("\(inVain) requests to a dead cloud, at most \(most)") }
        }
        return complaints
    }
}

/// A member that a process has asked to be removed.
private struct Removed: Hashable {
    let process: Int
    let image: Int
    let member: String?

    init(_ request: ModelCloud.Request) {
        (process, image, member) = (request.process, request.image, request.member)
    }
}
