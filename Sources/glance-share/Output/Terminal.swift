import Glibc
import SystemPackage

extension FileDescriptor {
    /// True if a person reads what is written there.
    var isTerminal: Bool { isatty(rawValue) == 1 }
}

/// The times at which a result is coloured.
enum ColorChoice: String, CaseIterable {
    case auto, always, never

    /// Applies the choice to a stream.
    ///
    /// - Parameters:
    ///   - isTerminal: true if the stream is a terminal.
    ///   - environment: for `NO_COLOR` (https://no-color.org) and `TERM`.
    /// - Returns: true if the stream is coloured.
    func colors(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        }
    }
}

/// Colours for a terminal, or none.
struct Style {
    /// The role of a piece of text.
    enum Role: String {
        case heading = "1"
        case good = "32"
        case attention = "33"
        case bad = "31"
        case faint = "2"
    }

    /// True if anything is coloured.
    let isColored: Bool

    /// Colours `text` by what it stands for (ECMA-48, SGR).
    func callAsFunction(_ role: Role, _ text: String) -> String {
        isColored ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
    }
}
