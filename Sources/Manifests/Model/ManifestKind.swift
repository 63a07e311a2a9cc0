internal import YAML

/// The kinds of file that users write.
package enum ManifestKind: Sendable, CaseIterable {
    /// A manifest: images, and who may use them.
    case sharing
    /// A file of those whose offers are accepted.
    case trust
}

extension ManifestKind {
    /// Tells the kind of a file by the keys that only one kind has.
    ///
    /// - Parameters:
    ///   - root: the file's mapping.
    ///   - kinds: the kinds that are wanted, of which a file that says nothing is taken to be one.
    init(of root: Node, among kinds: Set<ManifestKind>) {
        let isSharing = [RootKey.images, .imageSets].contains { root[$0.rawValue] != nil }
        let isTrust = root[TrustKey.accept.rawValue] != nil
        self = isSharing ? .sharing : isTrust || !kinds.contains(.sharing) ? .trust : .sharing
    }
}
