internal import ImageSharing
internal import Text

/// Writes a manifest that reads back as the images and members that it was made from.
///
/// The same images give the same bytes, in whatever order they come. They are sorted by their IDs, as they are in a plan:
/// a new name is a change of one line then, and does not move an image's whole list.
package struct ManifestWriter: Sendable {
    /// The most characters of a foreign text in a comment; Glance keeps as many of a name.
    private static let longestText = 255

    private let groupsMembers: Bool
    private let header: [String]
    private let footer: [String]

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - groupsMembers: true to write a list that several images have once, as a group.
    ///   - header: the lines of comment at the beginning; no two runs over the same cloud may differ in them.
    ///   - footer: the lines of comment at the end.
    package init(groupsMembers: Bool = false, header: [String] = [], footer: [String] = []) {
        self.groupsMembers = groupsMembers
        self.header = header
        self.footer = footer
    }

    /// The text of a manifest.
    ///
    /// - Parameter images: the images in any order, each once.
    /// - Returns: the manifest.
    package func text(of images: [SharedImage]) -> String {
        let images = images.sorted { $0.id < $1.id }
        let groups = groupsMembers ? MemberGroups(of: images) : MemberGroups()
        var text = header.map { Self.comment($0) + "\n" }.joined()
        text += "version: \(ManifestLoader.version)\n"
        if images.contains(where: { !$0.members.allSatisfy(\.isKeystones) }) { text += "project_ids: any\n" }
        if !groups.sorted.isEmpty { text += "groups:\n" }
        for (name, members) in groups.sorted {
            text += "  \(name):\n"
            for member in members { text += "    - \(Self.scalar(member))\n" }
        }
        let isEmpty = images.allSatisfy { if case .leftOut = $0.content { true } else { false } }
        text += isEmpty ? "images: {}\n" : "images:\n"
        for image in images { Self.write(image, groups, to: &text) }
        return text + footer.map { Self.comment($0) + "\n" }.joined()
    }

    private static func write(_ image: SharedImage, _ groups: MemberGroups, to text: inout String) {
        let members: [ProjectID]
        switch image.content {
        case .leftOut(let reason):
            let name = image.name.flatMap(shown).map { " \($0)" } ?? ""
            text += "  " + comment("\(image.id)\(name) is left out: \(reason)") + "\n"
            return
        case .members(let known): members = known
        }
        let group = groups[members]
        text += "  \(image.id):" + (group.map { " [\($0)]" } ?? (members.isEmpty ? " []" : ""))
        if let name = image.name.flatMap(shown) { text += "  " + comment(name) }
        text += "\n"
        for member in image.unnameable {
            let quoted = member.description.quotedForDisplay(limit: longestText)
            text += "    " + comment("\(quoted) is left out: no manifest can name it") + "\n"
        }
        guard group == nil else { return }
        for member in members { text += "    - \(scalar(member))\n" }
    }

    /// A project's ID as a scalar: one that YAML, or a person, could take for something else is in quotes.
    private static func scalar(_ project: ProjectID) -> String {
        let text = project.description
        guard !project.isKeystones else { return text }
        // Printable ASCII, whose only signs with a meaning in double quotes are these (YAML 1.2.2, section 7.3.1).
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// An image's name as it is shown in a comment, nil where there is nothing to show.
    ///
    /// What is not plainly a name is in quotes: some programs read comments, such as `# yaml-language-server: …`.
    private static func shown(_ name: String) -> String? {
        let isPlain = name.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "._-+".utf8.contains(byte)
        }
        guard !name.isEmpty else { return nil }
        return isPlain && name.utf8.count <= longestText ? name : name.quotedForDisplay(limit: longestText)
    }

    /// A comment, which ends where its line does.
    private static func comment(_ text: String) -> String { "# " + text.escapedForDisplay }
}
