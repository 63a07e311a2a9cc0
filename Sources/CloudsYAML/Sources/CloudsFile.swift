import Host
import SystemPackage
import Transport
import YAML

/// A clouds.yaml, secure.yaml or clouds-public.yaml, or one of them as JSON, which is YAML too.
struct CloudsFile: Sendable {
    /// The reason that a file is of no use.
    enum Failure: Error {
        case unreadable(FileReader.Failure)
        case invalid(ConfigurationError.Issue)
    }

    /// Far more than a file of clouds needs, and far less than would hurt.
    private static let limits = YAMLLimits(
        bytes: 4 << 20, depth: 32, nodes: 200_000, expandedNodes: 1_000_000, expandedBytes: 64 << 20)

    /// Parts of the keys of secrets, those of authentication plugins that are not known here too.
    private static let secretMarks = ["password", "passphrase", "passcode", "secret", "token", "totp"]
    /// The ends of such keys that speak of a secret, but hold none.
    private static let harmlessEnds = ["_endpoint", "_url", "_type", "_id", "_name"]

    /// Returns true for a key whose value is a secret, or may be one.
    static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased().replacing("-", with: "_")
        return secretMarks.contains(where: key.contains) && !harmlessEnds.contains(where: key.hasSuffix)
    }

    /// The file's path.
    let path: String
    /// Its content.
    let settings: Settings
    /// True where there is nothing in it, comments apart, as in `/dev/null`.
    let isEmpty: Bool
    /// True where everybody on this machine may read it.
    let isReadableByEverybody: Bool

    /// Reads a file.
    init(_ path: FilePath) throws(Failure) {
        let contents: FileReader.Contents
        do throws(FileReader.Failure) {
            contents = try FileReader.contents(of: path, limit: Self.limits.bytes)
        } catch {
            throw .unreadable(error)
        }
        self.path = path.string
        isReadableByEverybody = contents.permissions.contains(.otherRead)
        let root: Node?
        do throws(YAMLError) {
            root = try YAMLDocument(contents.bytes, limits: Self.limits).root
        } catch {
            // No snippet and no quotation: what is wrong may be a password that lacks its quotes.
            let error = error.withoutQuotations
            throw .invalid(Self.issue(path.string, error.mark, error.message, hint: error.hint))
        }
        isEmpty = root?.isNull ?? true
        guard let root, !isEmpty else {
            settings = [:]
            return
        }
        guard root.kind == .mapping else {
            throw .invalid(Self.issue(path.string, root.mark, "this is not a mapping with `clouds:` in it"))
        }
        settings = SettingDecoder(path: self.path).settings(of: root)
    }

    /// True where there is a secret in it.
    var holdsSecrets: Bool { Self.holdSecrets(settings) }

    private static func holdSecrets(_ settings: Settings) -> Bool {
        settings.contains { key, setting in
            switch setting.value {
            case .text(let text): isSecret(key) && !text.isEmpty
            case .mapping(let mapping): holdSecrets(mapping)
            case .list(let items): items.contains { $0.mapping.map(holdSecrets) ?? false }
            }
        }
    }

    private static func issue(
        _ path: String, _ mark: Mark, _ message: String, hint: String? = nil
    ) -> ConfigurationError.Issue {
        ConfigurationError.Issue(message: "\(path):\(mark.line):\(mark.column): \(message)", hint: hint)
    }
}

/// Makes settings of a file's nodes.
///
/// YAML's merge keys (`<<`, https://yaml.org/type/merge.html) are understood: clouds.yaml files are full of them.
private struct SettingDecoder {
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
