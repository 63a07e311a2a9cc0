/// The `OS_*` variables, as settings.
struct CloudVariables: Sendable {
    /// Those that choose a cloud, or say where clouds are written down, but are no part of one.
    private static let selectors: Set = ["OS_CLOUD", "OS_CLOUD_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"]
    /// Those of test harnesses.
    private static let foreignPrefixes = ["OS_TEST", "OS_STD", "OS_LOG"]

    /// The cloud that `OS_CLOUD` chooses.
    let chosenCloud: String?
    /// What the cloud is called that is made of variables alone (`OS_CLOUD_NAME`).
    let ownCloud: String
    /// What the variables say.
    let settings: Settings
    /// Whether they speak of a cloud of their own: a region alone only chooses among a cloud's regions.
    var makeACloud: Bool { settings.keys.contains { $0 != "region_name" } }

    /// Takes the variables; an empty one counts as unset.
    init(environment: [String: String]) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        chosenCloud = variable("OS_CLOUD")
        ownCloud = variable("OS_CLOUD_NAME") ?? "envvars"
        var settings: Settings = [:]
        for (name, text) in environment where name.hasPrefix("OS_") && !text.isEmpty {
            guard !Self.selectors.contains(name), !Self.foreignPrefixes.contains(where: name.hasPrefix) else {
                continue
            }
            settings[name.dropFirst(3).lowercased()] = Setting(value: .text(text), origin: .variable(name))
        }
        self.settings = settings
    }
}
