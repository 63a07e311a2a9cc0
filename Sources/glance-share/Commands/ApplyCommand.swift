import ArgumentParser

/// Plans, then adds the members that are missing, and removes those that the manifest takes away.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract:
            "Plan, then add the members that are missing; removes only whom the manifest takes away, and with --max-removals.",
        usage: "glance-share apply [<options>]",
        discussion: """
            Nobody is removed but whom the manifest takes away by revoked, exclusive or an until that is past, and only \
            under --max-removals: without it, all else is done, and the removals are left and told.

            It can be killed at any moment and run again: the next run looks at the cloud first.

            Glance keeps a member twice where two runs add it at the same moment, and cannot delete such an image. So let \
            runs of one machine share a --lock, and let only one machine apply a manifest, or each machine a --shard of \
            its own; where two must, --verify tells of what came of it.

            EXAMPLES
              glance-share apply                            what sharing.yaml asks for
              glance-share apply --max-additions 50         refuse a plan that adds more
              glance-share apply --max-removals 5%          remove whom it takes away
              glance-share apply --plan plan.json           what plan --save has saved
              glance-share apply -f images/ --format json   with a result for a script

            EXIT STATUS
              0         every wanted member is there, and nobody that is taken away
              1         could not plan: bad manifest, configuration or credentials
              3         some members could not be added or removed; the rest were
              4         refused by --max-additions or --max-removals; nothing was
                        written
              5         a saved plan was stale for some images; the rest was done
              64        wrong usage
              74        the result could not be written; the run is over
              75        the cloud could not be reached or kept failing: try again later
              130, 143  interrupted; what was done is reported
            """
    )

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Manifest") var sharding: ShardOptions
    @OptionGroup(title: "Cloud") var cloud: CloudOptions
    @OptionGroup(title: "Result") var output: OutputOptions
    @OptionGroup(title: "Log") var log: LogOptions

    @OptionGroup(title: "Operation") var operation: OperationOptions

    @Flag(help: "The same as plan.")
    var dryRun = false

    @Flag(help: "Read the images that were written to once more: tells of members that are missing or there twice.")
    var verify = false

    @Option(
        help: ArgumentHelp(
            "Carry out this plan, which plan --save has written, and nothing else; an image that has changed since is left alone. With -f, only where it was made from this manifest.",
            valueName: "file"),
        completion: .file())
    var plan: String?

    @OptionGroup(title: "Limits") var limits: PolicyOptions
    @OptionGroup(title: "Limits") var resolving: ResolvingOptions

    func validate() throws {
        guard let plan else { return }
        if plan.isEmpty || plan == "-" { throw ValidationError("--plan needs the name of a file.") }
        if sharding.shard != nil {
            throw ValidationError("--plan and --shard exclude each other: a saved plan knows its shard.")
        }
    }

    func run() async throws {
        try await OneShotRun(
            isDryRun: dryRun, manifest: manifest, shard: sharding.shard, cloud: cloud, output: output, log: log,
            operation: operation, policy: limits.policy, expiryNotice: limits.removals.expiryNotice.duration,
            resolvingLimits: resolving.limits, verifies: verify,
            savedPlan: plan, checksManifest: !manifest.files.isEmpty
        ).perform()
    }
}
