import ImageSharing
import Text

/// The parts of a text report that are about several images at once.
extension TextReport {
    /// The lines about images of which nothing was tried, because the run ended before: one an image.
    func lines(_ untried: [UntriedImage]) -> [String] {
        guard !untried.isEmpty else { return [] }
        let lines = folded(untried) { image in
            style(.attention, "· \(image.plan.image)") + description(of: image.plan)
                + style(.faint, "  \(shown(image.plan.source))") + "  \(image.sum)"
        }
        return lines + [""]
    }

    /// The lines about a problem that several images have: the cause, the remedy, and each image.
    func lines(for group: ProblemGroup, outcomes: [ImageID: [Outcome]]) -> [String] {
        let plans = Dictionary((report.plan?.images ?? []).map { ($0.image, $0) }) { first, _ in first }
        let requests = Dictionary(group.problems.map { ($0.image, $0.requestID) }) { first, _ in first }
        let images = group.images
        let list = folded(images) { image in
            let counts = ResultText.shortfall(outcomes[image] ?? [])
            let parts = [
                plans[image].map { style(.faint, shown($0.source)) }, counts,
                (requests[image] ?? nil).map { style(.faint, "request \($0.escapedForDisplay)") },
            ]
            let name = style(.heading, image.description) + (plans[image].map(description) ?? "")
            return ([name] + parts.compactMap { $0 }).joined(separator: "  ")
        }
        return lines(for: group.cause) + ["  \(counted(images.count, "image")):"] + list.map { "  " + $0 }
    }
}
