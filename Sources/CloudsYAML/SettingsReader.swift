import OpenStack
import Transport

/// One setting that was used; a secret's value is redacted.
package struct UsedSetting: Sendable, Equatable {
    /// The setting's key.
    package let name: String
    /// Its value as it was written.
    package let value: String
    /// The place in which it was written: `file:line:column`, a variable, or an option.
    package let origin: String
}

/// Reads typed values out of a cloud's settings, and collects what is missing or wrong.
struct SettingsReader {
    let settings: LayeredSettings
    /// Everything that is missing or wrong so far.
    private(set) var issues: [ConfigurationError.Issue] = []
    /// The settings that were read, for whoever asks where they came from.
    private(set) var used: [UsedSetting] = []

    init(_ settings: LayeredSettings) {
        self.settings = settings
    }

    /// Returns true where any of the keys is set, to whatever value.
    func has(_ keys: String...) -> Bool { settings[keys] != nil }

    /// The first text that is set.
    mutating func text(_ keys: String...) -> String? { setting(keys).flatMap { text(of: $0) } }

    /// The first text that is set; a complaint where there is none.
    mutating func require(_ keys: String..., for purpose: String) -> String? {
        guard let setting = setting(keys) else {
            missing(keys, for: purpose)
            return nil
        }
        return text(of: setting)
    }

    /// Complains that something is missing.
    mutating func missing(_ keys: [String], for purpose: String) {
        let names = keys.map(name(of:)).joined(separator: " or ")
        if let entry = settings.selection.entry {
            report(
                "\(entry.origin): cloud \(settings.selection.name) has no \(names): it is needed for \(purpose)",
                hint: "write it down there, or set \(keys.map(Self.variable).joined(separator: " or "))"
            )
        } else {
            report("\(names) is not set: it is needed for \(purpose)")
        }
    }

    /// A secret text, whose value is shown to nobody.
    mutating func secret(_ keys: String..., for purpose: String) -> Secret? {
        guard let setting = setting(keys) else {
            missing(keys, for: purpose)
            return nil
        }
        return text(of: setting).map { Secret($0) }
    }

    /// Several texts, filled in like one: a list, or one.
    mutating func templates(_ keys: String...) -> [String] {
        setting(keys).map { named in
            named.setting.items.compactMap { expandedText(of: NamedSetting(key: named.key, setting: $0)) }
        } ?? []
    }

    /// The address of a service.
    mutating func url(_ keys: String..., droppingVersion version: String? = nil) -> ServiceURL? {
        guard var url = address(keys, read: { ServiceURL($0, droppingVersion: version) }) else { return nil }
        url.setting = keys.first { has($0) }.map { place(of: $0) }
        return url
    }

    /// The address of an identity provider.
    mutating func providerAddress(_ keys: String...) -> ProviderAddress? { address(keys) { ProviderAddress($0) } }

    /// A text in which `{region_name}` and its like are filled in.
    mutating func template(_ keys: String...) -> String? {
        setting(keys).flatMap { expandedText(of: $0) }
    }

    /// A yes or no, in any of the ways that people write it.
    mutating func flag(_ keys: String..., default standard: Bool, hint: String = "use true or false") -> Bool {
        guard let setting = setting(keys), let text = text(of: setting) else { return standard }
        switch text.lowercased() {
        case "1", "true", "yes", "on", "y", "t": return true
        case "0", "false", "no", "off", "n", "f": return false
        default:
            report("\(place(of: setting)) is \(text)", hint: hint)
            return standard
        }
    }

    /// A number that is not negative.
    mutating func number<Number: LosslessStringConvertible & Comparable & ExpressibleByIntegerLiteral>(
        _ keys: String..., as type: Number.Type
    ) -> Number? {
        setting(keys).flatMap { number(in: $0, as: type) }
    }

