internal import ImageSharing
internal import Text
internal import YAML

/// The decoding of whose offers are accepted, which stands in a file of its own.
extension ManifestDecoder {
    private static let exampleOfRule = #"{owner: <project ID>, name: "debian-*"}"#

    /// Reports a file of a kind that was not asked for: one word about it, and none about what is in it.
    mutating func refuse(_ kind: ManifestKind, _ root: Node) {
        let keys: [String] =
            kind == .trust ? [TrustKey.accept.rawValue] : [RootKey.images, .imageSets].map(\.rawValue)
        let mark = root.pairs.first { key, _ in keys.contains(key.text ?? "") }?.key.mark ?? root.mark
        switch kind {
        case .trust:
            collector.error(
                at: mark, NodePath(), "this file says whose offers to accept: it is no manifest of images to share",
                hint:
                    "with a consumer's credentials, glance-share accept -f takes it; accept --dry-run -v -f tries it, and "
                    + "validate -f checks it")
        case .sharing:
            collector.error(
                at: mark, NodePath(), "this is a manifest of images to share: it does not say whose offers to accept",
                hint: "with the owner's credentials, glance-share plan -f takes it; here belongs a file with "
                    + "`version: 1` and `accept: [\(Self.exampleOfRule)]`")
        }
    }

    /// Decodes the rules of a file.
    mutating func decodeTrust(_ root: Node) -> [TrustRule] {
        let meant = collector.checkKeys(of: root, known: TrustKey.names, NodePath())
        checkVersion(root, wasMeant: meant.contains(TrustKey.version.rawValue))
        let key = TrustKey.accept.rawValue
        let path = NodePath().appending(key: key)
        guard let list = root[key] else {
            if !meant.contains(key) {
                collector.error(
                    at: root.mark, NodePath(), "`accept` is missing",
                    hint: "write `accept: [\(Self.exampleOfRule)]`, or `accept: []` to trust nobody")
            }
            return []
        }
        if list.isUnknown { return [] }
        guard list.kind == .sequence else {
            collector.error(
                at: list.writtenAt, path,
                list.isNull
                    ? "there is nobody here"
                    : "a list of owners to trust belongs here, and this is \(list.kindDescription)",
                hint: "write `[]` to trust nobody; else entries like `- \(Self.exampleOfRule)`")
            return []
        }
        var first: [TrustRule.Subject: Mark] = [:]
        return list.items.enumerated().compactMap { index, item in
            let path = path.appending(index: index)
            guard let rule = decodeRule(item, path) else { return nil }
            if let mark = first[rule.subject] {
                collector.reportRepeated("entry", at: item.writtenAt, path, first: mark)
            } else if let other = elsewhere.trust[rule.subject] {
                collector.error(
                    at: item.writtenAt, path, "this entry is already in \(other)".escapedForDisplay,
                    hint: "remove one of the two")
            }
            first[rule.subject] = first[rule.subject] ?? item.writtenAt
            return rule
        }
    }

    private mutating func decodeRule(_ item: Node, _ path: NodePath) -> TrustRule? {
        if item.isUnknown { return nil }
        guard item.kind == .mapping else {
            let owner = item.kind == .scalar ? item.text.flatMap { ProjectID($0) } : nil
            collector.error(
                at: item.writtenAt, path, "an entry is a mapping with `owner`, and this is \(item.kindDescription)",
                hint: owner.map { "write `{owner: \($0)}` to accept all that it offers" }
                    ?? "write an entry like `- \(Self.exampleOfRule)`; without `name`, all that the owner offers")
            return nil
        }
        let meant = collector.checkKeys(of: item, known: TrustRuleKey.names, path)
        let name = collector.text(TrustRuleKey.name, of: item, path)
        let key = TrustRuleKey.owner.rawValue
        guard let owner = item[key] else {
            if !meant.contains(key) {
                collector.error(
                    at: item.writtenAt, path, "`owner` is missing",
                    hint: "write the ID of the project that offers the images: anybody may give an image any name")
            }
            return nil
        }
        return decodeOwner(owner, path.appending(key: key)).map { project in
            TrustRule(
                subject: TrustRule.Subject(owner: project, name: name.map(NamePattern.init)),
                source: collector.location(item.mark))
        }
    }

    private mutating func decodeOwner(_ owner: Node, _ path: NodePath) -> ProjectID? {
        if owner.isUnknown { return nil }
        guard owner.kind == .scalar, !owner.isNull else {
            collector.error(
                at: owner.writtenAt, path, "one project ID belongs here, and this is \(owner.kindDescription)",
                hint: owner.isNull
                    ? "write the ID of the project that offers the images, or take the entry out"
                    : "write an entry for each owner")
            return nil
        }
        guard let project = owner.text.flatMap({ ProjectID($0) }) else {
            collector.error(at: owner.writtenAt, path, IdentifierMistake(member: owner, rule: .keystone))
            return nil
        }
        collector.warnOfDashes(in: project, at: owner.writtenAt, path)
        return project
    }
}
