import FoundationEssentials
import Testing

@testable import Monitoring

/// Times as people say them.
@Suite struct RelativeTimeTests {
    @Test(
        arguments: [
            (0.0, "now"), (0.9, "now"), (-1, "1 s ago"), (59.9, "in 59 s"), (60, "in 1 min"), (-3599, "59 min ago"),
            (3600, "in 1 h"), (-172_799, "47 h ago"), (-172_800, "2 d ago"), (1e300, "in ages"),
            (-.infinity, "ages ago"),
        ] as [(Double, String)])
    func `A distance from now`(_ seconds: Double, _ text: String) {
        let now = Date(timeIntervalSinceReferenceDate: 0)
        #expect(RelativeTime.text(now.addingTimeInterval(seconds), from: now) == text)
    }

    @Test(arguments: [
        (Duration.milliseconds(-5), "0 ms"), (.microseconds(400), "0 ms"), (.milliseconds(250), "250 ms"),
        (.milliseconds(1250), "1.2 s"), (.seconds(9.99), "9.9 s"), (.seconds(10), "10 s"), (.seconds(90), "1 min"),
    ])
    func `A length of time`(_ duration: Duration, _ text: String) {
        #expect(RelativeTime.length(duration) == text)
    }

    @Test func `The time of day and its date`() {
        #expect(RelativeTime.clock(Date(timeIntervalSince1970: 1_772_366_400)) == "2026-03-01 12:00:00 UTC")
    }
}
