import Daemon
import Host
import ImageSharing
import Logging
import Reconciliation
import TestSupport
import Testing

@testable import glance_share

/// The log of a run at work.
@Suite struct RunLoggerTests {
    @Test func `An image that is backed off again and again is logged as a notice once`() throws {
        let log = CapturedLog()
        let events = RunLogger(logger: log.logger, progress: nil)
        let images = try (0..<2).map(SampleReports.image)
        for attempt in [1, 2, 3, 1, 2, 3] {
            for image in images {
                let problem = Problem(code: .memberLimitExceeded, image: image, message: "full")
                events.record(.backedOff(image, problem, attempt: attempt, wait: .seconds(1)))
            }
        }
        let notices = log.lines.filter { $0.hasPrefix("notice") }
        #expect(notices.count == 2)
        #expect(images.allSatisfy { image in notices.contains { $0.contains(image.description) } })
        #expect(log.lines.count == 12, "the rest is there for whoever asks")
    }

    private func lines(of desired: DesiredState) -> [String] {
        let log = CapturedLog()
        let events = RunLogger(logger: log.logger, progress: nil)
        events.record(.resolved(desired))
        let outcome = Outcome(image: .numbered(1), member: .numbered(1), result: .created, attempts: 1)
        events.record(.settled(outcome, nil))
        events.record(.observed(.numbered(1), Problem(code: .timedOut, image: .numbered(1), message: "no")))
        events.record(.warned(Warning(ImageAudit.Duplicate(project: .numbered(1), rows: 2), of: .numbered(1))))
        events.record(.observed(.numbered(9), nil))
        return log.lines
    }

    @Test func `What the sets have found is logged, and names stand beside the IDs`() {
        let lines = lines(of: .named("Debian 12"))
        #expect(lines.prefix(3).allSatisfy { $0.hasPrefix("info image set ") })
        #expect(lines[0].contains(#""images": 2"#) && lines[0].contains(#""note": same second: Debian 12"#))
        #expect(lines[0].contains(#""set": debian-12"#) && lines[0].contains(#""match": name “debian-*”"#))
        #expect(lines[1].contains(#""images": 0"#) && !lines[1].contains("note"))
        #expect(lines[2].hasPrefix("info image set not known") && !lines[2].contains(#""images""#))
        for (line, member) in [(lines[3], true), (lines[4], false), (lines[5], true)] {
            #expect(line.contains(#""image.name": Debian 12"#) && line.contains(#""image.sets": debian-12,golden"#))
            #expect(line.contains(#""member.name": Debian 12"#) == member, "\(line)")
        }
        #expect(!lines[6].contains("name"))
    }

    @Test func `A manifest of IDs has nothing to add to its lines`() {
        let lines = lines(of: DesiredState(images: [.numbered(1, members: [1])]))
        #expect(lines.count == 4 && !lines.contains { $0.contains("name") || $0.contains("sets") })
    }

    @Test(arguments: HostileName.all) func `A hostile name is one fact of a line`(_ name: String) {
        for line in lines(of: .named(name)) { #expect(line.utf8.count < 12_000) }
        let names = KnownNames(.named(name)).fields(image: .numbered(1), member: .numbered(1))
        for value in names.values { #expect(value.unicodeScalars.count <= 256) }
    }
}
