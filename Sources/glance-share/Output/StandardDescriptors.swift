import Glibc

/// The three descriptors that a program is started with.
enum StandardDescriptors {
    /// Fills the places of those that are closed: else the next file that is opened, be it the connection to the cloud
    /// or the audit trail, would be taken for standard output.
    ///
    /// What fills a place is open the wrong way round, so that nobody takes it for the real thing.
    static func fillGaps() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            // The lowest number that is free is this one.
            _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
