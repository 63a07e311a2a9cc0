package import ImageSharing
package import Logging
import Text

extension KnownNames {
    /// Returns the names of an image and a member by the keys that a log search knows; nothing where there are none.
    package func metadata(image: ImageID?, member: ProjectID? = nil) -> Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        if let name = image.flatMap({ images[$0] }) { metadata["image.name"] = "\(name.inLog)" }
        if let sets = image.flatMap({ sets[$0] }) { metadata["image.sets"] = "\(sets.joined(separator: ",").inLog)" }
        if let name = member.flatMap({ projects[$0] }) { metadata["member.name"] = "\(name.inLog)" }
        return metadata
    }
}

extension ImageSetFinding {
    /// The line of a log that says what the set has found.
    package var logMessage: Logger.Message { images == nil ? "image set not looked for" : "image set looked for" }

    /// The set and what it has found, by the keys that a log search knows.
    package var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["set": "\(name.inLog)", "match": "\(match.inLog)", "source": "\(source)"]
        metadata["images"] = images.map { .stringConvertible($0.count) }
        metadata["note"] = note.map { "\($0.onOneLine(limit: 300))" }
        return metadata
    }
}

extension String {
    /// The text as a fact of a log line: as much of it as the longest name that Glance takes.
    fileprivate var inLog: String { onOneLine(limit: 255) }
}
