import FoundationEssentials
import OpenStack
import SystemPackage

/// Remembers every write to the cloud: `--audit-file FILE`, one line of JSON each, on the disk before the next write.
///
/// Where it cannot be written, nothing more may be written to the cloud either: every call throws from then on.
package actor AuditTrail {
    /// Why the audit trail cannot be kept.
    package struct Failure: Error, Equatable, CustomStringConvertible, Sendable {
        /// The file.
        package let path: String
        /// Why not.
        package let reason: String

        /// What to tell the user.
        package var description: String { "cannot write --audit-file \(path): \(reason)" }
    }

    private let path: FilePath
    private var file: AuditFile
    private var failure: Failure?

    /// Opens the file, made where it is absent; what is in it stays.
    ///
    /// - Parameter path: the file.
    /// - Throws: why it cannot be written.
    package init(path: String) throws(Failure) {
        self.path = FilePath(path)
        do throws(SmallFile.Failure) {
            file = try AuditFile(self.path)
        } catch {
            throw Failure(path: path, reason: error.description)
        }
    }

    /// Writes an entry, and returns once it is on the disk.
    ///
    /// - Parameter entry: what was written to the cloud.
    /// - Throws: why it could not be; the same again for every later entry.
    package func append(_ entry: AuditEntry) throws(Failure) {
        try check()
        do throws(SmallFile.Failure) {
            // logrotate moves the file away: the next line belongs into the new one.
            if !file.isAt(path) { file = try AuditFile(path) }
            try file.append(entry.line)
        } catch {
            let failure = Failure(path: path.string, reason: error.description)
            self.failure = failure
            throw failure
        }
    }

    /// Makes sure that nothing has gone wrong so far: to be asked before a write to the cloud.
    package func check() throws(Failure) {
        if let failure { throw failure }
    }
}
