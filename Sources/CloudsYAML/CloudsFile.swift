package import Transport
package import Host
package import SystemPackage
import YAML

/// A clouds.yaml, secure.yaml or clouds-public.yaml, or one of them as JSON, which is YAML too.
package struct CloudsFile: Sendable {
    /// Why a file is of no use.
    package enum Failure: Error {
        case unreadable(FileReader.Failure)
        case invalid(ConfigurationError.Issue)
    }

    /// Far more than a file of clouds needs, and far less than would hurt.
    private static let limits = YAMLLimits(
        bytes: 4 << 20, depth: 32, nodes: 200_000, expandedNodes: 1_000_000, expandedBytes: 64 << 20)

    /// The words that the keys of secrets have in them, those of authentication plugins that are not known here too.
    private static let secretWords = ["password", "passphrase", "passcode", "secret", "token", "totp"]
    /// What such a key ends in where it speaks of a secret, but holds none.
    private static let harmlessEnds = ["_endpoint", "_url", "_type", "_id", "_name"]

    /// Whether the value of a key is a secret, or may be one.
    static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased().replacing("-", with: "_")
        return secretWords.contains(where: key.contains) && !harmlessEnds.contains(where: key.hasSuffix)
    }

    /// Where it is.
    let path: String
    /// What is in it.
    let settings: Settings
    /// Whether there is nothing in it, comments apart, as in `/dev/null`.
    let isEmpty: Bool
    /// Whether everybody on this machine may read it.
    let isReadableByEverybody: Bool

    /// Reads a file.
    package init(_ path: FilePath) throws(Failure) {
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

    /// Whether there is a secret in it.
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
