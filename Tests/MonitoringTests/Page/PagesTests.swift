import Daemon
import ImageSharing
import Testing

@testable import Monitoring

/// The pages of the status page's list of images.
@Suite struct PagesTests {
    private static let lists: [[Int]] = [
        [], [1], [7], [0, 0, 0, 0, 0, 0, 0], [3, 3, 3, 3], [1, 9, 1, 9, 1], [5, 6, 5], Array(1...20),
        Array(repeating: 2, count: 50),
    ]

    @Test(arguments: lists, [1, 2, 5, 100])
    func `Pages are disjoint, complete, in order, and as full as they may be`(weights: [Int], most: Int) throws {
        let mostWeight = 6
        let ranges = Pages(of: weights, mostEntries: most, mostWeight: mostWeight).ranges
        #expect(ranges.flatMap(Array.init) == Array(weights.indices))
        for (range, next) in zip(ranges, ranges.dropFirst()) {
            let sum = weights[range].reduce(0, +)
            #expect(!range.isEmpty && range.count <= most && (sum <= mostWeight || range.count == 1))
            #expect(range.count == most || sum + weights[next.lowerBound] > mostWeight)
        }
    }

    private func listing(_ selection: ImageSelection, of count: Int = 1200) throws -> ImageListing {
        var status = try SampleStatus.healthy()
        status.images = try (1...count).map {
            try SampleStatus.image($0, $0 == 700 ? .missing : .inSync, present: $0 == 700 ? 3 : 4)
        }
        return ImageListing(selection, of: status)
    }

    @Test func `What needs attention is on the first page, wherever it stands in the order of IDs`() throws {
        let listing = try listing(ImageSelection())
        let image = try SampleStatus.image(700)
        #expect(listing.images[0].image == image && listing.images.count == ImageListing.mostImages)
        #expect(listing.isPart && listing.pages == 3 && listing.range == 0..<500)
        #expect(listing.address(of: image) == "#i-\(image)")
        let far = try SampleStatus.image(1200)
        #expect(listing.address(of: far) == "?query=\(far)#i-\(far)")
    }

    @Test(arguments: [
        (["page": "3"], 3, 200, 1200), (["page": "99"], 3, 200, 1200), (["page": "0"], 1, 500, 1200),
        (["page": "no"], 1, 500, 1200), (["state": "missing"], 1, 1, 1), (["state": "no"], 1, 500, 1200),
        (["query": "000002BC-"], 1, 1, 1), (["query": "nobody"], 1, 0, 0), (["query": "F6A8"], 1, 500, 1200),
        (["query": "00000003f6a8", "state": "in_sync", "page": "2"], 2, 500, 1199),
    ])
    func `A reader can ask for a page, a state and a text`(
        _ parameters: [String: String], page: Int, count: Int, found: Int
    ) throws {
        let listing = try listing(ImageSelection { parameters[$0] })
        #expect(listing.page == page && listing.images.count == count && listing.found == found)
    }

    @Test func `An address keeps what was asked for, with whatever it has in it`() {
        var selection = ImageSelection { ["query": "Über & <ÖL>=1%", "state": "in_sync"][$0] }
        #expect(selection.address(of: 2) == "?query=%C3%BCber%20%26%20%3C%C3%B6l%3E%3D1%25&state=in_sync&page=2")
        selection = ImageSelection()
        #expect(selection.address(of: 1) == "?page=1")
    }
}
