import Transport

extension Settings {
    /// Puts secure.yaml's settings over clouds.yaml's: mappings are merged, however deep; anything else is replaced.
    ///
    /// - Parameters:
    ///   - upper: the settings that win.
    ///   - warnings: collects keys that are spelled in two ways.
    /// - Returns: both.
    func mergedDeeply(under upper: Settings, _ warnings: inout [ConfigurationError.Issue]) -> Settings {
        var merged = self
        for (name, new) in upper.sorted(by: { $0.key < $1.key }) {
            var new = new
            if let old = self[name] {
                if old.key != new.key { warnings.append(new.overrules(old)) }
                if let lower = old.mapping, let mapping = new.mapping {
                    new.value = .mapping(lower.mergedDeeply(under: mapping, &warnings))
                }
            }
            merged[name] = new
        }
        return merged
    }

    /// Puts a layer over this one: `auth` is merged key by key, anything else is replaced.
    mutating func overlay(_ upper: Settings) {
        merge(upper) { old, new in
            guard let oldMapping = old.mapping, let newMapping = new.mapping else { return new }
            return Setting(value: .mapping(oldMapping.merging(newMapping) { $1 }), origin: new.origin)
        }
    }
}
