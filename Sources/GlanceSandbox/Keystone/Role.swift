/// A role, and the ones it implies.
enum Role: String, Sendable, CaseIterable {
    case admin, manager, member, reader

    var id: String { Identifier.hex("role/" + rawValue) }

    /// The role itself and all it implies: admin, manager, member, reader form a chain.
    var effective: [Role] {
        Array(Self.allCases.drop { $0 != self })
    }
}
