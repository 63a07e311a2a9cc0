extension TakenPlaces {
    /// Takes the places of a file.
    mutating func take(_ decoded: DecodedManifest) {
        for image in decoded.images where images[image.id] == nil { images[image.id] = image.source }
        for project in decoded.projects { names[project.name] = project.source }
        for group in decoded.groups { names[group.name] = group.source }
        for set in decoded.sets { sets[set.name] = set.source }
        for rule in decoded.trust { trust[rule.subject] = rule.source }
    }

    /// Returns true if something that a file without names of its own has is taken.
    func has(_ decoded: DecodedManifest) -> Bool {
        decoded.images.contains { images[$0.id] != nil } || decoded.sets.contains { sets[$0.name] != nil }
            || decoded.trust.contains { trust[$0.subject] != nil }
    }
}
