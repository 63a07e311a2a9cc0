import FoundationEssentials
import Synchronization
import TestSupport

@testable import OpenStack
@testable import Transport

extension CachedToken: Equatable {
    static func == (one: Self, other: Self) -> Bool {
        one.generation == other.generation && one.authorization == other.authorization
    }
}

/// Hands out numbered tokens, but not before it is told to answer.
final class FakeKeystone: Sendable {
    private struct State {
        var asked: [Exchange.RetrySafety] = []
        var failure: OpenStackError?
        var lifetime: Duration?
    }

    private let state = Mutex(State())
    private let answering = Signal()
    private let lettingGo = Signal()
    private let changes = Changes()

    /// How it was asked, each time.
    var asked: [Exchange.RetrySafety] { state.withLock { $0.asked } }
    var requests: Int { asked.count }

    /// Answers from now on, with a failure or with tokens that live so long.
    func answer(with failure: OpenStackError? = nil, lifetime: Duration? = nil) {
        state.withLock { state in
            state.failure = failure
            state.lifetime = lifetime
        }
        answering.give()
    }

    /// Lets cancelled requests end.
    func letGo() { lettingGo.give() }

    func waitForRequests(_ count: Int) async {
        await changes.wait { self.requests >= count }
    }

    @Sendable func authorize(_ safety: Exchange.RetrySafety) async throws(OpenStackError) -> Authorization {
        let number = state.withLock { state in
            state.asked.append(safety)
            return state.asked.count
        }
        changes.announce()
        guard await answering.waitUnlessCancelled() else {
            await lettingGo.wait()
            throw .interrupted
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
        guard let url = ServiceURL("http://glance.test") else { throw .interrupted }
        var authorization = Authorization(
            token: Secret("token-\(number)"), projectID: "owner", isAdministrator: false, imageService: url
        )
        authorization.lives(state.withLock { $0.lifetime })
        return authorization
    }
}

extension Authorization {
    /// Makes the token one that lives so long; nil for one of which that is not known.
    mutating func lives(_ lifetime: Duration?) {
        issuedAt = lifetime.map { _ in Date(timeIntervalSince1970: 0) }
        expiresAt = lifetime.map { Date(timeIntervalSince1970: $0 / .seconds(1)) }
    }
}
