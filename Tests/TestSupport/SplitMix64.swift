/// A small generator with a seed, so that a failing property can be run again exactly.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts a sequence.
    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that has this probability.
    package mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }
}

/// A generator that always says the same: the extremes of what a real one can say.
package struct ConstantGenerator: RandomNumberGenerator, Sendable {
    private let value: UInt64

    /// Draws nothing but the smallest numbers. (The standard library would draw again for ever after a 0.)
    package static let lowest = ConstantGenerator(value: 1)
    /// Draws nothing but the largest numbers.
    package static let highest = ConstantGenerator(value: .max)

    package func next() -> UInt64 { value }
}
