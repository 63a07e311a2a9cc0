/// The holder of a limit on what may be written.
package enum LimitHolder: Sendable {
    /// A command, whose next run can be given another one.
    case command
    /// A daemon, which keeps the one that it was started with, and the lock.
    case daemon

    /// Returns the remedy for a plan that a limit is in the way of.
    ///
    /// - Parameter option: the option that would allow it, with its value.
    /// - Returns: a sentence.
    package func remedy(_ option: String) -> String {
        let beginning = "read the plan; if it is what you want, "
        return switch self {
        case .command: beginning + "run apply with \(option)"
        case .daemon:
            beginning
                + "restart the daemon with \(option) (systemd: `systemctl edit glance-share`, and in [Service] an "
                + "empty ExecStart= before the one with the option)"
        }
    }
}
