import ArgumentParser

/// The options of the files that a run leaves behind on this machine.
struct OperationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let only one run of this machine at a time hold this file; another one exits with 75, a daemon waits. Two that write at the same moment can leave members that are there twice.",
            valueName: "file"), completion: .file())
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
