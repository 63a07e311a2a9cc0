import SystemPackage
import Transport

/// A cloud's settings with every layer in its place: profile, files, region, variables, flags; the later wins.
///
/// So `openstack` does it, whose options have the variables for their defaults. A library of its own would take a cloud
/// that is named as it is written; on a command line, what the user set in this very shell is nearer.
struct LayeredSettings: Sendable {
    /// The cloud that they are of.
    let selection: CloudSelection
    /// Everything but `auth`.
    private let general: Settings
    /// The settings in `auth`.
    private let auth: Settings

    /// Puts the layers over each other.
    ///
    /// - Parameters:
    ///   - selection: the cloud.
    ///   - flags: the command line's settings.
    ///   - variables: the environment's settings.
    ///   - files: where the profile may be written down.
    ///   - warnings: where oddities go.
    /// - Throws: what is wrong with the cloud's profile or regions.
    init(
        _ selection: CloudSelection, flags: CloudFlags, variables: CloudVariables, files: inout CloudsFiles,
        warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) {
        self.selection = selection
        if let entry = selection.entry, entry.mapping == nil {
            throw ConfigurationError(issues: [
                .init(message: "\(entry.origin): cloud \(selection.name) is not a mapping", hint: nil)
            ])
        }
        let entry = selection.entry?.mapping ?? [:]
        let own = entry["auth_url"] ?? entry["auth"]?.mapping?["auth_url"]
        if let own, let address = own.text, let other = variables.settings["auth_url"]?.text, !other.isEmpty,
            address != other
        {
            warnings.append(
                .init(
                    message: "OS_AUTH_URL counts, and not the auth_url of cloud \(selection.name) (\(own.origin))",
                    hint: "unset the OS_* variables of another cloud, or do not name this one"
                ))
        }
        let base = selection.entry == nil ? variables.settings : entry
        let profile = try Self.profile(of: base, in: &files, warnings: &warnings)
        let wanted = flags.settings["region_name"] ?? variables.settings["region_name"]
        let region = try RegionChoice(of: selection.name, wanted: wanted, entry: entry, profile: profile)

        var settings = profile
        settings.overlay(entry)
        settings.overlay(region.values.named(&warnings))
        settings.overlay(variables.settings)
        settings.overlay(flags.settings)
        settings["region_name"] = region.name
        if let auth = settings["auth"], auth.mapping == nil {
            throw ConfigurationError(issues: [
                .init(
                    message: "\(auth.origin): auth is not a mapping", hint: "below `auth:` stand auth_url, username, …")
            ])
        }
        auth = settings.removeValue(forKey: "auth")?.mapping ?? [:]
        general = settings
    }

    /// The first of `keys` that is set.
    ///
    /// What stands outside `auth` wins over what stands in it, since that is where variables and flags are.
    subscript(_ keys: [String]) -> Setting? {
        for key in keys {
            if let setting = general[key] ?? auth[key], !setting.isEmptyText { return setting }
        }
        return nil
    }

    /// The settings that have to do with time: legacy clients call it by many names, and any of them wins.
    var timeout: Setting? {
        let other = general.keys.filter { $0.hasSuffix("timeout") && $0 != "timeout" && $0 != "api_timeout" }.min()
        return general[other ?? "api_timeout"]
    }

    /// Fills in `{region_name}` and its like.
    ///
    /// - Parameter template: a text with keys in braces; doubled braces stand for themselves.
    /// - Returns: the text; nil where a key is not set or a brace is left over.
    func expand(_ template: String) -> String? {
        var expanded = ""
        var rest = template[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            expanded += rest[..<brace]
            let after = rest.index(after: brace)
            if after < rest.endIndex, rest[after] == rest[brace] {
                expanded.append(rest[brace])
                rest = rest[rest.index(after: after)...]
            } else if rest[brace] == "{", let end = rest[after...].firstIndex(of: "}"),
                // Addresses and names are shown; no secret becomes part of one.
                !CloudsFile.isSecret(String(rest[after..<end])), let value = general[String(rest[after..<end])]?.text
            {
                expanded += value
                rest = rest[rest.index(after: end)...]
            } else {
                return nil
            }
        }
        return expanded + rest
    }

    /// The settings of the cloud's profile; none where it has none.
    private static func profile(
        of base: Settings, in files: inout CloudsFiles, warnings: inout [ConfigurationError.Issue]
    ) throws(ConfigurationError) -> Settings {
        guard let setting = base["profile"], let name = setting.text else { return [:] }
        if let written = try files.profile(name, &warnings) { return written }
        switch KnownProfiles.lookUp(name) {
        case .settings(let settings): return settings
        case .closed:
            throw ConfigurationError(issues: [
                .init(message: "\(setting.origin): the cloud of the profile \(name) no longer exists", hint: nil)
            ])
        case .published(let url):
            let (name, address) = (name.withoutUserInformation, url.withoutUserInformation)
            warnings.append(
                .init(
                    message: "\(setting.origin): the profile \(name) is published at \(address), and is not fetched",
                    hint: "copy it from \(address)/.well-known/openstack/api into clouds-public.yaml"
                )
            )
        case .unknown:
            warnings.append(
                .init(
                    message: "\(setting.origin): nothing is known of a profile \(name)",
                    hint: "write it into clouds-public.yaml, below `public-clouds:`"
                )
            )
        }
        return [:]
    }
}
