import TestSupport
import Testing

@testable import ImageSharing

struct ProjectIDTests {
    @Test(arguments: ["f6a818c3d4aa458798ed86892e7150c0", "82c96579-ba53-4a84-a69a-716382fe0293"])
    func `What Keystone hands out is taken, with the dashes of a UUID too`(text: String) throws {
        let id = try #require(ProjectID(text))
        #expect(id.description == text)
        #expect(id.isDashed == text.contains("-"))
    }

    @Test(arguments: [
        "", "demo", "F6A818C3D4AA458798ED86892E7150C0", "f6a818c3d4aa458798ed86892e7150c",
        "f6a818c3d4aa458798ed86892e7150c0a", "f6a818c3d4aa458798ed86892e7150cg", " f6a818c3d4aa458798ed86892e7150c0",
        "82C96579-BA53-4A84-A69A-716382FE0293", "..", "a/b",
    ])
    func `Keystone's rule refuses everything else`(text: String) {
        #expect(ProjectID(text) == nil)
    }

    @Test(arguments: [
        "a", "demo", "Demo Project", "a.b", "...", "~!@#$%^&*()", "F6A818C3D4AA458798ED86892E7150C0",
        String(repeating: "x", count: 255),
    ])
    func `The relaxed rule takes what Glance can address later`(text: String) throws {
        let id = try #require(ProjectID(text, rule: .any))
        #expect(id.description == text)
    }

    @Test(arguments: [
        "", ".", "..", "a/b", "/", "tab\there", "line\nbreak", "del\u{7F}", "nul\u{0}", "café", "\u{1F600}",
        String(repeating: "x", count: 256),
    ])
    func `The relaxed rule refuses what could be added and never be addressed again`(text: String) {
        #expect(ProjectID(text, rule: .any) == nil)
    }

    @Test(arguments: ["", "..", "a/b", "café", "f6a818c3d4aa458798ed86892e7150c0", "\u{1B}[2J"])
    func `What a cloud reports is taken as it is`(text: String) {
        #expect(ProjectID(reported: text).description == text)
    }

    @Test func `Dashed and plain are two projects, as they are to Glance`() {
        let plain = ProjectID(reported: "82c96579ba534a84a69a716382fe0293")
        #expect(plain != ProjectID(reported: "82c96579-ba53-4a84-a69a-716382fe0293"))
    }

    @Test func `A reported project equals the same one of a manifest`() throws {
        let text = "f6a818c3d4aa458798ed86892e7150c0"
        let strict = try #require(ProjectID(text))
        #expect(strict == ProjectID(reported: text))
        let relaxed = try #require(ProjectID("demo", rule: .any))
        #expect(relaxed == ProjectID(reported: "demo"))
    }

    @Test func `Projects of every form are in the order of their text`() {
        var ids = SystemOfIDs(seed: 11)
        var generator = SplitMix64(seed: 12)
        var texts = (0..<300).map { $0.isMultiple(of: 2) ? ids.hex() : ids.uuid() }
        for length in 1...100 {
            texts.append(String((0..<length % 40 + 1).map { _ in "az09.- Z~".randomElement(using: &generator) ?? "a" }))
        }
        texts.shuffle(using: &generator)
        #expect(texts.map { ProjectID(reported: $0) }.sorted().map(\.description) == texts.sorted())
    }
}
