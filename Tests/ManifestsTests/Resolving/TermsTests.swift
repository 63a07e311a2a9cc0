internal import FoundationEssentials
internal import ImageSharing
internal import Manifests
internal import TestSupport
internal import Testing

/// What is said of members beyond who shall be one, from the text to the desired state.
struct TermsTests {
    private let a = ProjectID.numbered(1)
    private let b = ProjectID.numbered(2)
    private let c = ProjectID.numbered(3)

    private func image(_ text: String) throws -> DesiredImage {
        try #require(try load(text).desired.images.first { $0.id.description == imageA })
    }

    @Test func `A manifest without the keys has no terms`() throws {
        let text = "version: 1\ngroups:\n  g: [\(b)]\nimages:\n  \(imageA): [\(a)]\n  \(imageB):\n    members: [g]\n"
        #expect(try load(text).desired.images.allSatisfy { $0.terms == ImageTerms() })
        #expect(try !image(text).terms.mayRemove)
    }

    @Test func `All keys of an image come to its terms`() throws {
        let image = try image(
            """
            version: 1
            images:
              \(imageA):
                members:
                  - \(a)
                  - {project: \(b), until: 2027-01-31, reason: "proof of concept, ticket 4711"}
                revoked: [\(c)]
                exclusive: true
                accept: true
                may_be_empty: true
            """)
        #expect(image.members.map(\.project) == [a, b])
        #expect(image.members.map(\.source.description) == ["sharing.yaml:5:9", "sharing.yaml:6:9"])
        #expect(image.terms.revoked.map(\.source.description) == ["sharing.yaml:7:15"])
        #expect(image.terms.revoked.map(\.project) == [c])
        #expect(image.terms.exclusive?.description == "sharing.yaml:8:16")
        #expect(image.terms.accepts && image.terms.mayBeEmpty && image.terms.mayRemove)
        let terms = try #require(image.terms.members[b])
        #expect(image.terms.members.count == 1)
        #expect(terms.reason == "proof of concept, ticket 4711")
        #expect(terms.until?.moment == Date(timeIntervalSince1970: 1_801_440_000))
        #expect(terms.until?.text == "2027-01-31")
    }

    @Test func `While a file is gone, or Git is changing the files, all images keep everybody`() throws {
        var manifest = try load(
            """
            version: 1
            project_ids: any
            groups: {held: [web, \(b)]}
            defaults: {exclusive: true}
            images:
              \(imageA): [held]
              \(imageB): [\(a), \(c)]
            """
        ).manifest
        #expect(manifest.resolve(CloudAnswers()).images.allSatisfy { $0.terms.keepsEverybody == nil })
        manifest.missingFiles = ["all/projects.yaml"]
        let images = manifest.resolve(CloudAnswers()).images
        #expect(images.map(\.terms.keepsEverybody) == [.fileMissing, .fileMissing])
        #expect(images.map(\.members.count) == [2, 2])
        (manifest.missingFiles, manifest.isInChange) = ([], true)
        #expect(manifest.resolve(CloudAnswers()).images.map(\.terms.keepsEverybody) == [.fileMissing, .fileMissing])
    }

    @Test func `What a file says of all its images, an entry of its own can say otherwise`() throws {
        let text = """
            version: 1
            defaults: {exclusive: true, accept: true}
            images:
              \(imageA): [\(a)]
              \(imageB):
                members: [\(a)]
                exclusive: false
                accept: false
            """
        let images = try load(text).desired.images
        #expect(images.map { $0.terms.exclusive?.description } == ["sharing.yaml:2:23", nil])
        #expect(images.map(\.terms.accepts) == [true, false])
    }

    @Test func `An image can say who must not be a member, and nothing else`() throws {
        let image = try image("version: 1\nimages:\n  \(imageA):\n    revoked: [\(a)]\n")
        #expect(image.members.isEmpty)
        #expect(image.terms.revoked.map(\.project) == [a])
    }

    @Test func `Names have terms, which are those of all projects that they stand for`() throws {
        let image = try image(
            """
            version: 1
            groups:
              g: [\(a), \(b)]
              left: [\(c)]
            images:
              \(imageA):
                members:
                  - {project: g, until: "2027-01-31T12:00:00+01:00"}
                revoked: [left]
            """)
        #expect(image.terms.members.keys.sorted() == [a, b])
        #expect(
            Set(image.terms.members.values.map(\.until?.moment)) == [Date(timeIntervalSince1970: 1_801_393_200)])
        #expect(image.terms.revoked.map(\.project) == [c])
    }
}
