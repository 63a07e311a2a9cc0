/// The most that a manifest may come out with.
package struct ResolvingLimits: Sendable {
    /// The most images that one set may find.
    package var images: Int
    /// The most rows, an image and a project each, that names and sets may come out with.
    package var rows: Int

    /// Makes limits.
    package init(images: Int = 10_000, rows: Int = 1_000_000) {
        self.images = images
        self.rows = rows
    }
}
