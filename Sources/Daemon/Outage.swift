import ImageSharing

/// A time in which the loop cannot do its work, and how it waits for the end of it.
struct Outage: Sendable {
    /// The cause of an outage.
    enum Cause: Sendable {
        /// The cloud does not answer, which ends by itself.
        case cloud
        /// Something that stays until a person has mended it: credentials that are refused, a certificate that nobody
        /// vouches for.
        case person(Problem)
    }

    /// The wait for the first probe of a cloud that is down; doubled up to `longestProbe`.
    static let firstProbe = Duration.seconds(5)
    /// The longest wait for a probe.
    static let longestProbe = Duration.seconds(60)
    /// The longest wait for a person, unless the interval is longer.
    static let longestWait = Duration.seconds(3600)

    /// The cause.
    private(set) var cause: Cause
    /// The number of ticks in a row that have failed, with the configuration that is in force.
    private(set) var failures = 0

    init(_ cause: Cause) {
        self.cause = cause
    }

    /// The problem that a person has to mend; nil where none has to.
    var problem: Problem? {
        if case .person(let problem) = cause { problem } else { nil }
    }

    /// Records one more tick that has failed.
    mutating func fail(_ cause: Cause) {
        let isForAPerson = if case .person = cause { true } else { false }
        failures = isForAPerson == (problem != nil) ? failures + 1 : 1
        self.cause = cause
    }

    /// Forgets the failures of an earlier configuration, which say nothing about the new one.
    mutating func renew() {
        failures = 0
    }

    /// Returns the wait after the last tick that has failed.
    ///
    /// Refused credentials are not tried more often than the loop would try anyway, and soon far less: a cloud counts
    /// them, and locks the account.
    ///
    /// - Parameter interval: the time between two sweeps.
    /// - Returns: the wait.
    func wait(interval: Duration) -> Duration {
        let factor = 1 << min(max(0, failures - 1), 10)
        return switch cause {
        case .cloud: min(Self.longestProbe, interval, Self.firstProbe * factor)
        case .person: min(max(Self.longestWait, interval), interval * factor)
        }
    }
}

extension Report {
    /// The cause of an outage that a report shows; nil where it shows none.
    var outage: Outage.Cause? {
        if let problem = problems.first(where: { $0.code.needsAPerson }) { return .person(problem) }
        return isCloudsTrouble ? .cloud : nil
    }
}

extension ProblemCode {
    /// True if the configuration or the servers' certificate has to change, so that to ask again is in vain.
    fileprivate var needsAPerson: Bool { endsTheRun && self != .auditFailed && self != .manifestInvalid }
}
