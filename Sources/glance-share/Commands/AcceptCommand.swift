import ArgumentParser
import Manifests

/// Accepts, as a consumer, what trusted owners offer.
struct AcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "As a consumer: accept the images that trusted owners offer.",
        usage: "glance-share accept [<options>]",
        discussion: """
            Run it with the credentials of the project that is to have the images in its list. A file says whose offers it \
            takes; what is offered and matches nothing is shown, and left alone. An image that the project has rejected, or \
            that its owner hides, is never accepted.

              version: 1
              accept:
                - {owner: f6a818c3d4aa458798ed86892e7150c0, name: "debian-*"}

            EXAMPLES
              glance-share accept --dry-run -v          what is offered, accepted or not
              glance-share accept -f trust.yaml         accept it
              glance-share daemon --accept              keep doing it

            EXIT STATUS
              0         everything that trusted owners offer is accepted
              1         could not plan: bad file, configuration or credentials
              3         some images could not be accepted; the rest were
              64        wrong usage
              74        the result could not be written; the run is over
              75        the cloud could not be reached or kept failing: try again later
              130, 143  interrupted; what was done is reported
            """
    )

    @OptionGroup(title: "Trust") var trust: TrustOptions
    @OptionGroup(title: "Cloud") var cloud: CloudOptions
    @OptionGroup(title: "Result") var output: OutputOptions
    @OptionGroup(title: "Log") var log: LogOptions

    @OptionGroup(title: "Operation") var operation: OperationOptions

    @Flag(help: "Show what would be accepted, and write nothing.")
    var dryRun = false

    @Flag(help: "Read what was accepted once more: tells of memberships that are pending all the same, or gone.")
    var verify = false

    func run() async throws {
        try await OneShotRun(
            kind: .trust, isDryRun: dryRun, manifest: trust, cloud: cloud, output: output, log: log,
            operation: operation, verifies: verify
        ).perform()
    }
}
