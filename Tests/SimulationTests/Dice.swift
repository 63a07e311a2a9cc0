import Synchronization
import TestSupport

/// Remembers for which images something has happened.
final class Once: Sendable {
    private let images = Mutex<Set<Int>>([])

    func isFirst(_ image: Int) -> Bool { images.withLock { $0.insert(image).inserted } }
}

/// A generator that everybody draws from.
final class Dice: Sendable {
    private let generator: Mutex<SplitMix64>

    init(_ seed: UInt64) { generator = Mutex(SplitMix64(seed: seed)) }

    func draw<Value: Sendable>(_ body: (inout SplitMix64) -> Value) -> Value { generator.withLock { body(&$0) } }
}

/// A token bucket that holds one second's worth.
final class Bucket: Sendable {
    private let rate: Double
    private let state: Mutex<(tokens: Double, at: Duration)>

    init(_ rate: Double) {
        self.rate = rate
        state = Mutex((rate, .zero))
    }

    func take(at now: Duration) -> Bool {
        state.withLock { state in
            state.tokens = min(rate, state.tokens + rate * ((now - state.at) / .seconds(1)))
            state.at = now
            guard state.tokens >= 1 else { return false }
            state.tokens -= 1
            return true
        }
    }
}
