import FoundationEssentials

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

    /// Whether a moment fulfils the condition.
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
