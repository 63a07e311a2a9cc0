/// The pace that a service bears, learnt from what it refuses: a pure value.
///
/// There is none until a service asks for less, for one connection alone may be faster than it allows. Then requests are
/// spaced evenly, at a part of the rate that was refused: a third if little has worked before, nearly all of it if much
/// has. From there the pace rises along a cubic curve: fast at first, hardly where it was refused, then faster and
/// faster. So it stays just below the limit nearly all the time, seldom asks whether there is more, and at twice the rate
/// it lets go. It rises the more slowly the more often the same rate was refused: a refusal now and then, whatever the
/// rate, is soon forgotten, and so are many one after another, between which nothing worked: what refuses everything says
/// nothing of a rate. It is the curve of TCP's CUBIC (RFC 9438, 4.2), which the adaptive mode of the AWS SDKs takes,
/// too (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
struct Pace: Sendable {
    /// A rate that was refused.
    private struct Ceiling {
        /// Requests a second.
        let rate: Double
        /// The requests a second that the pace begins with.
        let begin: Double
        /// The requests a second that worked before it, taken over a second at least: a burst is not borne for long.
        let borne: Double
        let madeAt: Duration
        let risesFrom: Duration
        /// The time in which the pace rises to the rate again, in seconds.
        let rise: Double
    }

    /// The slowest, in requests a second: a service that wants to be left alone for longer says so in `Retry-After`.
    static let slowest = 1.0
    /// The least and the most of a refused rate that is kept.
    private static let kept = 1.0 / 3...0.95
    /// The number of requests that have to work to keep half of a rate.
    private static let enoughForHalf = 15.0
    /// The shortest rise in seconds, and in requests: refusals are to be few among those that work.
    private static let leastRise = (seconds: 0.5, requests: 40.0)
    /// The part of a refused rate by which the pace is past it after as long as it took to rise to it.
    private static let steepness = 0.3
    /// The rise as a multiple of the pause that a refusal costs.
    private static let risePerPause = 8.0
    /// The part of a refused rate from which on a refusal confirms it.
    private static let near = 0.9
    /// The most by which a rate that was confirmed makes the rise longer.
    private static let mostTrust = 8.0
    /// The time that a request may be late without making the next one late.
    private static let slack = Duration.milliseconds(10)

    private var ceiling: Ceiling?
    /// The trust in the ceiling: twice as much each time that about the same rate is refused again.
    private var trust = 1.0
    /// The moment from which on the next request may be sent; long past while there is no pace.
    private(set) var turn = Duration.zero
    /// The requests that have worked and those that were refused; half as many each time that the pace goes down.
    private var successes = 0.0
    private var refusals = 0.0
    /// The number of requests that were sent since the pace went down, and have worked.
    private var worked = 0
    private var sent = 0

    /// Returns the requests a second that are sent now; nil for as many as come.
    func rate(at now: Duration) -> Double? {
        guard let ceiling else { return nil }
        let missing = 1 - max(0, (now - ceiling.risesFrom) / .seconds(1)) / ceiling.rise
        let steepness = missing > 0 ? ceiling.rate - ceiling.begin : Self.steepness * ceiling.rate
        // Time alone says nothing. Far below the curve it doubles with what has worked, as a TCP that starts anew, or goes
        // back to what was borne; beyond the rate that was refused, it takes as many requests as a rise has.
        let known = max(ceiling.begin * Double(1 + worked), worked > 0 ? ceiling.borne : 0)
        let beyond = ceiling.rate * (1 + Double(worked) / Self.leastRise.requests)
        let rate = min(ceiling.rate - steepness * missing * missing * missing, known, beyond)
        return rate < 2 * ceiling.rate ? max(rate, Self.slowest) : nil
    }

    /// Records that a request is sent.
    mutating func send(at now: Duration) {
        sent += 1
        guard ceiling != nil else { return }
        if let rate = rate(at: now) {
            turn = max(turn, now - Self.slack) + .seconds(1 / rate)
        } else {
            (ceiling, turn) = (nil, .zero)
            (successes, refusals) = (0, 0)
        }
    }

    /// Records that a request has worked.
    ///
    /// - Parameter sentAt: the moment at which it was sent; nil where nobody knows.
    mutating func succeed(sentAt: Duration?) {
        successes += 1
        if let sentAt, let ceiling, sentAt > ceiling.madeAt { worked += 1 }
    }

    /// Records that a request was refused, and slows down, unless that was done since it was sent.
    ///
    /// - Parameters:
    ///   - number: its number among those that were sent.
    ///   - sentAt: the moment at which it was sent.
    ///   - now: the moment.
    ///   - resumesAt: the end of the pause that the service asks for; in the past where it asks for none.
    /// - Returns: true if there is a pace now; false where no time has passed, so that no rate is known.
    mutating func refuse(_ number: Int, sentAt: Duration, at now: Duration, resumesAt: Duration) -> Bool {
        refusals += 1
        if let ceiling, sentAt <= ceiling.madeAt { return true }
        guard now > sentAt else { return ceiling != nil }
        let lately = Double(max(1, sent - number + 1)) / ((now - sentAt) / .seconds(1))
        // A pace far above what is sent is not what was refused.
        let refused = max(min(rate(at: now) ?? lately, 4 * lately), Self.slowest)
        let pause = max(0, (resumesAt - now) / .seconds(1))
        // What costs a pause is to be found out in fewer steps.
        let enoughForHalf = Self.enoughForHalf * (pause > 0 ? 4 : 1)
        let kept = (successes + 1) / (successes + refusals + enoughForHalf)
        let begin = max(refused * min(max(kept, Self.kept.lowerBound), Self.kept.upperBound), Self.slowest)
        var (top, borne) = (refused, min(refused, successes))
        if let ceiling, worked == 0 {
            (top, borne) = (max(refused, ceiling.rate), ceiling.borne)
        } else if let ceiling {
            borne = Double(worked) / max(1, (now - ceiling.madeAt) / .seconds(1))
            trust = refused >= ceiling.rate * Self.near ? min(trust * 2, Self.mostTrust) : 1
        } else {
            trust = 1
        }
        worked = 0
        let resumes = max(now, resumesAt)
        ceiling = Ceiling(
            rate: top, begin: begin, borne: borne, madeAt: now, risesFrom: resumes,
            rise: max(
                Self.leastRise.seconds, trust * Self.leastRise.requests / top, trust * Self.risePerPause * pause))
        (successes, refusals) = (successes / 2, refusals / 2)
        // What comes late may come in time: the service gets some air for it.
        turn = resumes + Self.slack + .seconds(1 / begin)
        return true
    }
}
