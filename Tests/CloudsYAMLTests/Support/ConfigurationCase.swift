import CloudsYAML
import OpenStack

/// A way to say which cloud is meant, to be resolved by the program and by `openstack`.
struct ConfigurationCase: Sendable, CustomStringConvertible {
    /// What it is about.
    let description: String
    /// Files by their path below the case's own directory: `home/.config/openstack/clouds.yaml`, `work/secure.yaml`; a
    /// text that begins with `->` makes a link.
    var files: [String: String] = [:]
    /// Variables; `HOME` is there anyhow, and `@` stands for the case's own directory.
    var environment: [String: String] = [:]
    /// The command line's word.
    var flags = CloudFlags()
    /// Where `openstack` comes to something else: why that is wanted.
    var difference: String?

    /// A case of a clouds.yaml in the user's configuration.
    static func file(
        _ description: String, _ clouds: String, secure: String? = nil, profiles: String? = nil,
        _ environment: [String: String] = [:], flags: CloudFlags = CloudFlags(), difference: String? = nil
    ) -> ConfigurationCase {
        var files = ["home/.config/openstack/clouds.yaml": clouds]
        files["home/.config/openstack/secure.yaml"] = secure
        files["home/.config/openstack/clouds-public.yaml"] = profiles
        return ConfigurationCase(
            description: description, files: files, environment: environment, flags: flags, difference: difference)
    }

    /// A case of variables alone; nil unsets one of those that are there anyhow.
    static func variables(
        _ description: String, _ changes: [String: String?], flags: CloudFlags = CloudFlags(),
        difference: String? = nil
    ) -> ConfigurationCase {
        var environment = [
            "OS_AUTH_URL": "https://keystone.test/v3", "OS_USERNAME": "demo", "OS_PASSWORD": "s",
            "OS_PROJECT_NAME": "web", "OS_USER_DOMAIN_NAME": "Default", "OS_PROJECT_DOMAIN_NAME": "Default",
        ]
        for (name, value) in changes { environment[name] = value }
        return ConfigurationCase(
            description: description, environment: environment, flags: flags, difference: difference)
    }

    /// A clouds.yaml with one cloud of one line an `auth` setting, and more settings beside `auth`.
    static func cloud(auth: String = "", _ more: String = "") -> String {
        let lines = more.split(separator: "\n").map { "    \($0)\n" }.joined()
        let standard = "auth_url: https://keystone.test/v3, username: demo, password: s, project_name: web"
        return "clouds:\n  prod:\n    auth: {\(standard)\(auth.isEmpty ? "" : ", \(auth)")}\n\(lines)"
    }
}

extension CloudFlags {
    /// Flags, for a line of a table.
    init(cloud: String? = nil, region: String? = nil, interface: String? = nil, cacert: String? = nil) {
        self.init()
        self.cloud = cloud
        self.region = region
        self.interface = interface
        authorityFile = cacert
    }

    /// The flags as `openstack` takes them.
    var arguments: [String] {
        [
            ("--os-cloud", cloud), ("--os-region-name", region), ("--os-interface", interface),
            ("--os-cacert", authorityFile),
        ].flatMap { name, value in value.map { [name, $0] } ?? [] }
    }
}
