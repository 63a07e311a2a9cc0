import Transport
import OpenStack

/// Reads typed values out of a cloud's settings, and collects what is missing or wrong.
struct CloudReader {
    let settings: CloudSettings
    /// What is missing or wrong so far.
    private(set) var issues: [ConfigurationError.Issue] = []
    /// What was read, for whoever asks where it came from.
    private(set) var used: [LoadedCloud.Fact] = []

    init(_ settings: CloudSettings) {
        self.settings = settings
    }

    /// Whether any of the keys is set; says nothing about its value.
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

    /// A secret text; nobody is told of its value.
    mutating func secret(_ keys: String..., for purpose: String) -> Secret? {
        guard let setting = setting(keys) else {
            missing(keys, for: purpose)
            return nil
        }
        return text(of: setting).map { Secret($0) }
    }

    /// Several texts, filled in like one: a list, or one.
    mutating func templates(_ keys: String...) -> [String] {
        setting(keys).map { found in
            found.setting.items.compactMap { expandedText(of: Found(key: found.key, setting: $0)) }
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
        let found = Found(key: "\(key).image", setting: number)
        note(found)
        return self.number(in: found, as: type)
    }

    /// How long a setting says, in seconds.
    mutating func timeout() -> Duration? {
        guard let setting = settings.timeout else { return nil }
        let found = Found(key: "api_timeout", setting: setting)
        note(found)
        guard let seconds = number(in: found, as: Double.self) else { return nil }
        guard (0.001...86_400).contains(seconds) else {
            report("\(place(of: found)) is \(seconds)", hint: "use a number of seconds, up to a day")
            return nil
        }
        return .seconds(seconds)
    }

    /// Complains.
    mutating func report(_ message: String, hint: String? = nil) {
        issues.append(ConfigurationError.Issue(message: message, hint: hint))
    }

    /// Where a key's value stands, for the beginning of a complaint.
    func place(of key: String) -> String {
        settings[[key]].map { place(of: Found(key: key, setting: $0)) } ?? key
    }
}

extension CloudReader {
    private struct Found {
        var key: String
        var setting: Setting
    }

    private mutating func setting(_ keys: [String]) -> Found? {
        guard let key = keys.first(where: { settings[[$0]] != nil }), let setting = settings[[key]] else { return nil }
        let found = Found(key: key, setting: setting)
        note(found)
        return found
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

    private mutating func note(_ found: Found) {
        let isSecret = CloudsFile.isSecret(found.key)
        let text = found.setting.items.compactMap(\.text).joined(separator: ", ")
        // A URL may hold a password before its @, or a key after its ?.
        let isHidden = isSecret || text.contains("://") && (text.contains("@") || text.contains("?"))
        let fact = LoadedCloud.Fact(
            name: found.key, value: isHidden ? Secret("").description : text, origin: found.setting.origin.description
        )
        if !used.contains(where: { $0.name == fact.name }) { used.append(fact) }
    }

    private mutating func text(of found: Found) -> String? {
        if let text = found.setting.text { return text }
        report("\(place(of: found)) is not a text")
        return nil
    }

    private mutating func expandedText(of found: Found) -> String? {
        guard let text = text(of: found) else { return nil }
        guard let expanded = settings.expand(text) else {
            report(
                "\(place(of: found)) has a { that cannot be filled in",
                hint: "use settings of the cloud, like {region_name}; write {{ for a brace"
            )
            return nil
        }
        return expanded
    }

    private mutating func number<Number: LosslessStringConvertible & Comparable & ExpressibleByIntegerLiteral>(
        in found: Found, as type: Number.Type
    ) -> Number? {
        guard let text = text(of: found) else { return nil }
        if let number = Number(text), number >= 0 { return number }
        report("\(place(of: found)) is \(text)", hint: "use a number, 0 or more")
        return nil
    }

    private func place(of found: Found) -> String {
        switch found.setting.origin {
        case .variable(let name), .option(let name): name
        case .file, .profile: "\(found.setting.origin): \(found.key)"
        }
    }

    /// What a key is called where the cloud is written: as a variable, or in a file.
    private func name(of key: String) -> String {
        settings.selection.entry == nil ? Self.variable(key) : key
    }

    private static func variable(_ key: String) -> String { "OS_\(key.uppercased())" }
}
