import ArgumentParser
import ImageSharing
import UnixSignals

/// The program's exit status, by which a script knows how the run ended.
enum ExitStatus: Equatable {
    case success
    case couldNotPlan
    case changesPlanned
    case partial
    case refused
    /// Nothing went wrong but that a saved plan was stale for some images.
    case stale
    /// The result could not be written: the run is over, or was one that only reads and did not begin.
    case resultLost
    case tryAgainLater
    case interrupted(UnixSignal)

    /// Sums up a report.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - detailedExitCode: true if planned changes have a status of their own (`--detailed-exitcode`).
    ///   - signal: the signal that ended the run early, if one did.
    init(_ report: Report, detailedExitCode: Bool, signal: UnixSignal?) {
        if let signal {
            self = .interrupted(signal)
        } else if report.verdict == .refused {
            self = .refused
        } else if report.isComplete {
            self = detailedExitCode && report.verdict == .changes ? .changesPlanned : .success
        } else if !report.problems.isEmpty && report.problems.allSatisfy({ $0.code == .planStale }) {
            self = .stale
        } else if report.verdict == .failed && report.problems.contains(where: { $0.code.endsTheRun }) {
            self = .couldNotPlan
        } else if report.isWorthAnotherRun {
            self = .tryAgainLater
        } else {
            self = .partial
        }
    }

    /// The number, as `sysexits.h` and shells have it.
    var code: ExitCode {
        switch self {
        case .success: ExitCode(0)
        case .couldNotPlan: ExitCode(1)
        case .changesPlanned: ExitCode(2)
        case .partial: ExitCode(3)
        case .refused: ExitCode(4)
        case .stale: ExitCode(5)
        case .resultLost: ExitCode(74)
        case .tryAgainLater: ExitCode(75)
        case .interrupted(let signal): ExitCode(128 + signal.number)
        }
    }
}

extension UnixSignal {
    /// The signal's number, which a shell adds to 128.
    var number: Int32 {
        switch self {
        case .sigint: 2
        case .sigterm: 15
        default: 1
        }
    }
}
