import FoundationEssentials
import TestSupport
import Testing

@testable import OpenStack

struct ClockCheckTests {
    private static func moment(_ seconds: Double?) -> Date? { seconds.map { Date(timeIntervalSince1970: 1000 + $0) } }

    private func skew(
        issuedAt: Double?, date: Double?, asked: Double?, answered: Double, log: CapturedLog = CapturedLog()
    ) -> Duration? {
        ClockCheck(logger: log.logger).skew(
            issuedAt: Self.moment(issuedAt), date: Self.moment(date), asked: Self.moment(asked),
            answered: Date(timeIntervalSince1970: 1000 + answered)
        )
    }

    @Test(
        arguments: [
            // Made while it was asked for, or in the same second.
            (0, nil, 0, 1, 0), (0, nil, 0.9, 1.1, 0), (1, nil, 0, 2, 0),
            // A question that was tried again for a minute says less.
            (30, nil, 0, 60, 0), (300, nil, 0, 60, 240), (-300, nil, 0, 60, -299),
            (120, nil, 0, 0.5, 120), (-120, nil, 0, 1, -119),
            // Where the token says nothing, or is an old one, the answer's date does.
            (nil, 90, 0, 0, 90), (-5000, 90, nil, 0, 90), (-5000, nil, nil, 0, nil), (nil, nil, 0, 0, nil),
        ] as [(Double?, Double?, Double?, Double, Int?)])
    func `Keystone's clock is ahead or behind by what the network does not explain`(
        issuedAt: Double?, date: Double?, asked: Double?, answered: Double, seconds: Int?
    ) {
        #expect(
            skew(issuedAt: issuedAt, date: date, asked: asked, answered: answered)
                == seconds.map { Duration.seconds($0) }
        )
    }

    @Test(arguments: [
        (61.0, "this machine's clock is 1m 1s behind Keystone's"),
        (-3601.0, "this machine's clock is 1h ahead of Keystone's"),
    ])
    func `More than a minute is told, once`(seconds: Double, sentence: String) throws {
        let log = CapturedLog()
        let check = ClockCheck(logger: log.logger)
        for _ in 0..<3 {
            let now = Date(timeIntervalSince1970: 1_000_000)
            _ = check.skew(issuedAt: now.addingTimeInterval(seconds), date: nil, asked: now, answered: now)
        }
        #expect(log.lines.count == 1)
        #expect(try #require(log.lines.first).hasPrefix("warning \(sentence)"))
    }

    @Test(arguments: [0.0, 60, -60])
    func `A minute or less is not told`(seconds: Double) {
        let log = CapturedLog()
        _ = skew(issuedAt: seconds, date: nil, asked: 0, answered: 0, log: log)
        #expect(log.lines.isEmpty)
    }
}
