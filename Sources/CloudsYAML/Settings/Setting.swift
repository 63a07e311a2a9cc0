import YAML

/// One value of a configuration, and where it was written.
///
/// Texts are kept as they are written: a password `0123` is not a number, whatever YAML's rules make of it. A text with
/// nothing in it is no setting.
struct Setting: Sendable {
    /// A value; one that YAML reads as nothing is as good as absent, and never gets here.
    enum Value: Sendable {
        case text(String)
        case list([Setting])
        case mapping(Settings)
    }

    var value: Value
    let origin: Origin
    /// The key as it is written, where a file has it.
    var key: String?
}

/// Values by their keys.
typealias Settings = [String: Setting]

extension Setting {
    /// The place in which a value was written.
    enum Origin: Sendable, CustomStringConvertible {
        case file(String, Mark)
        case variable(String)
        case option(String)
        case profile(String)

        /// The origin as an error or a report names it.
        var description: String {
            switch self {
            case .file(let path, let mark): "\(path):\(mark.line):\(mark.column)"
            case .variable(let name): name
            case .option(let name): name
            case .profile(let name): "the built-in profile \(name)"
            }
        }

        /// The place of a value that was written there, as a complaint about it begins.
        ///
        /// - Parameter key: its key, which a variable's or an option's name says already.
        /// - Returns: the place.
        func place(of key: String) -> String {
            switch self {
            case .variable(let name), .option(let name): name
            case .file, .profile: "\(self): \(key)"
            }
        }
    }

    /// The text, where it is one and is not empty.
    var text: String? {
        if case .text(let text) = value, !text.isEmpty { text } else { nil }
    }

    /// True of a text without anything in it.
    var isEmptyText: Bool {
        if case .text(let text) = value { text.isEmpty } else { false }
    }

    /// The values of a list; a single one counts as a list of one.
    var items: [Setting] {
        if case .list(let items) = value { items } else { [self] }
    }

    /// The values of a mapping; none for anything else.
    var mapping: Settings? {
        if case .mapping(let settings) = value { settings } else { nil }
    }
}
