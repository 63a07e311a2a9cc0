import FoundationEssentials

/// One condition on an attribute of an image.
enum ImageFilter: Sendable {
    case isOneOf(String, [String])
    /// A number that is not less, or not greater.
    case isWithin(String, PartialRange, Int)
    case time(String, TimeComparison)

    /// The end of a range that is given.
    enum PartialRange: String, Sendable {
        case min, max
    }

    private static let comparable = ["name", "id", "status", "container_format", "disk_format"]
    private static let times = ["created_at", "updated_at"]
    private static let numbers = ["size", "virtual_size", "min_disk", "min_ram"]
    /// Columns of Glance's table that hold no text: it trips over whoever asks for them.
    private static let unspeakable = ["locations", "properties", "members"]

    /// Reads a condition; nil where Glance takes no notice of it.
    init?(_ item: ServiceRequest.QueryItem) throws(GlanceError) {
        switch item.name {
        case "deleted", "tags": return nil
        case "changes-since":
            throw .badRequest("The \"changes-since\" filter is no longer available on v2.")
        case "protected":
            guard ["true", "false"].contains(item.value) else {
                throw .badRequest(
                    "Invalid value '\(item.value)' for 'protected' filter. Valid values are 'true' or 'false'.")
            }
            self = .isOneOf(item.name, [item.value])
        case let name where Self.unspeakable.contains(name): throw .internalServerError
        case let name where Self.times.contains(name): self = .time(name, try TimeComparison(item.value, of: name))
        case let name where Self.comparable.contains(name): self = .isOneOf(name, try Self.choice(item.value))
        case let name where Self.numbers.contains(name):
            guard let number = Int32(item.value) else { throw .internalServerError }
            self = .isOneOf(name, [String(number)])
        default:
            guard let range = PartialRange(rawValue: String(item.name.suffix(3))), item.name.dropLast(3).hasSuffix("_")
            else {
                self = .isOneOf(item.name, [item.value])
                return
            }
            guard let bound = Int(item.value) else {
                throw .badRequest("Unable to filter on a range with a non-numeric value.")
            }
            let name = String(item.name.dropLast(4))
            guard Self.numbers.contains(name) else { throw .internalServerError }
            self = .isWithin(name, range, bound)
        }
    }

    /// Returns true for an image that fulfils the condition.
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
        case .isWithin(let name, let range, let bound):
            guard case .number(let number) = image.document[name] else { return false }
            return range == .min ? number >= Double(bound) : number <= Double(bound)
        case .time(let name, let comparison):
            return comparison.holds(for: name == "created_at" ? image.createdAt : image.updatedAt)
        }
    }

    /// The values that `in:a,b` and `eq:a` allow; what else stands before a colon is taken for an operator too.
    private static func choice(_ text: String) throws(GlanceError) -> [String] {
        if text.hasPrefix("in:") {
            guard text.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
                throw .badRequest("Invalid filter value \(text.dropFirst(3)). The quote is not closed.")
            }
            return values(text.dropFirst(3))
        }
        if text.hasPrefix("eq:") { return [String(text.dropFirst(3))] }
        if let colon = text.firstIndex(of: ":") {
            throw .badRequest("Unable to filter by unknown operator '\(text[..<colon])'.")
        }
        return [text]
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

/// A condition on a moment, such as `gt:2026-01-31T12:00:00Z`.
struct TimeComparison: Sendable {
    private enum Operator: String {
        case gt, gte, lt, lte, neq, eq
    }

    private let `operator`: Operator
    private let moment: Date

    /// Reads the condition on an attribute; a moment alone is one that it must equal.
    init(_ text: String, of attribute: String) throws(GlanceError) {
        if let moment = Timestamp.date(text) {
            (self.operator, self.moment) = (.eq, moment)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let moment = Timestamp.date(parts[1]) else {
            throw .badRequest("Bad \"\(attribute)\" query filter format. Use ISO 8601 DateTime notation.")
        }
        guard let `operator` = Operator(rawValue: String(parts[0])) else {
            throw .badRequest("Unable to filter on a unknown operator.")
        }
        (self.operator, self.moment) = (`operator`, moment)
    }

    /// Returns true for a moment that fulfils the condition.
    func holds(for other: Date) -> Bool {
        switch self.operator {
        case .gt: other > moment
        case .gte: other >= moment
        case .lt: other < moment
        case .lte: other <= moment
        case .neq: other != moment
        case .eq: other == moment
        }
    }
}
