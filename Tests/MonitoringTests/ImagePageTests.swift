import Daemon
import ImageSharing
import Testing

@testable import Monitoring

/// The pages of `status.json`.
@Suite struct ImagePageTests {
    private func images(_ numbers: some Sequence<Int>) throws -> [ImageStatus] {
        try numbers.map { try SampleStatus.image($0, $0.isMultiple(of: 3) ? .missing : .inSync, present: 4) }
    }

    /// Follows the pages from the first to the last.
    private func pages(_ first: ImagePage, of images: [ImageStatus]) -> [[ImageID]] {
        var (pages, next): ([[ImageID]], ImagePage?) = ([], first)
        while let page = next {
            let found = page.page(of: images)
            pages.append(found.images.map(\.image))
            next = found.next
        }
        return pages
    }

    @Test(arguments: [0, 1, 2, 7, 12, 100], [1, 2, 3, 12, 1000])
    func `Pages have every image once, in order, and no more than was asked for`(count: Int, limit: Int) throws {
        let images = try images(1..<count + 1)
        for state in [nil, ImageStatus.State.missing, .unknown] {
            let wanted = images.filter { state == nil || $0.state == state }.map(\.image)
            let pages = pages(ImagePage(limit: limit, state: state), of: images)
            #expect(pages.flatMap(\.self) == wanted)
            #expect(pages.dropLast().allSatisfy { $0.count == limit } && pages.allSatisfy { $0.count <= limit })
            #expect(pages.count == max(1, (wanted.count + limit - 1) / limit))
        }
    }

    @Test func `Whoever does not ask for a page has all images, and nothing comes next`() throws {
        let images = try images(1...12)
        let all = ImagePage().page(of: images)
        #expect(all.images == images && all.next == nil)
        #expect(ImagePage(limit: 0).page(of: images) == ([], nil))
    }

    @Test func `Images that come and go between two pages move no other`() throws {
        let first = ImagePage(limit: 3).page(of: try images([2, 4, 6, 8, 10]))
        let next = try #require(first.next)
        // 1 has come before the place, 6, after which it goes on, has gone, and 7 has come.
        #expect(
            next.page(of: try images([1, 2, 4, 7, 8, 10])).images.map(\.image) == (try images([7, 8, 10])).map(\.image))
    }

    @Test func `The address of a page is read as that page`() throws {
        for page in [
            ImagePage(limit: 5, marker: try SampleStatus.image(3), state: .backedOff), ImagePage(limit: 1),
            ImagePage(marker: try SampleStatus.image(1)), ImagePage(state: .inSync),
        ] {
            let parts = page.address.split(separator: "?")[1].split(separator: "&").map { $0.split(separator: "=") }
            let values = Dictionary(uniqueKeysWithValues: parts.map { (String($0[0]), String($0[1])) })
            #expect(try ImagePage { values[$0] } == page)
        }
    }

    @Test(arguments: [
        ("limit", "-1", "limit has to be a number from 0 on"), ("limit", "", "limit has to be a number from 0 on"),
        ("limit", "ten", "limit has to be a number from 0 on"), ("marker", "5", "marker has to be an image's ID"),
        ("state", "fine", "state has to be one of unknown, in_sync, unfinished, missing, backed_off, unreadable"),
    ])
    func `What makes no sense is said`(name: String, value: String, message: String) {
        #expect(throws: ImagePageError(description: message)) { try ImagePage { $0 == name ? value : nil } }
    }
}
