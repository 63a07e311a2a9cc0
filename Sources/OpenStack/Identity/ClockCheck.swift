import FoundationEssentials
import Logging
import Synchronization
import Text

/// Compares Keystone's clock with ours, and says once where they are further apart than the network explains.
final class ClockCheck: Sendable {
    private static let tolerance = Duration.seconds(60)

    private let logger: Logger
    private let wasReported = Mutex(false)

    init(logger: Logger) {
        self.logger = logger
    }

    /// Compares.
    ///
    /// - Parameters:
    ///   - issuedAt: when the token was made, by Keystone's clock, without fractions of a second.
    ///   - date: when the answer was made, by the clock of Keystone or of a proxy before it.
    ///   - asked: when the token was asked for, by our clock; nil for one that existed before, of which only the answer
    ///     is new.
    ///   - answered: when the answer had come, by our clock.
    /// - Returns: how far theirs is ahead, negative where it is behind; nil where they say nothing of it.
    func skew(issuedAt: Date?, date: Date?, asked: Date?, answered: Date) -> Duration? {
        guard let theirs = asked == nil ? date : issuedAt ?? date else { return nil }
        // Somewhere between the question and the answer it was made; what was tried again may lie far apart.
        let earliest = (asked ?? answered).addingTimeInterval(-1)
        let skew = Duration.seconds(
            (theirs > answered
                ? theirs.timeIntervalSince(answered) : min(theirs.timeIntervalSince(earliest), 0)).rounded()
        )
        report(skew)
        return skew
    }

    /// The sentence on how far our clock is off; nil where the network explains it.
    fileprivate static func warning(about skew: Duration) -> String? {
        let distance = skew < .zero ? .zero - skew : skew
        guard distance > tolerance else { return nil }
        return "this machine's clock is \(distance.shortText) \(skew > .zero ? "behind" : "ahead of") Keystone's"
    }

    private func report(_ skew: Duration) {
        guard let warning = Self.warning(about: skew) else { return }
        let isFirst = wasReported.withLock { wasReported in
            defer { wasReported = true }
            return !wasReported
        }
        guard isFirst else { return }
        logger.warning(
            "\(warning)",
            metadata: ["hint": "tokens are renewed in time all the same; check the time synchronisation here and there"]
        )
    }
}

extension Authorization {
    /// The sentence on the distance of our clock from Keystone's; nil where the network explains it, or nobody knows.
    package var clockWarning: String? { clockSkew.flatMap(ClockCheck.warning) }
}
