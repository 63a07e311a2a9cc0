import Host
import ImageSharing
import Logging
import Monitoring
import Text

/// The places where the end of a run is read: the result, standard error or the log, the metrics, and
/// the saved plan.
struct ReportDelivery {
    private let command: String
    private let options: OutputOptions
    private let destination: ResultOutput
    private let expiryNotice: Duration
    private let metrics: OutputFile?
    private let saving: (path: String, file: OutputFile)?
    private let context: RunContext

    /// Makes the delivery, and makes sure that the files can be written before a run has anything to say.
    ///
    /// - Parameters:
    ///   - options: the result's place and form.
    ///   - metricsFile: the file of metrics; nil for none.
    ///   - savedPlan: the file that the plan is saved in; nil for none.
    ///   - command: the command's name.
    ///   - expiryNotice: the time before its end within which a membership is told of.
    ///   - context: standard error and the log.
    ///   - inputs: the files that are read, which are never written.
    /// - Throws: why something could not be written.
    init(
        _ options: OutputOptions, metricsFile: String?, savedPlan: String? = nil, command: String,
        expiryNotice: Duration = Expiry.usualNotice, context: RunContext,
        inputs: @autoclosure () -> [String]
    ) throws {
        self.command = command
        self.options = options
        self.expiryNotice = expiryNotice
        self.context = context
        destination = try ResultOutput(
            to: options.output, color: options.color, environment: context.environment, inputs: inputs())
        metrics = metricsFile.map { OutputFile.metrics($0) }
        saving = savedPlan.map { ($0, OutputFile($0, replacing: SavedPlanFile.beginning)) }
        if let metrics { try Self.naming("--metrics-file") { () throws(OutputFile.Failure) in try metrics.check() } }
        if let file = saving?.file {
            let inputs = inputs()
            try Self.naming("--save") { () throws(OutputFile.Failure) in
                try file.check()
                try file.check(isNoneOf: inputs)
            }
        }
    }

    /// Names the option whose file cannot be written.
    private static func naming(
        _ option: String, _ body: () throws(OutputFile.Failure) -> Void
    ) throws(ResultOutput.Unwritable) {
        do throws(OutputFile.Failure) { try body() } catch {
            throw ResultOutput.Unwritable(description: "\(option): \(error)")
        }
    }

    /// Delivers everything: what cannot be written keeps nothing else from being written.
    ///
    /// - Returns: false where something could not be written.
    func deliver(_ run: FinishedRun) -> Bool {
        let report = run.report
        var isWhole = true
        if report.plan == nil && options.isForPerson {
            printFailure(report)
        } else {
            isWhole = attempt { try destination.write(render(report)) }
            if !options.isForPerson { FailureLog(logger: context.logger).record(report) }
        }
        if let metrics {
            let text = run.metrics(expiryNotice: expiryNotice)
            isWhole = attempt("--metrics-file") { () throws(OutputFile.Failure) in try metrics.write(text) } && isWhole
        }
        if saving != nil { isWhole = save(run) && isWhole }
        return isWhole
    }

    /// Saves the plan, and says what was saved.
    private func save(_ run: FinishedRun) -> Bool {
        guard let saving else { return true }
        let path = saving.path.escapedForDisplay
        guard let saved = run.savedPlan else {
            context.standardError.write(
                "no plan was saved in \(path): there is none, and one that it has from before is an older one",
                as: .warning)
            return true
        }
        let text = saved.text
        guard attempt("--save", { () throws(OutputFile.Failure) in try saving.file.write(text) }) else { return false }
        let problems = saved.plan.problems.count
        if problems > 0 {
            context.standardError.write(
                "the plan was saved in \(path) without what its \(counted(problems, "problem")) "
                    + "\(problems == 1 ? "is" : "are") about", as: .warning)
        } else if !options.quiet {
            context.standardError.write(
                "the plan was saved in \(path): glance-share apply --plan \(path) does exactly this", as: .info)
        }
        return true
    }

    private func attempt(_ option: String, _ write: () throws(OutputFile.Failure) -> Void) -> Bool {
        attempt { try Self.naming(option, write) }
    }

    private func attempt(_ write: () throws -> Void) -> Bool {
        do {
            try write()
            return true
        } catch {
            context.standardError.write("Error: \(error)", as: .error)
            return false
        }
    }

    /// Prints why there is no plan: a person gets an error instead of a result.
    private func printFailure(_ report: Report) {
        let standardError = context.standardError
        if report.wasInterrupted { return standardError.write("interrupted before anything was read", as: .warning) }
        // The mistakes of a manifest were printed with their lines.
        guard report.problems.allSatisfy({ $0.code == .manifestInvalid }) else {
            var text = TextReport(report: report, style: Style(isColored: false), detail: .normal).render()
            while text.last == "\n" { text.removeLast() }
            return standardError.write(text, as: .error)
        }
        let errors = counted(report.problems.count + report.omittedProblems, "error")
        standardError.write("Error: \(errors) in the manifest; the cloud was not asked", as: .error)
    }

    private func render(_ report: Report) -> String {
        switch options.format {
        case .json: return JSONReport(report: report, command: command, expiryNotice: expiryNotice).render()
        case .markdown:
            return MarkdownReport(report: report, command: command, expiryNotice: expiryNotice).render()
        case .text:
            let detail: TextReport.Detail = options.quiet ? .brief : options.verbose ? .full : .normal
            return TextReport(
                report: report, style: destination.style, detail: detail, expiryNotice: expiryNotice
            ).render()
        }
    }
}
