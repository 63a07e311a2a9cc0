import ArgumentParser

/// How to treat the cloud.
struct CloudOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Images in work at once.", valueName: "n"))
    var concurrency = 8

    @Option(help: ArgumentHelp("The most requests a second (default: no limit).", valueName: "r"))
    var maxRate: Double?

    @Option(help: ArgumentHelp("How long one run goes on retrying: 500ms, 30s, 5m, 1h.", valueName: "duration"))
    var retryFor = DurationArgument(.seconds(120))

    @Option(help: ArgumentHelp("How long one answer may take.", valueName: "duration"))
    var requestTimeout = DurationArgument(.seconds(60))

    func validate() throws {
        guard (1...256).contains(concurrency) else {
            throw ValidationError("--concurrency is \(concurrency); use 1 to 256.")
        }
        guard requestTimeout.duration > .zero else { throw ValidationError("--request-timeout is 0; use more.") }
        if let maxRate, !(0.001...100_000).contains(maxRate) {
            throw ValidationError("--max-rate is \(maxRate); use a number of requests a second from 0.001 to 100000.")
        }
    }
}
