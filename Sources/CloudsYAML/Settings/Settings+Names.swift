import Transport
import YAML

extension Settings {
    /// The names that settings had before, each with that of today.
    ///
    /// Where one layer has both, today's counts, as with `openstack`; but see `overruling`.
    private static let olderNames = [
        "tenant_id": "project_id", "tenant_name": "project_name", "user_name": "username", "auth_token": "token",
        "auth_plugin": "auth_type", "cloud": "profile", "url": "endpoint", "scope": "openid_scope",
        "endpoint_type": "interface", "image_endpoint_type": "image_interface",
        "image_endpoint": "image_endpoint_override",
    ]
    /// The older names that count beside those of today, again as with `openstack`.
    private static let overruling: Set = ["endpoint_type", "image_endpoint_type"]

    /// A layer of a cloud's settings with every key by its one name, so that a layer above can replace it.
    ///
    /// - Parameter warnings: collects keys that are spelled in two ways.
    /// - Returns: the layer.
    func named(_ warnings: inout [ConfigurationError.Issue]) -> Settings {
        withUnderscores(&warnings).withNamesOfToday
    }

    /// The same with `_` for every `-` in the keys, which are the same to whoever writes a cloud down.
    ///
    /// A key that is there in both spellings counts where it is written last.
    private func withUnderscores(_ warnings: inout [ConfigurationError.Issue]) -> Settings {
        var renamed: Settings = [:]
        for (key, setting) in sorted(by: { $0.value.origin.isWritten(before: $1.value.origin) }) {
            var setting = setting
            if let mapping = setting.mapping { setting.value = .mapping(mapping.withUnderscores(&warnings)) }
            let name = key.replacing("-", with: "_")
            if let earlier = renamed[name] { warnings.append(setting.overrules(earlier)) }
            renamed[name] = setting
        }
        return renamed
    }

    /// The same with today's names, beside `auth` and in it.
    private var withNamesOfToday: Settings {
        var general = self
        var auth = self["auth"]?.mapping
        for (old, new) in Self.olderNames {
            let isKnown = general[new] != nil || auth?[new] != nil
            let (setting, authSetting) = (general.removeValue(forKey: old), auth?.removeValue(forKey: old))
            guard !isKnown || Self.overruling.contains(old) else { continue }
            if let setting { general[new] = setting }
            if let authSetting { auth?[new] = authSetting }
        }
        if let auth { general["auth"]?.value = .mapping(auth) }
        return general
    }
}

extension Setting {
    /// The place of a setting, with its name as it is written there.
    private var place: String { origin.place(of: key ?? "it") }

    /// A warning that a key is written in two spellings, this one being the one that counts.
    func overrules(_ other: Setting) -> ConfigurationError.Issue {
        ConfigurationError.Issue(
            message: "\(place) counts, though \(other.place) is the same setting", hint: "leave one of them"
        )
    }
}

extension Setting.Origin {
    /// Returns true for a setting that is written earlier in the same file than another one.
    func isWritten(before other: Self) -> Bool {
        guard case .file(_, let mark) = self, case .file(_, let otherMark) = other else { return false }
        return (mark.line, mark.column) < (otherMark.line, otherMark.column)
    }
}
