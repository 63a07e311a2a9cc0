internal import ImageSharing
internal import Manifests
internal import TestSupport
import Testing

/// Lists that several images have, written once.
struct MemberGroupsTests {
    private let writer = ManifestWriter(groupsMembers: true)

    private func image(_ number: Int, _ members: [Int], and others: [String] = []) -> SharedImage {
        SharedImage(
            id: .numbered(number), name: nil,
            members: members.map { .numbered($0) } + others.map { ProjectID(reported: $0) })
    }

    /// The lines that only one of two texts has.
    private func difference(_ one: String, _ other: String) -> [String] {
        let (one, other) = (one.split(separator: "\n"), other.split(separator: "\n"))
        return other.difference(from: one).map { change in
            switch change {
            case .insert(_, let line, _): "+\(line)"
            case .remove(_, let line, _): "-\(line)"
            }
        }
    }

    @Test func `A list of several projects that several images have is a group, and no other is`() {
        let text = writer.text(of: [
            image(1, [1, 2]), image(2, [2, 1, 1]), image(3, [3]), image(4, [3]), image(5, [1, 2, 3]),
        ])
        let name = text.split(separator: "\n").first { $0.hasPrefix("  group-") }?.dropFirst(2).dropLast() ?? ""
        #expect(name.wholeMatch(of: /group-[0-9a-f]{8}/) != nil)
        let expected = """
            version: 1
            groups:
              \(name):
                - \(ProjectID.numbered(1))
                - \(ProjectID.numbered(2))
            images:
              \(ImageID.numbered(1)): [\(name)]
              \(ImageID.numbered(2)): [\(name)]
              \(ImageID.numbered(3)):
                - \(ProjectID.numbered(3))
              \(ImageID.numbered(4)):
                - \(ProjectID.numbered(3))
              \(ImageID.numbered(5)):
                - \(ProjectID.numbered(1))
                - \(ProjectID.numbered(2))
                - \(ProjectID.numbered(3))

            """
        #expect(text == expected)
        #expect(!writer.text(of: [image(1, [1, 2]), image(2, [1, 3])]).contains("groups"))
    }

    @Test func `One image's change is a change of its own lines`() {
        let images = (1...9).map { image($0, $0 < 6 ? [1, 2] : [3, 4, 5]) }
        let text = writer.text(of: images)
        let added = writer.text(of: images + [image(10, [3, 4, 5])])
        #expect(difference(text, added).count == 1)
        let left = writer.text(of: images.dropFirst() + [image(1, [1, 2, 9])])
        // The line with the group's name, and the image's own list.
        #expect(difference(text, left).count == 2 + 3)
        #expect(difference(text, writer.text(of: Array(images.dropLast()))).count == 1)
    }

    @Test func `A member that has the name of a group is told apart from it`() throws {
        let plain = writer.text(of: [image(1, [1, 2]), image(2, [1, 2])])
        let name = String(try #require(plain.firstMatch(of: /group-[0-9a-f]+/)).output)
        let text = writer.text(of: [image(1, [1, 2]), image(2, [1, 2]), image(3, [], and: [name])])
        #expect(text.contains("    - \"\(name)\"\n"))
        let images = try load(text).desired.images
        #expect(images.map { $0.members.map(\.project.description) }.last == [name])
        #expect(images.first?.members.count == 2)
    }
}
