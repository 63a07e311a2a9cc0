import ArgumentParser

/// What a run leaves behind on this machine.
struct OperationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Let only one run at a time hold this file; another one exits with 75.", valueName: "file"),
        completion: .file())
    var lock: String?

    @Option(
        help: ArgumentHelp("Append a line of JSON to this file for each write, before the next.", valueName: "file"),
        completion: .file())
    var auditFile: String?

    @Option(
        help: ArgumentHelp("Write metrics to this file, for node_exporter's textfile collector.", valueName: "file"),
        completion: .file()
    )
    var metricsFile: String?
}
