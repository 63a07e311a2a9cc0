package import ImageSharing
package import Logging

/// A line of the log about one cause of problems: thirty images that are full are one thing to mend.
struct ProblemLine {
    /// The most images that a line of one problem names.
    private static let mostNamed = 10
    /// The most images that a line of several problems names.
    private static let mostNamedTogether = 20

    /// The sentence.
    let message: String
    /// The most ticks in which any of the problems was met.
    let ticks: Int
    /// The details.
    let metadata: Logger.Metadata

    /// Returns the lines that problems come to, a line a cause.
    static func lines(of entries: [ProblemLog.Entry]) -> [ProblemLine] {
        let known = Dictionary(entries.map { ($0.problem, $0) }) { first, _ in first }
        return ProblemGroup.groups(of: entries.map(\.problem)).compactMap { group in
            ProblemLine(group, of: group.problems.compactMap { known[$0] })
        }
    }

    private init?(_ group: ProblemGroup, of entries: [ProblemLog.Entry]) {
        guard let first = entries.first else { return nil }
        message = group.cause.message
        ticks = entries.map(\.ticks).max() ?? 1
        guard entries.count > 1 else {
            metadata = Self.metadata(of: first)
            return
        }
        var metadata = group.cause.metadata
        metadata["images"] = .stringConvertible(group.images.count)
        metadata["image.ids"] = Self.names(of: group.images, most: Self.mostNamedTogether)
        self.metadata = metadata
    }

    /// Returns the details of a problem that may concern several images, or several members of one.
    private static func metadata(of entry: ProblemLog.Entry) -> Logger.Metadata {
        var problem = entry.problem
        let images = entry.everyImage
        let isOfImages = problem.image != nil
        if isOfImages { problem.image = images.count == 1 ? images.first : nil }
        if entry.members.count > 1 { problem.member = nil }
        if problem != entry.problem { problem.source = nil }
        var metadata = problem.metadata
        // A name stands beside its ID.
        for (key, name) in entry.names where key.hasPrefix("member.") ? problem.member != nil : problem.image != nil {
            metadata[key] = name
        }
        if images.count > 1 { metadata["images"] = .stringConvertible(images.count) }
        if images.count > 1 && isOfImages { metadata["image.ids"] = names(of: images.sorted(), most: mostNamed) }
        if entry.members.count > 1 { metadata["members"] = .stringConvertible(entry.members.count) }
        return metadata
    }

    static func names(of images: some Collection<ImageID>, most: Int) -> Logger.MetadataValue {
        let names = images.prefix(most).map(\.description) + (images.count > most ? ["…"] : [])
        return "\(names.joined(separator: ","))"
    }
}

extension Problem {
    /// The details of a problem, by the keys that a log search knows.
    package var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["code": "\(code.rawValue)"]
        metadata["image.id"] = image.map { "\($0)" }
        metadata["member.id"] = member.map { "\($0)" }
        metadata["request.id"] = requestID.map { "\($0)" }
        metadata["rows"] = rows.map { .stringConvertible($0) }
        metadata["source"] = source.map { "\($0)" }
        metadata["hint"] = hint.map { "\($0)" }
        return metadata
    }
}

extension Warning {
    /// The details of a warning, by the keys that a log search knows.
    var metadata: Logger.Metadata {
        [
            "code": "\(code.rawValue)", "image.id": "\(image)", "member.id": "\(member)",
            "rows": .stringConvertible(rows), "hint": "\(hint)",
        ]
    }
}
