import ArgumentParser
import Glibc
import Logging

/// The program: it shares images with projects as a manifest says.
@main
struct GlanceShare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glance-share",
        abstract: "Share OpenStack images with projects, as a manifest says.",
        discussion: """
            A manifest maps images to the projects that may use them. glance-share compares it with the cloud, shows \
            the difference, and adds the members that are missing. It never removes anything.

            EXAMPLES
              glance-share validate -f sharing.yaml   check a manifest, without a cloud
              glance-share plan -f sharing.yaml       show what would be added
              glance-share apply -f sharing.yaml      add it
              glance-share doctor                     look at the connection to the cloud
              glance-share sandbox --images 3         a cloud on this machine, to try

            The cloud is the one that --os-cloud, OS_CLOUD or the other OS_* variables name, as with openstack.
            """,
        version: release,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, ApplyCommand.self, DaemonCommand.self, DoctorCommand.self,
            SandboxCommand.self,
        ]
    )

    /// Runs the command that the arguments name.
    static func main() async {
        // A reader that goes away ends a write, not the program: what was begun in the cloud is brought to an end.
        signal(SIGPIPE, SIG_IGN)
        StandardDescriptors.fillGaps()
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
        } catch let error as ResultOutput.Unwritable where error.isLost {
            StandardError().write("Error: \(error)", as: .error)
            Glibc.exit(ExitStatus.resultLost.code.rawValue)
        } catch {
            // Help is no error, and where there is nothing but a status, its reason was told.
            let message = UsageMessage.withoutFarGuess(fullMessage(for: error))
            guard exitCode(for: error) != .success, !message.isEmpty else { exit(withError: error) }
            StandardError().write(message, as: .error)
            Glibc.exit(exitCode(for: error).rawValue)
        }
    }
}
