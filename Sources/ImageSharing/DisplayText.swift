extension String {
    /// The text with everything that could steer a terminal or a log replaced by a visible `\u{…}`.
    ///
    /// What a server or a file says is shown through this: control characters (C0, DEL, C1), line and paragraph
    /// separators, and the invisible characters that reorder or hide text (Unicode TR 36, 3.1). No line breaks remain.
    package var escapedForDisplay: String {
        guard unicodeScalars.contains(where: \.misleadsReaders) else { return self }
        var shown = ""
        for scalar in unicodeScalars {
            if scalar.misleadsReaders {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

extension Unicode.Scalar {
    /// Whether the character could steer a terminal, or hide or reorder what stands beside it.
    package var misleadsReaders: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}
