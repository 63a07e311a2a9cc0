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

    /// Every healthy image has all its members at the end.
    private func fates(_ ending: Ending) -> [String] {
        wanted.keys.sorted().filter { isHealthy($0) }.compactMap { image in
            let missing = Set(wanted[image]?.map { "\(ProjectID.numbered($0))" } ?? [])
                .subtracting(ending.cloud.rows(image))
            return missing.isEmpty ? nil : "image \(image) is healthy, and lacks \(missing.count) of its members"
        }
    }

    /// No image is reported with another's status or request, and no healthy image with a problem.
    private func words(_ ending: Ending) -> [String] {
        ending.report.problems.compactMap { problem in
            guard let id = problem.image, let image = wanted.keys.first(where: { ImageID.numbered($0) == id }) else {
                return nil
            }
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
            let isThere = ending.cloud.rows(image).contains("\(outcome.member.project)")
            switch outcome.result {
            case .created, .alreadyMember:
                if !isThere { complaints.append("\(outcome.result) is said of a member that is not there") }
            case .removed: if isThere { complaints.append("a member is said to be removed, and is there") }
            case .accepted, .held: complaints.append("\(outcome.result) is said, and nobody asked for it")
            case .skipped: if outcome.attempts != 0 { complaints.append("skipped after \(outcome.attempts) attempts") }
            case .failed: if outcome.attempts == 0 { complaints.append("failed without an attempt") }
            }
        }
        let summary = report.summary
        let settled = summary.created + summary.alreadyMember + summary.failed + summary.skipped
        if report.execution != nil && settled != summary.add {
            complaints.append("\(settled) of \(summary.add) additions have an outcome")
        }
        let isWhole = wanted.allSatisfy { image, members in
            Set(members.map { "\(ProjectID.numbered($0))" }).isSubset(of: ending.cloud.rows(image))
        }
        if ending.status == .success && !isWhole { complaints.append("status 0, and members are missing") }
        if ending.status != .success && report.problems.isEmpty {
            complaints.append("status \(ending.status), and no word why")
        }
        if isWhole && wanted.keys.allSatisfy(isHealthy) && ending.status != .success {
            complaints.append("everything is there, and the status is \(ending.status)")
        }
        let hasWork = wanted.contains { image, members in !Set(members).isSubset(of: present[image] ?? []) }
        // A few images that are left at its end could be their own trouble.
        let troubled = Set(report.problems.compactMap(\.image)).count
        let isMany = report.plan == nil || troubled * 2 >= wanted.count
        if ailment == .death, !isWhole, hasWork, isMany, ending.status != .tryAgainLater {
            complaints.append("the cloud is dead, and the status is \(ending.status)")
        }
        return complaints
    }

    /// Requests and time stay within bounds.
    private func bounds(_ ending: Ending) -> [String] {
        var complaints: [String] = []
        if ending.took > .seconds(retryFor * 30) { complaints.append("it took \(ending.took)") }
        if ailment == .death {
            let inVain = ending.cloud.requests.filter { $0.at.components.seconds >= outage.lowerBound }.count
            // The steps of the back-off: as many as fit with the jitter, and one an image.
            let most = 3 * concurrency + 60 + wanted.count
            if inVain > most { complaints.append("\(inVain) requests to a dead cloud, at most \(most)") }
        }
        return complaints
    }
}
