internal import Crypto
internal import ImageSharing
internal import Text

/// The lists of projects that several images have, each with a name of its own.
///
/// A list's name is made from its projects alone. So whatever happens to one image changes the lines of that image, and
/// a list that changes is a new list to the images that have it: no more lines than if each wrote it out.
struct MemberGroups {
    /// The number of images, and of projects, from which on a list is worth a name.
    private static let least = 2
    /// The numbers of digits of a name's hash: more where fewer would not tell two lists apart.
    private static let digits = 8...56

    private let names: [[ProjectID]: String]

    /// Finds the lists.
    ///
    /// - Parameter images: the images that have them.
    init(of images: [SharedImage]) {
        var uses: [[ProjectID]: Int] = [:]
        for image in images where image.members.count >= Self.least { uses[image.members, default: 0] += 1 }
        let lists = uses.filter { $0.value >= Self.least }.keys.map { (hash: Self.hash($0), members: $0) }
        // With `project_ids: any`, a member can have the name of a group.
        var taken = Set(images.flatMap(\.members).filter { !$0.isKeystones }.map(\.description))
        var names: [[ProjectID]: String] = [:]
        for list in lists.sorted(by: { $0.hash < $1.hash }) {
            let name = Self.digits.lazy.map { "group-\(list.hash.prefix($0))" }.first { !taken.contains($0) }
            guard let name else { continue }
            taken.insert(name)
            names[list.members] = name
        }
        self.names = names
    }

    /// No lists at all.
    init() { names = [:] }

    /// The name of a list; nil for one that is written out.
    subscript(members: [ProjectID]) -> String? { names[members] }

    /// The lists with their names, sorted by name.
    var sorted: [(name: String, members: [ProjectID])] {
        names.map { (name: $0.value, members: $0.key) }.sorted { $0.name < $1.name }
    }

    /// The SHA-256 of a list, a project a line, in hexadecimal digits.
    private static func hash(_ members: [ProjectID]) -> String {
        let text = members.map { "\($0)\n" }.joined()
        return SHA256.hash(data: Array(text.utf8)).hexadecimal
    }
}
