extension String {
    /// The name of a commit with as much of its hash as a person needs, and with what was added to it, like `+dirty`.
    package var shortCommit: String {
        let hash = prefix { $0 != "+" }
        return String(hash.prefix(12) + dropFirst(hash.count))
    }
}
