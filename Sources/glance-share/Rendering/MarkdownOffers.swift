import ImageSharing

/// The images that are offered to the token's project by nobody whom it trusts, as a list.
struct MarkdownOffers {
    private let images: [FoundImage]

    init(_ report: Report) { images = report.plan?.untrusted ?? [] }

    /// The heading and a block an image; none where there is none.
    var blocks: [String] {
        guard !images.isEmpty else { return [] }
        return ["\n#### \(ResultText.untrusted(images))\n\n"]
            + images.map {
                "- \(MarkdownText.image($0.id, $0.name)) by \(MarkdownText.code(ResultText.owner(of: $0)))\n"
            }
    }
}
