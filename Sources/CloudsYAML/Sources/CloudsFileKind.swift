import SystemPackage

/// The three kinds of files that clouds are written down in.
///
/// https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
enum CloudsFileKind: String {
    /// The clouds.
    case clouds
    /// The part of them that is to be kept apart: passwords, above all.
    case secure
    /// Profiles, which a cloud can be based on.
    case profiles = "clouds-public"

    /// The variable that names such a file.
    var variable: String? {
        switch self {
        case .clouds: "OS_CLIENT_CONFIG_FILE"
        case .secure: "OS_CLIENT_SECURE_FILE"
        case .profiles: nil
        }
    }

    /// A place for such a file.
    struct Place {
        /// The file, whether there is one or not.
        let path: FilePath
        /// The distance of its directory from the user: the same for all kinds of files; 0 for a file that a variable names.
        let rank: Int
    }

    /// Lists the places in which such a file is looked for, the first one first.
    ///
    /// A systemd credential (`LoadCredential=clouds.yaml:…`) is meant for this very process, so it comes before the
    /// places that are everybody's.
    ///
    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - directory: the directory that relative paths start from.
    /// - Returns: the places.
    func places(environment: [String: String], directory: FilePath) -> [Place] {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        var places: [Place] = []
        if let name = self.variable.flatMap(variable) {
            places.append(Place(path: directory.pushing(FilePath(name)), rank: 0))
        }

        var directories: [FilePath] = []
        if self != .profiles, let credentials = variable("CREDENTIALS_DIRECTORY") {
            directories.append(FilePath(credentials))
        }
        directories.append(directory)
        let home = variable("HOME").map { FilePath($0) }
        if let user = variable("XDG_CONFIG_HOME").map({ FilePath($0) }) ?? home?.appending(".config") {
            directories.append(user.appending("openstack"))
        }
        if let home = variable("SNAP_REAL_HOME").map({ FilePath($0) }) ?? home {
            directories.append(home.appending(".config").appending("openstack"))
        }
        let sites = variable("XDG_CONFIG_DIRS")?.split(separator: ":").map(String.init) ?? ["/etc/xdg"]
        directories += sites.map { FilePath($0).appending("openstack") }
        directories.append("/etc/openstack")
        for (index, directory) in directories.enumerated() {
            places += ["yaml", "yml", "json"].map {
                Place(path: directory.appending("\(rawValue).\($0)"), rank: index + 1)
            }
        }
        return places
    }
}
