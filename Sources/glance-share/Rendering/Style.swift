import GlanceSandbox

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
