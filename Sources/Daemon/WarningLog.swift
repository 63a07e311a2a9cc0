import ImageSharing

/// A memory of the warnings that were logged, so that one that stays is logged once, and once more when it ends.
struct WarningLog: Sendable {
    private var open: [ImageID: [Warning]] = [:]

    /// Records a tick.
    ///
    /// - Parameter report: the tick's report; images that were not read keep their warnings.
    /// - Returns: the warnings that are new, and those that have ended.
    mutating func record(_ report: Report) -> (new: [Warning], ended: [Warning]) {
        var (new, ended): ([Warning], [Warning]) = ([], [])
        let warnings = Dictionary(grouping: report.warnings, by: \.image)
        for image in report.plan?.images ?? [] where image.wasRead {
            let (known, warnings) = (open[image.image] ?? [], warnings[image.image] ?? [])
            guard !known.isEmpty || !warnings.isEmpty else { continue }
            // A row more or less is the same trouble.
            new += warnings.filter { warning in !known.contains { $0.member == warning.member } }
            ended += known.filter { warning in !warnings.contains { $0.member == warning.member } }
            open[image.image] = warnings.isEmpty ? nil : warnings
        }
        return (new, ended)
    }

    /// Forgets images that the manifest no longer names.
    mutating func forget(_ images: Set<ImageID>) {
        for image in images { open[image] = nil }
    }
}
