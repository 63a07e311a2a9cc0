internal import ImageSharing
internal import Text
internal import YAML

/// The decoding of image sets.
extension ManifestDecoder {
    /// Decodes the sets.
    mutating func decodeImageSets(_ root: Node) -> [ImageSet] {
        let form = NamedForm(
            key: .imageSets, example: #"debian: {match: {name: "debian-*"}, members: [<project ID>]}"#,
            noun: "image set")
        var decoded: [ImageSet] = []
        for entry in named(root, form) {
            let (set, name) = (decodeImageSet(entry), name(of: entry, form))
            guard let set, name != nil else { continue }
            // Two of one file are a key that is there twice.
            if let other = elsewhere.sets[set.name] {
                reportTaken(entry, by: other, hint: "rename one of the two sets")
            } else {
                decoded.append(set)
            }
        }
        return decoded
    }

    private mutating func decodeImageSet(_ entry: NamedEntry) -> ImageSet? {
        let (value, path) = (entry.value, entry.path)
        if value.isUnknown { return nil }
        guard value.kind == .mapping else {
            collector.error(
                at: value.writtenAt, path, "an image set is a mapping, and this is \(value.kindDescription)",
                hint: #"write `match: {name: "debian-*"}` and `members:` below its name"#
            )
            return nil
        }
        let meant = collector.checkKeys(of: value, known: ImageSetKey.names, path)
        let match = decodeMatch(of: value, path, isWanted: !meant.contains(ImageSetKey.match.rawValue))
        let newest = decodeNewest(of: value, path)
        let sharing = decodeSharing(value, path, meant: meant)
        guard let match, let name = entry.key.text else { return nil }
        return ImageSet(
            name: name, source: collector.location(entry.key.mark), match: match, newest: newest,
            sharing: sharing)
    }

    private mutating func decodeNewest(of set: Node, _ path: NodePath) -> Int? {
        let key = ImageSetKey.newest.rawValue
        guard let value = set[key], !value.isUnknown else { return nil }
        if let text = value.text, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            number > 0
        {
            return number
        }
        collector.error(
            at: value.writtenAt, path.appending(key: key),
            value.text == "0"
                ? "0 would take no image at all"
                : "a whole number from 1 belongs here, and this is \(value.kindDescription)",
            hint: "write how many of the images to take, the newest first; leave the line out to take all"
        )
        return nil
    }

    private mutating func decodeMatch(of set: Node, _ parent: NodePath, isWanted: Bool) -> ImageMatch? {
        let path = parent.appending(key: ImageSetKey.match.rawValue)
        let example = #"write at least one of `name`, `tags`, `properties` and `id`, as in `match: {name: "debian-*"}`"#
        guard let value = set[ImageSetKey.match.rawValue] else {
            if isWanted { collector.error(at: set.writtenAt, parent, "`match` is missing", hint: example) }
            return nil
        }
        if value.isUnknown { return nil }
        guard value.kind == .mapping else {
            collector.error(
                at: value.writtenAt, path, "a match is a mapping, and this is \(value.kindDescription)", hint: example)
            return nil
        }
        let meant = collector.checkKeys(of: value, known: MatchKey.names, path)
        let name = collector.text(MatchKey.name, of: value, path)
        let tags = texts(MatchKey.tags, of: value, path)
        let properties = properties(of: value, path)
        let ids = ids(of: value, path)
        let match = ImageMatch(name: name.map(NamePattern.init), tags: tags, properties: properties, ids: ids)
        guard match == ImageMatch() else { return match }
        let isSaid = MatchKey.allCases.contains { key in
            // An empty list of IDs has a mistake of its own.
            value[key.rawValue].map { $0.kind == .scalar || $0.count > 0 || key == .id } ?? false
        }
        if meant.isEmpty && !isSaid {
            collector.error(at: value.writtenAt, path, "this match is empty: it would find every image", hint: example)
        }
        return nil
    }

    /// The texts of a list.
    private mutating func texts(_ key: MatchKey, of match: Node, _ path: NodePath) -> [String] {
        let path = path.appending(key: key.rawValue)
        return list(key, of: match, path).enumerated().compactMap { collector.text($1, path.appending(index: $0)) }
    }

    private mutating func ids(of match: Node, _ path: NodePath) -> [ImageID]? {
        guard let list = match[MatchKey.id.rawValue] else { return nil }
        let path = path.appending(key: MatchKey.id.rawValue)
        if list.kind == .sequence, list.count == 0 {
            // Taken for no condition, it would find more than was meant.
            collector.error(
                at: list.writtenAt, path, "an empty list would find no image at all",
                hint: "write image IDs into it, or take the line out")
        }
        let ids = self.list(.id, of: match, path).enumerated().compactMap { index, item -> ImageID? in
            if item.isUnknown { return nil }
            let text = item.kind == .scalar ? item.text : nil
            if let id = text.flatMap({ ImageID($0) }) { return id }
            if let text {
                collector.error(at: item.mark, path.appending(index: index), IdentifierMistake(image: item, text))
            } else {
                collector.error(
                    at: item.writtenAt, path.appending(index: index),
                    "an image ID belongs here, and this is \(item.kindDescription)")
            }
            return nil
        }
        // Of a list whose IDs are all wrong, nothing is known.
        return ids.isEmpty ? nil : ids
    }

    private mutating func list(_ key: MatchKey, of match: Node, _ path: NodePath) -> [Node] {
        guard let value = match[key.rawValue], !value.isUnknown else { return [] }
        if value.kind == .sequence { return Array(value.items) }
        let items = (value.text ?? "").split(separator: ",").map { String($0).filter { $0 != " " } }
        let areClear = !items.isEmpty && items.allSatisfy { DeclaredName.isValid($0) || ImageID($0) != nil }
        let example = areClear ? items.joined(separator: ", ") : key == .id ? "<image ID>" : "golden"
        collector.error(
            at: value.writtenAt, path, "a list belongs here, and this is \(value.kindDescription)",
            hint: "write it in brackets: `\(key.rawValue): [\(example)]`"
        )
        return []
    }

    private mutating func properties(of match: Node, _ parent: NodePath) -> [String: String] {
        let path = parent.appending(key: MatchKey.properties.rawValue)
        guard let value = match[MatchKey.properties.rawValue], !value.isUnknown else { return [:] }
        guard value.kind == .mapping else {
            collector.error(
                at: value.writtenAt, path, "properties are a mapping, and this is \(value.kindDescription)",
                hint: "write `properties: {os_distro: debian}`"
            )
            return [:]
        }
        var properties: [String: String] = [:]
        for (key, value) in value.pairs {
            guard let name = key.text else { continue }
            if name == "<<" && key.isPlain {
                collector.refuseMergeKey(at: key.mark, path)
            } else if FoundImage.attributes.contains(name) {
                collector.error(
                    at: key.mark, path, "\(name.quotedForDisplay()) is no property that a set can look for",
                    hint: "`name`, `tags` and `id` stand beside `properties`; properties are what "
                        + "`openstack image show -c properties` shows, and `disk_format` and the like"
                )
            } else if let text = collector.text(value, path.appending(key: name)) {
                properties[name] = text
            }
        }
        return properties
    }
}
