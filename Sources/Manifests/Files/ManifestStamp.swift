internal import SystemPackage

/// The state of manifests as the file system has it: it changes with each change of a file, its name, or a link on the way to it.
package struct ManifestStamp: Sendable, Equatable {
    /// The state of each file, a line a file.
    package private(set) var text = ""
    /// The newest of the times, in seconds since 1970.
    private var newest = 0

    init(of found: [ManifestFiles.Found]) {
        for found in found {
            switch found {
            case .file(let path): add(path)
            case .nothing(let path, let error): text += "\(path)\t\(error.message)\n"
            }
        }
    }

    /// Compares the newest change with the time: too young a change could be followed by one of the same time.
    ///
    /// - Parameter now: the time, in seconds since 1970.
    /// - Returns: true if the stamp alone tells the files from changed ones.
    package func isReliable(at now: Double) -> Bool { now - Double(newest) > Double(FileIdentity.granularity) }

    private mutating func add(_ path: String) {
        do throws(Errno) {
            let file = try FileIdentity(of: path)
            newest = max(newest, file.newest)
            text += """
                \(path)\t\(file.device)\t\(file.inode)\t\(file.size)\t\(file.modified.seconds).\(file.modified.nanoseconds)\t\
                \(file.changed.seconds).\(file.changed.nanoseconds)

                """
        } catch {
            text += "\(path)\t\(error.rawValue)\n"
        }
    }
}
