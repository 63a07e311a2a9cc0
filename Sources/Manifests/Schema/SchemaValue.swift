internal import Text

/// A value of JSON, of which schemas are made; an object keeps its keys in the order in which they are written.
indirect enum SchemaValue: Sendable {
    case text(String)
    case number(Int)
    case truth(Bool)
    case list([SchemaValue])
    case object([(key: String, value: SchemaValue)])

    /// The text of a document that is this value.
    var document: String {
        var json = JSONWriter()
        write(to: &json)
        return json.text + "\n"
    }

    /// Writes the value as the next one.
    private func write(to json: inout JSONWriter) {
        switch self {
        case .text(let text): json.value(text)
        case .number(let number): json.value(number)
        case .truth(let truth): json.value(truth)
        case .list(let items): json.array(items) { $1.write(to: &$0) }
        case .object(let fields):
            json.object { json in for field in fields { field.value.write(field.key, to: &json) } }
        }
    }

    /// Writes the value as that of a field.
    private func write(_ key: String, to json: inout JSONWriter) {
        switch self {
        case .text(let text): json.field(key, text)
        case .number(let number): json.field(key, number)
        case .truth(let truth): json.field(key, truth)
        case .list(let items): json.array(key, items) { $1.write(to: &$0) }
        case .object(let fields):
            json.object(key) { json in for field in fields { field.value.write(field.key, to: &json) } }
        }
    }
}

extension SchemaValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(number) }
    init(booleanLiteral truth: Bool) { self = .truth(truth) }
}

extension SchemaValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral items: SchemaValue...) { self = .list(items) }
    init(dictionaryLiteral fields: (String, SchemaValue)...) { self = .object(fields.map { (key: $0, value: $1) }) }
}
