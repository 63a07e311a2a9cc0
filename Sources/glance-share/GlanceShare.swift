// glance-share holds the commands, their options, the rendering of results, and the output: it turns flags into values,
// calls the rooms below, and prints. Its folders are layers: Output and Rendering, then Options, then Commands, then this.
// No decision about what is written to a cloud lives here: that is made of values, in Reconciliation and ImageSharing.

import ArgumentParser
import Glibc
import Logging
import Manifests

/// The program: it shares images with projects as a manifest says.
@main
struct GlanceShare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glance-share",
        abstract: "Share OpenStack images with projects, as a manifest says.",
        discussion: """
            A manifest maps images to the projects that may use them. glance-share compares it with the cloud, shows \
            the difference, and adds the members that are missing. It removes only whom the manifest takes away, and only \
            where --max-removals allows it.

            EXAMPLES
              glance-share validate -f sharing.yaml   check a manifest, without a cloud
              glance-share plan -f sharing.yaml       show what would be added
              glance-share apply -f sharing.yaml      add it
              glance-share doctor                     look at the connection to the cloud
              glance-share export                     write a manifest of what there is
              glance-share why IMAGE PROJECT          why a project has an image or not
              glance-share accept -f trust.yaml       as a consumer: accept what is offered
              glance-share access-rules               what an application credential needs
              glance-share schema                     completion in editors
              glance-share sandbox --images 3         a cloud on this machine, to try

            The cloud is the one that --os-cloud, OS_CLOUD or the other OS_* variables name, as with openstack.
            """,
        version: Release.description,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, ApplyCommand.self, DaemonCommand.self, DoctorCommand.self,
            ExportCommand.self, WhyCommand.self, AcceptCommand.self, AccessRulesCommand.self, SchemaCommand.self,
            SandboxCommand.self,
        ]
    )

    /// Runs the command that the arguments name.
    static func main() async {
        // A reader that goes away ends a write, not the program: what was begun in the cloud is brought to an end.
        signal(SIGPIPE, SIG_IGN)
        fillStandardDescriptors()
        // It tells the journal of every thread whose priority it may not raise, which is every one of a service.
        _ = unsafe setenv("LIBDISPATCH_LOG", "NO", 0)
        // The run time reads them from /proc; without them, every command would end as a call for help does, with 0.
        guard !CommandLine.arguments.isEmpty else {
            StandardError().write("Error: the command line cannot be read: is /proc mounted?", as: .error)
            Glibc.exit(ExitStatus.couldNotPlan.code.rawValue)
        }
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch let error as ResultOutput.Unwritable {
            StandardError().write("Error: \(error)", as: .error)
            Glibc.exit(ExitStatus.resultLost.code.rawValue)
        } catch {
            // Help is no error, and where there is nothing but a status, its reason was printed.
            let message = withoutFarGuess(fullMessage(for: error))
            guard exitCode(for: error) != .success, !message.isEmpty else { exit(withError: error) }
            StandardError().write(message, as: .error)
            Glibc.exit(exitCode(for: error).rawValue)
        }
    }

    /// Fills the places of the standard descriptors that are closed: else the next file that is opened, be it the
    /// connection to the cloud or the audit trail, would be taken for standard output.
    ///
    /// What fills a place is open the wrong way round, so that nobody takes it for the real thing.
    private static func fillStandardDescriptors() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            // The lowest number that is free is this one.
            _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// The parser's message without the guess at what was meant, where that is far from what was written.
    ///
    /// The parser takes three mistakes for near, however short the option is, and so to every word of four letters it
    /// offers another one.
    ///
    /// - Parameter message: the parser's message.
    /// - Returns: the message to show.
    static func withoutFarGuess(_ message: String) -> String {
        let pattern = /^(Error: Unknown option '--([^']*)')\. Did you mean '--([^']*)'\?/
        guard let match = message.prefixMatch(of: pattern) else { return message }
        let (written, guess) = (String(match.output.2), String(match.output.3))
        // A mistake for every four letters, and the first one in any case.
        let mistakes = EditDistance.between(written, guess)
        guard mistakes > max(1, written.unicodeScalars.count / 4) else { return message }
        return String(match.output.1 + message[match.range.upperBound...])
    }
}
