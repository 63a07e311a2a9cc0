import YAML

/// One value of a configuration, and where it was written.
///
/// Texts are kept as they are written: a password `0123` is not a number, whatever YAML's rules make of it.
struct Setting: Sendable {
    /// What a value can be; one that YAML reads as nothing is as good as absent, and never gets here.
    enum Value: Sendable {
        case text(String)
        case list([Setting])
        case mapping(Settings)
    }

    var value: Value
    let origin: Origin
}

/// Values by their keys.
typealias Settings = [String: Setting]

extension Setting {
    /// Where a value was written.
    enum Origin: Sendable, CustomStringConvertible {
        case file(String, Mark)
        case variable(String)
        case option(String)
        case profile(String)

        /// The origin as an error or a report names it.
        var description: String {
            switch self {
            case .file(let path, let mark): "\(path):\(mark.line):\(mark.column)"
            case .variable(let name): name
            case .option(let name): name
            case .profile(let name): "the built-in profile \(name)"
            }
        }
    }

    /// The text, where it is one and is not empty.
    var text: String? {
        if case .text(let text) = value, !text.isEmpty { text } else { nil }
    }

    /// The values of a list; a single one counts as a list of one.
    var items: [Setting] {
        if case .list(let items) = value { items } else { [self] }
    }

    /// The values of a mapping; none for anything else.
    var mapping: Settings? {
        if case .mapping(let settings) = value { settings } else { nil }
    }
}

extension Settings {
    /// The same with `_` for every `-` in the keys, which are the same to whoever writes a cloud down.
    var withUnderscores: Settings {
        var renamed: Settings = [:]
        for (key, setting) in self {
            var setting = setting
            if let mapping = setting.mapping { setting.value = .mapping(mapping.withUnderscores) }
            renamed[key.replacing("-", with: "_")] = setting
        }
        return renamed
    }

    /// Puts secure.yaml over clouds.yaml: mappings are merged, however deep; anything else is replaced.
    func mergedDeeply(under upper: Settings) -> Settings {
        merging(upper) { old, new in
            guard let oldMapping = old.mapping, let newMapping = new.mapping else { return new }
            return Setting(value: .mapping(oldMapping.mergedDeeply(under: newMapping)), origin: new.origin)
        }
    }

    /// Puts a layer over this one: `auth` is merged key by key, anything else is replaced.
    mutating func lay(_ upper: Settings) {
        merge(upper) { old, new in
            guard let oldMapping = old.mapping, let newMapping = new.mapping else { return new }
            return Setting(value: .mapping(oldMapping.merging(newMapping) { $1 }), origin: new.origin)
        }
    }
}
