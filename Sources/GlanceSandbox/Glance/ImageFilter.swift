/// One condition on an attribute of an image.
enum ImageFilter: Sendable {
    case isOneOf(String, [String])

    init(_ item: ServiceRequest.QueryItem) throws(GlanceError) {
        guard ["name", "id", "status", "container_format", "disk_format"].contains(item.name) else {
            self = .isOneOf(item.name, [item.value])
            return
        }
        // `in:a,b` and `eq:a`; what else stands before a colon is taken for an operator too.
        if item.value.hasPrefix("in:") {
            guard item.value.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
                throw .badRequest("Invalid filter value \(item.value.dropFirst(3)). The quote is not closed.")
            }
            self = .isOneOf(item.name, Self.values(item.value.dropFirst(3)))
        } else if item.value.hasPrefix("eq:") {
            self = .isOneOf(item.name, [String(item.value.dropFirst(3))])
        } else if let colon = item.value.firstIndex(of: ":") {
            throw .badRequest("Unable to filter by unknown operator '\(item.value[..<colon])'.")
        } else {
            self = .isOneOf(item.name, [item.value])
        }
    }

    /// Whether the image fulfils the condition.
    func matches(_ image: Image) -> Bool {
        switch self {
        case .isOneOf(let name, let values):
            guard let value = image.document[name] else { return false }
            return switch value {
            case .string(let text): values.contains(text)
            case .bool(let flag): values.contains(flag ? "true" : "false")
            case .number: values.contains(value.text)
            default: false
            }
        }
    }

    /// Splits at commas, except within double quotes.
    private static func values(_ text: Substring) -> [String] {
        var values = [""]
        var isQuoted = false
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: values.append("")
            default: values[values.count - 1].append(character)
            }
        }
        return values
    }
}
