@testable import Monitoring

extension StatusDocument {
    /// The document as a whole.
    var text: String { String(decoding: Array(joined()), as: UTF8.self) }
}
