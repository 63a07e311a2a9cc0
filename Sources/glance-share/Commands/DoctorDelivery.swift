import CloudsYAML
import Diagnosis
import Logging
import Synchronization

/// The places where the doctor's findings are read: for a person each at once, for a script or a file all at the end.
final class DoctorDelivery: Sendable {
    private struct State {
        var report = DoctorReport()
        var failure: ResultOutput.Unwritable?
    }

    private let options: OutputOptions
    private let destination: ResultOutput
    private let text: DoctorText
    private let state = Mutex(State())

    /// Makes the delivery.
    ///
    /// - Parameters:
    ///   - options: the form of the result.
    ///   - destination: the place that it goes to.
    init(_ options: OutputOptions, to destination: ResultOutput) {
        self.options = options
        self.destination = destination
        text = DoctorText(style: destination.style, isBrief: options.quiet)
    }

    /// The state of all that was found so far.
    var outcome: Finding.State { state.withLock { $0.report.outcome } }

    /// Names the cloud that the findings are about.
    func setCloud(_ cloud: LoadedCloud) {
        state.withLock { $0.report.cloud = cloud }
    }

    /// Adds a finding, and shows it where somebody is waiting for it.
    @Sendable func add(_ finding: Finding) {
        state.withLock { state in
            state.report.findings.append(finding)
            guard options.isForPerson, state.failure == nil else { return }
            do throws(ResultOutput.Unwritable) { try destination.write(text.lines(finding)) } catch {
                state.failure = error
            }
        }
    }

    /// Writes the rest of the result.
    ///
    /// - Throws: why the result, or a part of it, could not be written.
    func finish() throws(ResultOutput.Unwritable) {
        let state = state.withLock { $0 }
        if let failure = state.failure { throw failure }
        let report = state.report
        switch options.format {
        case .json: try destination.write(report.json)
        case .markdown:
            try destination.write(DoctorMarkdown(report: report, showsSettings: options.verbose).render())
        case .text:
            let findings = options.isForPerson ? "" : report.findings.map(text.lines).joined()
            let settings = options.verbose ? report.cloud.map(text.settings) ?? "" : ""
            try destination.write(findings + settings)
        }
    }

    /// Logs the findings that are no good, where the result is not what a person reads.
    func logFailures(to logger: Logger) {
        guard !options.isForPerson else { return }
        let findings = state.withLock { $0.report.findings }
        for finding in findings where finding.state == .failed || finding.isTransient {
            var metadata: Logger.Metadata = ["step": "\(finding.step.rawValue)"]
            metadata["hint"] = finding.hint.map { "\($0)" }
            logger.error("\(finding.message)", metadata: metadata)
        }
    }
}
