internal import YAML

/// A name in a list, to be judged when all files are read.
struct PendingName {
    let name: String
    let item: Node
    /// The path of the list, and the place in it.
    let list: NodePath
    let index: Int
    /// The group whose list it is; nil for that of an image or a set.
    let group: String?
    /// The place of the same name before this one in the list; nil for the first.
    let first: Mark?
}

/// A name that a file declares.
struct PendingDeclaration {
    let name: String
    let key: Node
    let path: NodePath
    let noun: String
}

/// The names of one file, with the means to show a place of it.
struct FileNames {
    let document: YAMLDocument
    let file: String
    /// The names that the file declares, also those with mistakes.
    let declared: Set<String>
    let uses: [PendingName]
    let declarations: [PendingDeclaration]
}
