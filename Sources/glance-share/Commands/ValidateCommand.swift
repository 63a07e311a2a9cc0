import ArgumentParser
import FoundationEssentials
import Manifests

/// Checks a manifest; needs no cloud.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a manifest; needs no cloud.",
        usage: "glance-share validate [<options>]",
        discussion: """
            All mistakes of all files are told in one run, each with its line and what to do about it. A file of trusted \
            owners, as glance-share accept takes it, is checked as what it is.

            EXAMPLES
              glance-share validate              check sharing.yaml
              glance-share validate -f images/   every *.yaml and *.yml below
              git show HEAD:sharing.yaml | glance-share validate -f -

            EXIT STATUS
              0   the manifest is fine
              1   it is not
              64  wrong usage
              74  the result could not be written
            """
    )

    @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
    @OptionGroup(title: "Result") var outputOptions: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let paths = manifestOptions.paths(environment: environment)
        let output = try ResultOutput(
            to: outputOptions.output, color: outputOptions.color, environment: environment,
            inputs: ManifestLoader().files(of: paths))
        do {
            let manifest = try ManifestLoader.load(
                Set(ManifestKind.allCases), inWorkTree: paths, printingIssuesTo: StandardError()
            ).manifest
            let isSilent = outputOptions.quiet && outputOptions.format == .text
            try output.write(isSilent ? "" : ValidationReport.valid(manifest).render(as: outputOptions.format))
        } catch let errors as ManifestErrors {
            try output.write(ValidationReport.invalid(errors).render(as: outputOptions.format))
            throw ExitStatus.couldNotPlan.code
        }
    }
}
