internal import ImageSharing
internal import Manifests
internal import TestSupport
import Testing

/// The text that is made of what a cloud shares.
struct ManifestWriterTests {
    private func text(_ images: SharedImage..., groupsMembers: Bool = false) -> String {
        ManifestWriter(groupsMembers: groupsMembers).text(of: images)
    }

    private func image(_ number: Int, _ name: String? = nil, members: String...) -> SharedImage {
        SharedImage(id: .numbered(number), name: name, members: members.map { ProjectID(reported: $0) })
    }

    @Test func `Images are sorted by ID, their names are comments, and members come once`() {
        let writer = ManifestWriter(header: ["Cloud prod."], footer: ["The end."])
        let images = [
            image(2, "debian-12", members: projectA, projectB, projectA), image(1, members: projectB),
            SharedImage(id: .numbered(3), name: "debian-13", leftOut: "it is being deleted"),
        ]
        let expected = """
            # Cloud prod.
            version: 1
            images:
              \(ImageID.numbered(1)):
                - \(projectB)
              \(ImageID.numbered(2)):  # debian-12
                - \(projectB)
                - \(projectA)
              # \(ImageID.numbered(3)) debian-13 is left out: it is being deleted
            # The end.

            """
        #expect(writer.text(of: images) == expected)
        #expect(writer.text(of: images.reversed()) == expected)
    }

    @Test func `Where there is no image, the manifest asks for nothing`() throws {
        #expect(text() == "version: 1\nimages: {}\n")
        let none = text(SharedImage(id: .numbered(1), name: nil, leftOut: "it is being deleted"))
        #expect(none.hasPrefix("version: 1\nimages: {}\n  # \(ImageID.numbered(1)) is left out"))
        #expect(try load(none).desired.images.isEmpty)
    }

    @Test(
        arguments: [
            ("debian-12_x86.64+a", "  # debian-12_x86.64+a"), ("", ""), (" ", "  # “ ”"), ("a: b #c", "  # “a: b #c”"),
            ("a\n  evil:", "  # “a\\u{A}  evil:”"), ("a\u{85}b\u{2028}c", "  # “a\\u{85}b\\u{2028}c”"),
            ("\u{202E}gnp", "  # “\\u{202E}gnp”"), ("\u{FFFF}\u{FFFE}", "  # “\\u{FFFF}\\u{FFFE}”"),
            ("yaml-language-server: $schema=x", "  # “yaml-language-server: $schema=x”"), ("Größe", "  # “Größe”"),
        ])
    func `A name stays a comment on its line, whatever it is`(_ name: String, _ comment: String) throws {
        let manifest = text(image(1, name, members: projectA))
        #expect(manifest == "version: 1\nimages:\n  \(ImageID.numbered(1)):\(comment)\n    - \(projectA)\n")
        #expect(try load(manifest).desired.memberCount == 1)
    }

    @Test func `A name of ten kilobytes is cut`() {
        #expect(text(image(1, String(repeating: "x", count: 10_240), members: projectA)).utf8.count < 512)
    }

    /// All that Glance takes for a member and could show or remove by its name.
    @Test(arguments: [
        "web", "F6A818C3D4AA458798ED86892E7150C0", "two words", " ", "  x ", "\"", "\\", "\\n", "'", "- ", "- a",
        "null",
        "~", "Null", "true", "1e10", "0x1F", "a: b", "a #b", "#", ":", "&a", "*a", "!a", "[", "{}", "%", "@", "`", "|",
        ">", "?", "---", "...", "<<", "${A}", ",", "project_ids", "2d1521a5-a0c9-4a45-bd0a-d9ffcb0d5d7",
    ])
    func `Any text that a manifest can name comes back as it was`(_ member: String) throws {
        for member in [member, String(repeating: member, count: 255 / member.utf8.count)] {
            let shared = image(1, members: member, projectA)
            #expect(shared.unnameable.isEmpty)
            let manifest = text(shared)
            #expect(manifest.hasPrefix("version: 1\nproject_ids: any\n"))
            let members = try load(manifest).desired.images[0].members.map(\.project.description)
            #expect(Set(members) == [member, projectA])
        }
    }

    @Test(arguments: ["", ".", "..", "a/b", "é", "a\nb", "\t", "\u{7F}", String(repeating: "x", count: 256), "日本"])
    func `What no manifest can name is left out, and a comment says so`(_ member: String) throws {
        let shared = image(1, members: member, projectA)
        #expect(shared.unnameable.map(\.description) == [member])
        let manifest = text(shared)
        #expect(!manifest.contains("project_ids"))
        #expect(manifest.split(separator: "\n").count == 5)
        #expect(manifest.contains("    # “"))
        #expect(try load(manifest).desired.images[0].members.map(\.project.description) == [projectA])
        // The image is still there, and the manifest still valid, where nobody else is a member.
        let alone = try load(text(image(1, members: member)))
        #expect(alone.desired.images.map(\.members.count) == [0])
    }

    @Test func `IDs with dashes stay as they are, and need no other rule`() throws {
        let dashed = "2d1521a5-a0c9-4a45-bd0a-d9ffcb0d5d72"
        let manifest = text(image(1, members: dashed, projectB))
        #expect(!manifest.contains("project_ids"))
        let loaded = try load(manifest)
        #expect(loaded.desired.images[0].members.map(\.project.description) == [dashed, projectB])
        #expect(loaded.warnings.count == 1)
    }
}
