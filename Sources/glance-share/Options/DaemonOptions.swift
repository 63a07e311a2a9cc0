import ArgumentParser
import Manifests
import Monitoring

/// The options of the daemon's loop and status.
struct DaemonOptions: ParsableArguments {
    @Option(duration: "How often every image is looked at (default: 5m).")
    var interval = DurationArgument(.seconds(300))

    @Option(duration: "How often the manifest is looked at (default: 5s).")
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

    @Flag(
        help:
            "As a consumer: keep accepting what trusted owners offer, as glance-share accept does; -f names files of trusted owners (default: trust.yaml)."
    )
    var accept = false

    @Flag(help: "Show in status and log what is missing, and write nothing.")
    var dryRun = false

    /// The kind of file that is carried out.
    var kind: ManifestKind { accept ? .trust : .sharing }

    /// With more images than this, a sweep is paced over the interval.
    var spreadsAbove: Int {
        switch spread {
        case nil: 100
        case true?: 0
        case false?: Int.max
        }
    }

    /// The time for which one tick goes on retrying by default: not long, because the next one comes anyway, and what
    /// changes meanwhile waits for this one.
    static let patience = Duration.seconds(15)

    /// The age of the last tick at which the daemon counts as stuck: more than a cloud that is down can hold one up.
    func staleAfter(_ limits: RunLimits) -> Duration {
        max(interval.duration * 3, interval.duration + limits.retryFor + limits.requestTimeout * 2)
    }

    func validate() throws {
        guard interval.duration > .zero, manifestInterval.duration > .zero else {
            throw ValidationError("--interval and --manifest-interval need more than 0.")
        }
    }
}
