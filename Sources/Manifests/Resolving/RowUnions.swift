internal import ImageSharing

/// Makes the members of lists, once for all images that have the same: 20,000 images of a set share one array.
struct RowUnions {
    private let expansions: [String: Expansion]
    private var entries: [ResolvedSharing] = []
    private var unions: [[Int]: SharingUnion] = [:]

    init(_ expansions: [String: Expansion]) {
        self.expansions = expansions
    }

    subscript(entry: Int) -> ResolvedSharing { entries[entry] }

    /// Takes in what an image or a set says.
    ///
    /// - Returns: its number.
    mutating func add(_ sharing: Sharing, of file: String) -> Int {
        entries.append(
            ResolvedSharing(
                file: file, members: RowUnion(sharing.members, expansions),
                revoked: RowUnion(sharing.revoked, expansions), sharing: sharing))
        return entries.count - 1
    }

    /// All that entries say together.
    mutating func union(of numbers: [Int]) -> SharingUnion {
        let key = numbers.sorted()
        if let union = unions[key] { return union }
        let union = SharingUnion(key.map { entries[$0] })
        unions[key] = union
        return union
    }
}
