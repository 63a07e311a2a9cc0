internal import ImageSharing
internal import YAML

/// The decoding of what images and sets have in common: who may use them, who must not, and on which terms.
extension ManifestDecoder {
    /// Decodes what the file's images and sets say where they do not say it themselves.
    mutating func decodeDefaults(_ root: Node) -> SharingDefaults {
        let path = NodePath().appending(key: RootKey.defaults.rawValue)
        guard let value = root[RootKey.defaults.rawValue], !value.isUnknown else { return SharingDefaults() }
        guard value.kind == .mapping else {
            collector.error(
                at: value.writtenAt, path, "defaults are a mapping, and this is \(value.kindDescription)",
                hint: "write `defaults: {exclusive: true}`, or take the line out")
            return SharingDefaults()
        }
        _ = collector.checkKeys(of: value, known: DefaultKey.names, path)
        let (exclusive, accepts) = (
            collector.flag(DefaultKey.exclusive, of: value, path), collector.flag(DefaultKey.accept, of: value, path)
        )
        return SharingDefaults(
            exclusive: exclusive == true ? place(of: DefaultKey.exclusive, in: value) : nil, accepts: accepts ?? false)
    }

    /// Decodes the keys that an image's long form and a set have in common; their names are the same in both.
    ///
    /// - Parameters:
    ///   - mapping: the image's value, or the set's.
    ///   - path: the path that leads there.
    ///   - meant: the keys that were meant by unknown ones.
    /// - Returns: what they say, with the file's defaults.
    mutating func decodeSharing(_ mapping: Node, _ path: NodePath, meant: Set<String>) -> Sharing {
        var sharing = Sharing()
        switch collector.flag(ImageKey.exclusive, of: mapping, path) {
        case true?: sharing.exclusive = place(of: ImageKey.exclusive, in: mapping)
        case false?: break
        case nil: sharing.exclusive = defaults.exclusive
        }
        sharing.accepts = collector.flag(ImageKey.accept, of: mapping, path) ?? defaults.accepts
        sharing.mayBeEmpty = collector.flag(ImageKey.mayBeEmpty, of: mapping, path) ?? false
        if let list = mapping[ImageKey.members.rawValue] {
            sharing.members = decodeMembers(list, path.appending(key: ImageKey.members.rawValue))
        } else if !meant.contains(ImageKey.members.rawValue) {
            reportNoMembers(mapping, path, meant, isExclusive: sharing.exclusive != nil)
        }
        if let list = mapping[ImageKey.revoked.rawValue] {
            sharing.revoked = decodeRevoked(list, path.appending(key: ImageKey.revoked.rawValue), sharing.members)
        }
        return sharing
    }

    private mutating func decodeRevoked(_ list: Node, _ path: NodePath, _ members: MemberList) -> MemberList {
        if list.isNull || list.kind == .sequence && list.count == 0 {
            collector.error(
                at: list.writtenAt, path, "nobody is revoked here",
                hint: "write who must not be a member as a list, or take the line out")
            return MemberList()
        }
        let revoked = decodeMembers(list, path, as: .revoked)
        MemberListDecoder(rule: rule, ownNames: ownNames, role: .revoked)
            .reportContradictions(between: list, path, and: members, &collector)
        return revoked
    }

    private mutating func reportNoMembers(
        _ mapping: Node, _ path: NodePath, _ meant: Set<String>, isExclusive: Bool
    ) {
        let revokes = mapping[ImageKey.revoked.rawValue] != nil || meant.contains(ImageKey.revoked.rawValue)
        guard !revokes || isExclusive else { return }
        collector.error(
            at: mapping.writtenAt, path, "`members` is missing",
            hint: revokes
                ? "an exclusive list is the whole truth: write it, as in `members: [<project ID>]`, or `exclusive: false`"
                : "write who may use it, as in `members: [<project ID>]`; `members: []` shares it with nobody"
        )
    }

    /// The place of a key's value.
    private func place(of key: some ManifestKey, in mapping: Node) -> SourceLocation? {
        mapping[key.rawValue].map { collector.location($0.writtenAt) }
    }
}
