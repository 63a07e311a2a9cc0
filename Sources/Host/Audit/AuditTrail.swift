import FoundationEssentials
import SystemPackage
import Text

/// The file that remembers every write to the cloud: `--audit-file FILE`, one line of JSON each, on the disk before the next write.
///
/// Where it cannot be written, nothing more may be written to the cloud either: every call throws until `beginRun()` has
/// found that it can be written again.
package actor AuditTrail {
    /// The reason why the audit trail cannot be kept.
    package struct Failure: Error, Equatable, CustomStringConvertible, Sendable {
        /// The file.
        package let path: String
        /// The reason.
        package let reason: String

        /// The message for the user.
        package var description: String { "cannot write --audit-file \(path.escapedForDisplay): \(reason)" }
    }

    private let path: FilePath
    /// Nil after a failure: what was cut off is not to be continued, and a file that is opened anew begins a line.
    private var file: AuditFile?
    private var failure: Failure?
    /// The writes that the cloud has done and the file does not say yet.
    private var unwritten: [AuditEntry] = []

    /// Opens the file, made where it is absent; what is in it stays.
    ///
    /// - Parameter path: the file.
    /// - Throws: why it cannot be written.
    package init(path: String) throws(Failure) {
        self.path = FilePath(path)
        do throws(AuditFile.Failure) {
            file = try AuditFile(self.path)
        } catch {
            throw Failure(path: path, reason: error.description)
        }
    }

    /// Writes an entry, and returns once it is on the disk.
    ///
    /// - Parameter entry: the write to the cloud.
    /// - Throws: why it could not be; the same again for every later entry of the run.
    package func append(_ entry: AuditEntry) throws(Failure) {
        unwritten.append(entry)
        try check()
    }

    /// Begins a new run: where an earlier one could not write, this tries again, with what is missing first.
    ///
    /// So a disk that is still full is noticed by what was written to the cloud already, and not by one more write.
    package func beginRun() {
        guard failure != nil else { return }
        failure = nil
        try? catchUp()
    }

    private func catchUp() throws(Failure) {
        do throws(AuditFile.Failure) {
            repeat {
                // logrotate moves the file away: the next line belongs into the new one.
                let current = if let file, file.isAt(path) { file } else { try AuditFile(path) }
                file = current
                guard let entry = unwritten.first else { return }
                try current.append(entry.line)
                unwritten.removeFirst()
            } while !unwritten.isEmpty
        } catch {
            file = nil
            let failure = Failure(path: path.string, reason: error.description)
            self.failure = failure
            throw failure
        }
    }

    /// Makes sure that nothing has gone wrong so far, and that the file is in its place: to be asked before a write to the
    /// cloud, which could not be written down where its directory is gone or something else has taken its name.
    ///
    /// - Throws: why it cannot be kept; the same again for the rest of the run.
    package func check() throws(Failure) {
        if let failure { throw failure }
        try catchUp()
    }
}
