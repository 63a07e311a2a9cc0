import YAML

/// Makes settings of a file's nodes.
///
/// YAML's merge keys (`<<`, https://yaml.org/type/merge.html) are understood: clouds.yaml files are full of them.
struct SettingDecoder {
    /// The file, for the settings' origins.
    let path: String

    /// The settings of a mapping; none for anything else.
    func settings(of node: Node) -> Settings {
        var own: Settings = [:]
        var merged: Settings = [:]
        for (key, value) in node.pairs {
            guard let name = key.text else { continue }
            if name == "<<", key.isPlain {
                // The first of several wins, and what is written here wins over all of them.
                let sources = value.kind == .sequence ? Array(value.items) : [value]
                for source in sources { merged.merge(settings(of: source)) { old, _ in old } }
            } else if var setting = setting(of: value) {
                // An empty text is no setting, but an empty region says that none is asked for, whatever the profile has.
                guard !setting.isEmptyText || name.replacing("-", with: "_") == "region_name" else { continue }
                setting.key = name
                own[name] = setting
            }
        }
        return merged.merging(own) { $1 }
    }

    /// The setting of a node; nil for nothing.
    private func setting(of node: Node) -> Setting? {
        if node.isNull { return nil }
        let origin = Setting.Origin.file(path, node.aliasMark ?? node.mark)
        return switch node.kind {
        case .scalar: Setting(value: .text(node.text ?? ""), origin: origin)
        case .sequence: Setting(value: .list(node.items.compactMap(setting).filter { !$0.isEmptyText }), origin: origin)
        case .mapping: Setting(value: .mapping(settings(of: node)), origin: origin)
        }
    }
}
