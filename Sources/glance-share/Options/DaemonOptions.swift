import Monitoring
import ArgumentParser

/// How the daemon keeps at it.
struct DaemonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How often every image is looked at.", valueName: "duration"),
        completion: DurationArgument.completion, transform: { try DurationArgument(argument: $0) })
    var interval = DurationArgument(.seconds(300))

    @Option(
        help: ArgumentHelp("How often the manifest is looked at.", valueName: "duration"),
        completion: DurationArgument.completion, transform: { try DurationArgument(argument: $0) })
    var manifestInterval = DurationArgument(.seconds(5))

    @Flag(
        inversion: .prefixedNo, help: "Pace the looks over the interval (default: with more than 100 images)."
    )
    var spread: Bool?

    @Option(
        help: ArgumentHelp("Serve status, metrics and health on this address (default: off).", valueName: "address"),
        transform: { try ListenAddress($0) }
    )
    var listen: ListenAddress?

    @Flag(name: .short, help: "No line for a tick in which nothing changed.")
    var quiet = false

    @Flag(help: "Show in status and log what is missing, and write nothing.")
    var dryRun = false

    /// With more images than this, a sweep is paced over the interval.
    var spreadsAbove: Int {
        switch spread {
        case nil: 100
        case true?: 0
        case false?: Int.max
        }
    }

    /// How long one look goes on retrying where nobody says: not for long, because the next look comes anyway, and what
    /// changes meanwhile waits for this one.
    static let patience = Duration.seconds(15)

    /// How long a look may be ago before the daemon counts as stuck: longer than a cloud that is down can hold one up.
    func staleAfter(_ limits: RunLimits) -> Duration {
        max(interval.duration * 3, interval.duration + limits.retryFor + limits.requestTimeout * 2)
    }

    func validate() throws {
        guard interval.duration > .zero, manifestInterval.duration > .zero else {
            throw ValidationError("--interval and --manifest-interval need more than 0.")
        }
    }
}
