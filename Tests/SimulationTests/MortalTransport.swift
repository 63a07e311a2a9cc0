import HTTPTypes
import Synchronization
import TestSupport
import Transport

/// The way of one process to a cloud, until it is killed: before or after a request has been carried out.
final class MortalTransport: HTTPTransport {
    private struct State {
        var requests = 0
        var onDeath: (@Sendable () -> Void)?
        var isDead = false
    }

    private let cloud: ModelCloud
    private let diesAt: Int
    private let clock: ManualClock
    private let state = Mutex(State())

    /// Makes a way.
    ///
    /// - Parameters:
    ///   - cloud: the cloud.
    ///   - diesAt: the number of the request at which the process is killed: of an even one nothing arrives, of an odd one
    ///     everything but the answer.
    ///   - clock: the cloud's time.
    init(_ cloud: ModelCloud, diesAt: Int, clock: ManualClock) {
        self.cloud = cloud
        self.diesAt = diesAt
        self.clock = clock
    }

    /// Has something done when the process is killed.
    func onDeath(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onDeath = body } }

    func send(
        _ request: HTTPRequest, body: [UInt8]?, timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        let number = state.withLock { state in
            state.requests += 1
            return state.requests - 1
        }
        if number < diesAt || number == diesAt && !number.isMultiple(of: 2) {
            let answer: Result<HTTPAnswer, TransportFailure>
            do { answer = .success(try await cloud.send(request, body: body, timeout: timeout)) } catch {
                answer = .failure(error)
            }
            if number < diesAt && !state.withLock({ $0.isDead }) { return try answer.get() }
        }
        state.withLock { state in
            state.isDead = true
            return state.onDeath
        }?()
        // Nobody hears of it any more.
        try? await clock.sleep(for: .seconds(100_000))
        throw .cancelled
    }
}
