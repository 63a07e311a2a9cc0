import ImageSharing

/// A time in which the loop cannot do its work, and how it waits for the end of it.
struct Outage: Sendable {
    /// What keeps the loop from its work.
    enum Cause: Sendable {
        /// The cloud does not answer, which ends by itself.
        case cloud
        /// Something that stays until a person has mended it: credentials that are refused, a certificate that nobody
        /// vouches for.
        case person(Problem)
    }

    /// How long after a failed look the first probe of a cloud that is down comes; doubled up to a minute.
    static let firstProbe = Duration.seconds(5)
    static let longestProbe = Duration.seconds(60)
    /// The longest wait for a person, unless the interval is longer.
    static let longestWait = Duration.seconds(3600)

    /// What keeps the loop from its work.
    private(set) var cause: Cause
    /// How many looks in a row have failed, with the configuration that is in force.
    private(set) var failures = 0

    init(_ cause: Cause) {
        self.cause = cause
    }

    /// The problem that a person has to mend; nil where none has to.
    var problem: Problem? {
        if case .person(let problem) = cause { problem } else { nil }
    }

    /// Takes in one more look that has failed.
    mutating func fail(_ cause: Cause) {
        let isForAPerson = if case .person = cause { true } else { false }
        failures = isForAPerson == (problem != nil) ? failures + 1 : 1
        self.cause = cause
    }

    /// Takes in that there is another configuration: what failed before says nothing about it.
    mutating func renew() {
        failures = 0
    }

    /// How long to wait after the last look that has failed.
    ///
    /// Refused credentials are not tried more often than the loop would look anyway, and soon far less: a cloud counts
    /// them, and locks the account.
    ///
    /// - Parameter interval: how often every image is looked at.
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
    /// What keeps the loop from its work; nil where nothing does.
    var outage: Outage.Cause? {
        if let problem = problems.first(where: { $0.code.needsAPerson }) { return .person(problem) }
        return isCloudsTrouble ? .cloud : nil
    }
}

extension ProblemCode {
    /// Whether it is the configuration or the servers' certificate that has to change, so that to ask again is in vain.
    fileprivate var needsAPerson: Bool { endsTheRun && self != .auditFailed && self != .manifestInvalid }
}
