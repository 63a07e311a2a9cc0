import Daemon
import ImageSharing

/// The images that the page lists, and where they stand among the others.
struct ImageListing {
    /// The most images of a page.
    static let mostImages = 500
    /// The most projects of all its images.
    static let mostMembers = 100_000

    /// The images, in their order.
    let images: [ImageStatus]
    /// The places that they have among those that were found.
    let range: Range<Int>
    /// The number of those that were found.
    let found: Int
    /// The number of all images.
    let total: Int
    /// The page, counted from 1.
    let page: Int
    /// The number of pages.
    let pages: Int
    /// The selection that they come of.
    let selection: ImageSelection
    private let ids: Set<ImageID>

    /// Lists the images of a selection.
    init(_ selection: ImageSelection, of status: DaemonStatus) {
        let places = selection.places(in: status)
        let pages = Pages(
            of: places.lazy.map { status.images[$0].members.count }, mostEntries: Self.mostImages,
            mostWeight: Self.mostMembers)
        page = min(selection.page, pages.ranges.count)
        range = pages.ranges[page - 1]
        images = places[range].map { status.images[$0] }
        ids = Set(images.map(\.image))
        (found, total, self.pages) = (places.count, status.images.count, pages.ranges.count)
        self.selection = selection
    }

    /// True if there are images that are not listed.
    var isPart: Bool { images.count < total }

    /// The address of an image's entry.
    func address(of image: ImageID) -> String {
        ids.contains(image) ? "#i-\(image)" : "?query=\(image)#i-\(image)"
    }
}
