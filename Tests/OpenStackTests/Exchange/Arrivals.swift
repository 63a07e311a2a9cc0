import OpenStack
import Synchronization
import TestSupport

/// Who came through, and who was turned away with what.
final class Arrivals: Sendable {
    private let results = Mutex<[OpenStackError.Code?]>([])
    private let changes = Changes()

    /// How many came through or were turned away.
    var count: Int { results.withLock { $0.count } }
    /// What those were told who did not come through.
    var refusals: [OpenStackError.Code] { results.withLock { $0.compactMap(\.self) } }

    func note(_ refusal: OpenStackError.Code?) {
        results.withLock { $0.append(refusal) }
        changes.announce()
    }

    func wait(for count: Int) async {
        await changes.wait { self.count >= count }
    }
}
