extension ServiceURL {
    /// What to change in a text that is no address of a service.
    ///
    /// - Parameter text: the text; it is not quoted, for it may hold a password.
    /// - Returns: the remedy, as a sentence about the setting has it after its complaint.
    package static func remedy(for text: String) -> String {
        if text.contains("@") { return "leave user and password out of it" }
        let scalars = text.unicodeScalars
        if let first = scalars.first, let last = scalars.last {
            if ["\"", "'", "“", "”", "‘", "’", "`"].contains(first) || (first == "<" && last == ">") {
                return "leave the quotes around it out"
            }
            if first.properties.isWhitespace || last.properties.isWhitespace {
                let isLine = [first, last].contains { $0 == "\n" || $0 == "\r" }
                return "there is a \(isLine ? "line break" : "blank") before or after it: leave that out"
            }
        }
        if scalars.contains(where: \.properties.isWhitespace) { return "there is a blank or a line break in it" }
        let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
        guard scheme == "http" || scheme == "https" else { return "it begins with http:// or https://" }
        if text.contains("?") || text.contains("#") { return "leave out what begins at the ? or #" }
        if text.contains("/./") || text.contains("/../") || text.hasSuffix("/.") || text.hasSuffix("/..") {
            return "write the path without . and .."
        }
        return
            "after http:// or https:// there is a host, then its port, 1 to 65535, if it has one, and a path, in ASCII"
    }
}
