import ArgumentParser

/// Shows what `apply` would do; never writes.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would do, and why; never writes.",
        usage: "glance-share plan [<options>]",
        discussion: """
            EXAMPLES
              glance-share plan                                     by sharing.yaml
              glance-share plan --detailed-exitcode -q              2: there are changes
              glance-share plan --format markdown --output plan.md  for a merge request
              glance-share plan --max-additions 500                 would apply refuse it?
              glance-share plan --max-removals 5%                   would it, by removals?
              glance-share plan --save plan.json                    for apply --plan

            EXIT STATUS
              0         planned, also where apply would refuse the plan; with
                        --detailed-exitcode: nothing to change
              1         could not plan: bad manifest, configuration or credentials
              2         with --detailed-exitcode: there are changes
              3         some images could not be read, or something is left for a
                        reason that a problem names; the rest is shown
              64        wrong usage
              74        the result could not be written
              75        the cloud could not be reached or kept failing: try again later
              130, 143  interrupted
            """
    )

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Manifest") var sharding: ShardOptions
    @OptionGroup(title: "Cloud") var cloud: CloudOptions
    @OptionGroup(title: "Result") var output: OutputOptions
    @OptionGroup(title: "Log") var log: LogOptions
    @OptionGroup(title: "Limits") var limits: PolicyOptions
    @OptionGroup(title: "Limits") var resolving: ResolvingOptions

    @Flag(name: .customLong("detailed-exitcode"), help: "Exit with status 2 when there are changes.")
    var detailedExitCode = false

    @Option(
        help: ArgumentHelp(
            "Write the plan to this file, for apply --plan, which does exactly that.", valueName: "file"),
        completion: .file())
    var save: String?

    func validate() throws {
        guard let save else { return }
        if save.isEmpty || save == "-" { throw ValidationError("--save needs the name of a file.") }
        if save == output.output { throw ValidationError("--save and --output name the same file.") }
    }

    func run() async throws {
        try await OneShotRun(
            isDryRun: true, manifest: manifest, shard: sharding.shard, cloud: cloud, output: output, log: log,
            policy: limits.policy,
            expiryNotice: limits.removals.expiryNotice.duration, resolvingLimits: resolving.limits,
            detailedExitCode: detailedExitCode, savesTo: save
        ).perform()
    }
}
