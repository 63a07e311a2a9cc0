import Daemon
import FoundationEssentials
import Testing

@testable import ImageSharing

/// A daemon's status with something of everything in it.
enum SampleStatus {
    static let start = Date(timeIntervalSince1970: 1_772_366_400)
    /// Three minutes after the last tick ended.
    static let now = start.addingTimeInterval(3780)

    /// The same moment in the daemon's own time.
    static let uptime = Duration.seconds(3780)

    static let commit = "6f1d0c9e2b7a4d3f8e5c1b0a9d8e7f6c5b4a3928"

    /// The image of a number.
    static func image(_ number: Int) throws -> ImageID {
        let digits = String(number, radix: 16)
        let id = String(repeating: "0", count: 8 - digits.count) + digits + "-4ee1-4a62-8704-0ae5025a0deb"
        return try #require(ImageID(id))
    }

    /// The project of a number.
    static func project(_ number: Int) -> ProjectID {
        let digits = String(number, radix: 16)
        return ProjectID(
            reported: String(repeating: "0", count: 8 - digits.count) + digits + "f6a818c3d4aa458798ed8689")
    }

    /// An image whose members from `wanted` are there up to `present`, with some that nobody asked for.
    static func image(
        _ number: Int, _ state: ImageStatus.State, wanted: Int = 4, present: Int, unmanaged: Int = 0
    ) throws -> ImageStatus {
        var status = ImageStatus(
            image: try image(number), source: SourceLocation(file: "sharing.yaml", line: number * 6 - 3, column: 3),
            state: state
        )
        status.members = (0..<wanted).map { .init(project: project($0), isWanted: true, isPresent: $0 < present) }
        status.members += (0..<unmanaged).map {
            .init(project: project(wanted + $0), isWanted: false, isPresent: true)
        }
        status.observedAt = state == .unknown ? nil : start.addingTimeInterval(3599)
        return status
    }

    /// A tick that ended so many intervals before the last one.
    static func tick(
        _ age: Int, _ reason: TickStatus.Reason = .interval, _ verdict: Report.Verdict = .noChanges, created: Int = 0,
        failed: Int = 0, problems: [Problem] = []
    ) -> TickStatus {
        var summary = Summary()
        summary.images = 4
        summary.created = created
        summary.failed = failed
        return TickStatus(
            reason: reason, startedAt: start.addingTimeInterval(3598.75 - Double(age) * 300),
            duration: .milliseconds(1250),
            images: 4, summary: summary, verdict: verdict, problems: problems
        )
    }

    /// A daemon for which all is well.
    static func healthy() throws -> DaemonStatus {
        var status = DaemonStatus(version: "1.2.3", startedAt: start, staleAfter: .seconds(900))
        status.manifest.loadedAt = start.addingTimeInterval(2)
        status.manifest.hash = String(repeating: "0a1b2c3d", count: 8)
        status.manifest.commit = commit
        status.manifest.files = ["sharing.yaml"]
        status.images = [try image(1, .inSync, present: 4), try image(2, .inSync, wanted: 2, present: 2)]
        status.ticks = [tick(0), tick(1, .change, .applied, created: 3), tick(2, .start)]
        status.nextTickAt = now.addingTimeInterval(120)
        status.lastSuccessAt = start.addingTimeInterval(3600)
        status.lastTickEnd = .seconds(3600)
        status.hasReachedCloud = true
        status.cloud = CloudIdentity(
            name: "prod", region: "RegionOne", projectID: "6f70656e737461636b20696d61676573", projectName: "images")
        status.tokenExpiresAt = now.addingTimeInterval(1800)
        status.counters.ticks = [.noChanges: 11, .applied: 1]
        status.counters.changes = [.created: 3]
        status.counters.count(.init(method: "POST", status: 201), took: 0.004)
        status.counters.count(.init(method: "GET", status: 200), took: 0.125)
        status.counters.count(.init(method: "GET", status: 200), took: 61.5)
        return status
    }

    /// A daemon with trouble of each kind.
    static func troubled() throws -> DaemonStatus {
        var status = try healthy()
        var full = try image(3, .backedOff, wanted: 6, present: 4)
        full.problem = Problem(
            code: .memberLimitExceeded, image: full.image, member: project(4), httpStatus: 413,
            message: "the image is full: it has 128 members, and the limit is 128",
            hint: "raise image_member_quota, or remove members that are no longer needed", requestID: "req-5f0c"
        )
        full.retryAt = now.addingTimeInterval(1500)
        status.images += [
            full, try image(4, .missing, present: 1, unmanaged: 2), try image(5, .unknown, wanted: 1, present: 0),
        ]
        let run = Problem(
            code: .cloudUnavailable, httpStatus: 503, message: "Glance answers 503", hint: "the next run tries again")
        status.ticks.insert(tick(-0, .interval, .partial, created: 1, failed: 1, problems: [run]), at: 0)
        status.manifest.problems = [
            Problem(
                code: .manifestInvalid, message: "“members” is written twice", hint: "join the two lists",
                source: SourceLocation(file: "sharing.yaml", line: 7, column: 3))
        ]
        status.counters.count(.init(method: "GET", status: nil), took: 30)
        status.counters.backOffs = 1
        status.counters.throttleSeconds = 2.5
        return status
    }
}
