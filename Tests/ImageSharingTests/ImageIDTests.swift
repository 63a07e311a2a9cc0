import Testing

@testable import ImageSharing

struct ImageIDTests {
    @Test(arguments: [
        "54d63e39-4ee1-4a62-8704-0ae5025a0deb", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ])
    func `A lower-case dashed UUID is an image's ID, and is written as it was read`(text: String) throws {
        let id = try #require(ImageID(text))
        #expect(id.description == text)
    }

    @Test(arguments: [
        "", "54d63e394ee14a6287040ae5025a0deb", "54D63E39-4EE1-4A62-8704-0AE5025A0DEB",
        "54d63e39-4ee1-4a62-8704-0ae5025a0de", "54d63e39-4ee1-4a62-8704-0ae5025a0deb0",
        "54d63e39-4ee1-4a62-8704-0ae5025a0deg", "54d63e394-ee1-4a62-8704-0ae5025a0deb",
        "54d63e39_4ee1_4a62_8704_0ae5025a0deb", " 54d63e39-4ee1-4a62-8704-0ae5025a0deb",
        "{54d63e39-4ee1-4a62-8704-0ae5025a0deb}", "54d63e39-4ee1-4a62-8704-0ae5025a0dé",
        "54d63e39-4ee1-4a62-8704-0ae5025a0de\u{0}", "-4d63e39-4ee1-4a62-8704-0ae5025a0deb",
    ])
    func `Anything else is refused`(text: String) {
        #expect(ImageID(text) == nil)
    }

    @Test func `IDs are in the order of their text`() {
        var generator = SystemOfIDs(seed: 7)
        let texts = (0..<500).map { _ in generator.uuid() }
        let ids = texts.compactMap { ImageID($0) }
        #expect(ids.count == texts.count)
        #expect(ids.sorted().map(\.description) == texts.sorted())
    }
}
