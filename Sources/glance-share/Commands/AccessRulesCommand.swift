import ArgumentParser
import Diagnosis
import FoundationEssentials
import Manifests
import OpenStack

/// Prints the access rules that an application credential needs for a manifest; needs no cloud.
struct AccessRulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-rules",
        abstract: "Print the access rules that a manifest's application credential needs.",
        usage: "glance-share access-rules [<options>]",
        discussion: """
            The fewest with which the command works by this manifest: members can be removed only where the manifest takes \
            any away, and names are looked up only where it has some. doctor has its own look at what a credential may do.

            EXAMPLES
              glance-share access-rules -f sharing.yaml --output rules.json
              openstack application credential create share --role member \\
                --access-rules rules.json
              glance-share access-rules --for plan      for the job that only looks
              glance-share access-rules -f trust.yaml   for accept

            EXIT STATUS
              0   printed
              1   the manifest has mistakes
              64  wrong usage
              74  the result could not be written
            """
    )

    /// The forms of the rules.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case json, yaml
    }

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "What the credential is for: plan, apply, daemon or accept (default: apply; accept for a file of trusted owners).",
            valueName: "command"))
    var purpose: AccessRuleList.Purpose?

    @Option(help: "The form of the rules: json, as openstack takes them, or yaml.")
    var format = Format.json

    @Option(
        help: ArgumentHelp("Write the rules to a file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let paths = manifest.paths(environment: environment, of: purpose == .accept ? .trust : .sharing)
        let loader = ManifestLoader(of: kinds)
        let destination = try ResultOutput(
            to: output, color: .never, environment: environment, inputs: loader.files(of: paths))
        do {
            let manifest = try loader.load(paths, printingIssuesTo: StandardError()).manifest
            let purpose = purpose ?? (manifest.trustCount > 0 ? .accept : .apply)
            let list = AccessRuleList(for: purpose, questions: manifest.questions, actions: manifest.actions)
            try destination.write(AccessRulesText(list).render(as: format))
        } catch is ManifestErrors {
            throw ExitStatus.couldNotPlan.code
        }
    }

    /// The kinds of file that can be meant; without a word on it, the file says what it is.
    private var kinds: Set<ManifestKind> {
        switch purpose {
        case nil: Set(ManifestKind.allCases)
        case .accept?: [.trust]
        case .plan?, .apply?, .daemon?: [.sharing]
        }
    }
}

extension AccessRuleList.Purpose: ExpressibleByArgument {}

/// Access rules as text, a line or an entry each.
private struct AccessRulesText {
    private let list: AccessRuleList

    init(_ list: AccessRuleList) { self.list = list }

    /// The text, ending in a line break; nothing in the rules has to be escaped.
    func render(as format: AccessRulesCommand.Format) -> String {
        switch format {
        case .json:
            let lines = list.rules.map {
                #"  {"service": "\#($0.service)", "method": "\#($0.method)", "path": "\#($0.path)"}"#
            }
            return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
        case .yaml:
            return list.rules.map { "- service: \($0.service)\n  method: \($0.method)\n  path: \($0.path)\n" }.joined()
        }
    }
}
