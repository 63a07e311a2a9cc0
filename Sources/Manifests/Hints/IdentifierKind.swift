internal import ImageSharing
internal import Text

/// The two kinds of IDs in a manifest, and how to say so.
enum IdentifierKind {
    case image, project

    /// The kind with its article.
    var nameWithArticle: String { self == .image ? "an image ID" : "a project ID" }

    /// The form of such an ID, for a person.
    var shape: String {
        self == .image ? "32 lower-case hexadecimal digits, dashed 8-4-4-4-12" : "32 lower-case hexadecimal digits"
    }

    /// The form that the manifest wants of 32 digits.
    func canonical(_ digits: String) -> String? {
        guard digits.utf8.count == 32 else { return nil }
        switch self {
        case .project: return ProjectID(digits)?.description
        case .image:
            var text = ""
            for (position, digit) in digits.enumerated() {
                if [8, 12, 16, 20].contains(position) { text += "-" }
                text.append(digit)
            }
            return ImageID(text)?.description
        }
    }

    /// The command that finds the ID of a thing by its name.
    func lookup(_ name: String?) -> String {
        let noun = self == .image ? "image" : "project"
        return "`openstack \(noun) show -f value -c id \(Self.shellWord(name) ?? "NAME")`"
    }

    /// A name as a shell takes it; nil for one that better stays out of a command to be copied.
    private static func shellWord(_ name: String?) -> String? {
        guard let name, name.utf8.count <= 64, let first = name.first, first != "-" else { return nil }
        let safe = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
        }
        if safe { return name }
        let quotable = name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic && !scalar.misleadsReaders
                || scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F && scalar != "'"
        }
        return quotable ? "'\(name)'" : nil
    }
}
