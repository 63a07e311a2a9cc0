import FoundationEssentials
import Synchronization

/// A time that moves only when told.
final class TestTime: Sendable {
    private let seconds = Mutex<Double>(1_408_498_621)

    var now: Date { seconds.withLock { Date(timeIntervalSince1970: $0) } }

    func advance(by interval: Double) {
        seconds.withLock { $0 += interval }
    }
}
