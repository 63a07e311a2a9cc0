import CloudsYAML
import ArgumentParser
import FoundationEssentials

/// Which cloud, and how to treat it.
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
        help: ArgumentHelp(
            "How long an image, or a cloud that is down, is tried again: 500ms, 30s, 5m, 1h (default: 2m; daemon: 15s; doctor: not at all). A run that the cloud slows down and that gets on goes on up to 30 times as long.",
            valueName: "duration"),
        completion: DurationArgument.completion, transform: { try DurationArgument(argument: $0) })
    var retryFor: DurationArgument?

    @Option(
        help: ArgumentHelp("How long one answer may take (default: clouds.yaml's, or 60s).", valueName: "duration"),
        completion: DurationArgument.completion, transform: { try DurationArgument(argument: $0) })
    var requestTimeout: DurationArgument?

    /// What these options say about which cloud.
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
