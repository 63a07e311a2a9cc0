import Testing

/// A cloud that the contract is checked against.
enum CloudKind: Sendable, CustomTestStringConvertible {
    /// The embedded one, started anew for each test.
    case sandbox
    /// A real Keystone and Glance, described by a file.
    case openStack

    var testDescription: String {
        switch self {
        case .sandbox: "sandbox"
        case .openStack: "real Keystone and Glance"
        }
    }

    /// The answer of one of the two, where they must differ; the reason is for the reader.
    func differs<Value>(sandbox: Value, openStack: Value, because reason: StaticString) -> Value {
        self == .sandbox ? sandbox : openStack
    }
}

/// The clouds at hand.
enum Clouds {
    /// The sandbox always; the real one where the environment says where it is.
    static let all: [CloudKind] = Testbed.path == nil ? [.sandbox] : [.sandbox, .openStack]
}

/// The greatest number of members of an image.
enum MemberLimit: Int, Sendable {
    case usual = 128
    case small = 5
}