    /// The image service's number in a mapping from services to numbers, as `rate_limit: {image: 5}` has it.
    mutating func imageNumber<Number: LosslessStringConvertible & Comparable & ExpressibleByIntegerLiteral>(
        in key: String, as type: Number.Type
    ) -> Number? {
        guard let setting = settings[[key]] else { return nil }
        guard let services = setting.mapping else {
            report("\(setting.origin): \(key) is not a mapping", hint: "write `\(key): {image: 4}`")
            return nil
        }
        guard let number = services["image"] else { return nil }
        let named = NamedSetting(key: "\(key).image", setting: number)
        record(named)
        return self.number(in: named, as: type)
    }

    /// The time that a setting gives in seconds.
    mutating func timeout() -> Duration? {
        guard let setting = settings.timeout else { return nil }
        let named = NamedSetting(key: "api_timeout", setting: setting)
        record(named)
        guard let seconds = number(in: named, as: Double.self) else { return nil }
        guard (0.001...86_400).contains(seconds) else {
            report("\(place(of: named)) is \(seconds)", hint: "use a number of seconds, up to a day")
            return nil
        }
        return .seconds(seconds)
    }

    /// Complains.
    mutating func report(_ message: String, hint: String? = nil) {
        issues.append(ConfigurationError.Issue(message: message, hint: hint))
    }

    /// The place of a key's value, for the beginning of a complaint.
    func place(of key: String) -> String {
        settings[[key]].map { place(of: NamedSetting(key: key, setting: $0)) } ?? key
    }
}

extension SettingsReader {
    private struct NamedSetting {
        var key: String
        var setting: Setting
    }

    private mutating func setting(_ keys: [String]) -> NamedSetting? {
        guard let key = keys.first(where: { settings[[$0]] != nil }), let setting = settings[[key]] else { return nil }
        let named = NamedSetting(key: key, setting: setting)
        record(named)
        return named
    }

    private mutating func address<Address>(_ keys: [String], read: (String) -> Address?) -> Address? {
        guard let setting = setting(keys), let text = expandedText(of: setting) else { return nil }
        if let address = read(text) { return address }
        // What stands before an @ may be a password, what stands after a ? may be a key.
        let isShown = !text.contains { "@?#".contains($0) }
        report(
            "\(place(of: setting)) is not an http or https URL\(isShown ? ": \(text)" : "")",
            hint: ServiceURL.remedy(for: text))
        return nil
    }

    private mutating func record(_ named: NamedSetting) {
        let isSecret = CloudsFile.isSecret(named.key)
        let text = named.setting.items.compactMap(\.text).joined(separator: ", ")
        // A URL may hold a password before its @, or a key after its ?.
        let isHidden = isSecret || text.contains("://") && (text.contains("@") || text.contains("?"))
        let use = UsedSetting(
            name: named.key, value: isHidden ? Secret("").description : text, origin: named.setting.origin.description
        )
        if !used.contains(where: { $0.name == use.name }) { used.append(use) }
    }

    private mutating func text(of named: NamedSetting) -> String? {
        if let text = named.setting.text { return text }
        report("\(place(of: named)) is not a text")
        return nil
    }

    private mutating func expandedText(of named: NamedSetting) -> String? {
        guard let text = text(of: named) else { return nil }
        guard let expanded = settings.expand(text) else {
            report(
                "\(place(of: named)) has a { that cannot be filled in",
                hint: "use settings of the cloud, like {region_name}; write {{ for a brace"
            )
            return nil
        }
        return expanded
    }

    private mutating func number<Number: LosslessStringConvertible & Comparable & ExpressibleByIntegerLiteral>(
        in named: NamedSetting, as type: Number.Type
    ) -> Number? {
        guard let text = text(of: named) else { return nil }
        if let number = Number(text), number >= 0 { return number }
        report("\(place(of: named)) is \(text)", hint: "use a number, 0 or more")
        return nil
    }

    private func place(of named: NamedSetting) -> String { named.setting.origin.place(of: named.key) }

    /// The name of a key where the cloud is written: of the variable, or of the key in the file.
    private func name(of key: String) -> String {
        settings.selection.entry == nil ? Self.variable(key) : key
    }

    private static func variable(_ key: String) -> String { "OS_\(key.uppercased())" }
}
