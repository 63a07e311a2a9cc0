import Transport

/// The `OS_*` variables, as settings.
struct CloudVariables: Sendable {
    /// Those that choose a cloud, or say where clouds are written down, but are no part of one.
    private static let selectors: Set = ["OS_CLOUD", "OS_CLOUD_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"]
    /// Those of test harnesses.
    private static let foreignPrefixes = ["OS_TEST", "OS_STD", "OS_LOG"]

    /// The cloud that `OS_CLOUD` chooses.
    let chosenCloud: String?
    /// The name of the cloud that is made of variables alone (`OS_CLOUD_NAME`).
    let ownCloud: String
    /// The settings in the variables.
    let settings: Settings
    /// Variables that differ in upper and lower case only.
    let warnings: [ConfigurationError.Issue]
    /// True where they define a cloud of their own: a region alone only chooses among a cloud's regions.
    var defineCloud: Bool { settings.keys.contains { $0 != "region_name" } }

    private static func key(of name: String) -> String {
        name.dropFirst(3).lowercased().replacing("-", with: "_")
    }

    private static func isStandard(_ name: String) -> Bool { name == "OS_\(key(of: name).uppercased())" }

    /// Takes the variables; an empty one counts as unset.
    init(environment: [String: String]) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        chosenCloud = variable("OS_CLOUD")
        ownCloud = variable("OS_CLOUD_NAME") ?? "envvars"
        var settings: Settings = [:]
        var warnings: [ConfigurationError.Issue] = []
        let names = environment.keys.filter { $0.hasPrefix("OS_") && environment[$0] != "" }
        // Variables have no order: the name as `openstack` documents it comes first, or else that with more capitals.
        for name in names.sorted(by: { (Self.isStandard($0) ? 0 : 1, $0) < (Self.isStandard($1) ? 0 : 1, $1) }) {
            guard !Self.selectors.contains(name), !Self.foreignPrefixes.contains(where: name.hasPrefix) else {
                continue
            }
            let key = Self.key(of: name)
            let setting = Setting(value: .text(environment[name] ?? ""), origin: .variable(name), key: name)
            if let first = settings[key] {
                warnings.append(first.overrules(setting))
            } else {
                settings[key] = setting
            }
        }
        self.settings = settings.named(&warnings)
        self.warnings = warnings
    }
}
