/// What the nodes of one document share: the source, kept once, and a record for each node.
final class NodeStorage: Sendable {
    let source: SourceText
    /// The texts of scalars whose bytes differ from the source: those with escapes, folds or indentation.
    let decoded: [UInt8]
    let records: [NodeRecord]

    init(source: SourceText, decoded: [UInt8], records: [NodeRecord]) {
        self.source = source
        self.decoded = decoded
        self.records = records
    }

    /// The text of a scalar.
    func text(of scalar: NodeRecord) -> String {
        let range = Int(scalar.place)..<Int(scalar.place) + Int(scalar.count)
        return String(decoding: scalar.isDecoded ? decoded[range] : source.bytes[range], as: UTF8.self)
    }
}
