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
}
