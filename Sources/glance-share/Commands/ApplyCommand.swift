import ArgumentParser

/// Plans, then adds the members that are missing.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Plan, then add the members that are missing; never removes any.",
        usage: "glance-share apply [<options>]",
        discussion: """
            It can be killed at any moment and run again: the next run looks at the cloud first.

            Glance keeps a member twice where two runs add it at the same moment, and cannot delete such an image. So let \
            runs of one machine share a --lock, and let only one machine apply a manifest; where two must, --verify \
            tells of what came of it.

            EXAMPLES
              glance-share apply                            what sharing.yaml asks for
              glance-share apply --max-additions 50         refuse a plan that adds more
              glance-share apply -f images/ --format json   with a result for a script

            EXIT STATUS
              0         every wanted member is there
              1         could not plan: bad manifest, configuration or credentials
              3         some members could not be added; the rest were
              4         refused by --max-additions; nothing was written
              64        wrong usage
              74        the result could not be written; the run is over
              75        the cloud could not be reached or kept failing: try again later
              130, 143  interrupted; what was done is reported
            """
    )

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Cloud") var cloud: CloudOptions
    @OptionGroup(title: "Result") var output: OutputOptions
    @OptionGroup(title: "Log") var log: LogOptions

    @OptionGroup(title: "Operation") var operation: OperationOptions

    @Flag(help: "The same as plan.")
    var dryRun = false

    @Flag(help: "Read the images that were written to once more: tells of members that are missing or there twice.")
    var verify = false

    @OptionGroup(title: "Limits") var limits: PolicyOptions
    @OptionGroup(title: "Limits") var resolving: ResolvingOptions

    func run() async throws {
        try await OneShotRun(
            isDryRun: dryRun, manifest: manifest, cloud: cloud, output: output, log: log, operation: operation,
            policy: limits.policy, resolvingLimits: resolving.limits, verifies: verify
        ).perform()
    }
}
