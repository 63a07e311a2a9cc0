import ArgumentParser
import CloudsYAML
import FoundationEssentials
import OpenStack
import Pacing

/// The options that choose a cloud and limit what it is asked.
struct CloudOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A cloud of clouds.yaml (default: $OS_CLOUD).", valueName: "name"),
        completion: .custom { _, _, _ in CloudNames.known(environment: ProcessInfo.processInfo.environment) }
    )
    var osCloud: String?

    @Option(help: ArgumentHelp("The region (default: $OS_REGION_NAME).", valueName: "name"))
    var osRegionName: String?

    @Option(
        help: ArgumentHelp("public, internal or admin (default: $OS_INTERFACE).", valueName: "interface"),
        completion: .list(["public", "internal", "admin"])
    )
    var osInterface: String?

    @Option(
        help: ArgumentHelp("The image service's address, instead of the catalog's.", valueName: "url"))
    var osImageEndpointOverride: String?

    @Option(
        help: ArgumentHelp("A PEM file of authorities to trust (default: $OS_CACERT).", valueName: "file"),
        completion: .file()
    )
    var osCacert: String?

    @Option(help: ArgumentHelp("Images in work at once (default: clouds.yaml's, or 8).", valueName: "n"))
    var concurrency: Int?

    @Option(help: ArgumentHelp("The most requests a second (default: clouds.yaml's, or no limit).", valueName: "r"))
    var maxRate: Double?

    @Option(
        duration:
            "How long an image, or a cloud that is down, is tried again: 500ms, 30s, 5m, 1h (default: 2m; daemon: 15s; doctor: not at all). A run that the cloud slows down and that gets on goes on up to 30 times as long."
    )
    var retryFor: DurationArgument?

    @Option(duration: "How long one answer may take (default: clouds.yaml's, or 60s).")
    var requestTimeout: DurationArgument?

    /// The cloud that these options choose.
    var flags: CloudFlags {
        var flags = CloudFlags()
        flags.cloud = osCloud
        flags.region = osRegionName
        flags.interface = osInterface
        flags.imageEndpointOverride = osImageEndpointOverride
        flags.authorityFile = osCacert
        return flags
    }

    func validate() throws {
        if let concurrency, !RunLimits.concurrencies.contains(concurrency) {
            throw ValidationError("--concurrency is \(concurrency); use 1 to 256.")
        }
        if let requestTimeout, requestTimeout.duration <= .zero {
            throw ValidationError("--request-timeout is 0; use more.")
        }
        if let maxRate, !RunLimits.rates.contains(maxRate) {
            throw ValidationError("--max-rate is \(maxRate); use a number of requests a second from 0.001 to 100000.")
        }
    }
}

extension RunLimits {
    /// Settles the limits: the options' word, else the configuration's, else ours.
    ///
    /// A number in clouds.yaml that is out of range is brought into it; 0 there means no limit, as openstacksdk has it.
    ///
    /// - Parameters:
    ///   - options: the options' word.
    ///   - configured: the configuration's word.
    ///   - patience: the time to go on retrying where neither has a word on it.
    init(_ options: CloudOptions, over configured: ServiceLimits, patience: Duration = .seconds(120)) {
        func positive<Number: Comparable & ExpressibleByIntegerLiteral>(_ number: Number?) -> Number? {
            number.flatMap { $0 > 0 ? $0 : nil }
        }
        concurrency =
            options.concurrency ?? positive(configured.concurrency).map { min($0, Self.concurrencies.upperBound) } ?? 8
        maximumRate =
            options.maxRate
            ?? positive(configured.maximumRate).map { min(max($0, Self.rates.lowerBound), Self.rates.upperBound) }
        retryFor = options.retryFor?.duration ?? patience
        // Whoever says how long to go on retrying has not said how often.
        retries =
            options.retryFor == nil
            ? RetryLimits(connection: configured.connectRetries, status: configured.statusCodeRetries) : RetryLimits()
        requestTimeout = options.requestTimeout?.duration ?? configured.requestTimeout ?? .seconds(60)
    }
}
