import Text

/// Writes metric families in the text exposition format.
struct PrometheusWriter {
    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""

    /// Writes a gauge that has one sample.
    mutating func gauge(_ name: String, _ help: String, _ value: Double, labels: Labels = []) {
        family(name, "gauge", help)
        sample(name, labels: labels, value)
    }

    /// Writes a counter with its samples.
    mutating func counter(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]) {
        family(name, "counter", help)
        for sample in samples { self.sample(name, labels: sample.labels, sample.value) }
    }

    /// Writes a histogram.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - help: what it is.
    ///   - bounds: the upper bounds of its buckets, ascending, without the last, which has none.
    ///   - counts: how many fell into each bucket and no smaller one; one more than there are bounds.
    ///   - sum: the sum of all values.
    mutating func histogram(_ name: String, _ help: String, bounds: [Double], counts: [Int], sum: Double) {
        family(name, "histogram", help)
        var total = 0
        for (bound, count) in zip(bounds, counts) {
            total += count
            sample(name + "_bucket", labels: [("le", Self.number(bound))], Double(total))
        }
        total = counts.reduce(0, +)
        sample(name + "_bucket", labels: [("le", "+Inf")], Double(total))
        sample(name + "_sum", sum)
        sample(name + "_count", Double(total))
    }

    /// Begins a family of metrics.
    mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP glance_share_\(name) \(help)\n# TYPE glance_share_\(name) \(type)\n"
    }

    /// Writes one sample.
    mutating func sample(_ name: String, labels: Labels = [], _ value: Double) {
        text += "glance_share_" + name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += " \(Self.number(value))\n"
    }

    /// A number as the format spells it; whole ones without a fraction, others to the microsecond.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        let rounded = (value * 1e6).rounded() / 1e6
        return Int(exactly: rounded).map(String.init) ?? "\(rounded.isFinite ? rounded : value)"
    }

    /// A label's value with the three characters escaped that the format reserves, and what could steer a terminal.
    private static func escaped(_ value: String) -> String {
        var escaped = ""
        let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
        for scalar in lines.map({ String($0).escapedForDisplay }).joined(separator: "\n").unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
