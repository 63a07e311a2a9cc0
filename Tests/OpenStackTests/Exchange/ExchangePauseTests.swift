import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing

/// A `Retry-After` speaks of the whole service.
struct ExchangePauseTests {
    @Test(arguments: [429, 503, 413])
    func `After a Retry-After nobody sends before its time, those who queue for the gate neither`(
        status: Int
    ) async throws {
        let clock = ManualClock()
        let held = Signal()
        let transport = ScriptedTransport { sent in
            sent.number == 1 ? .held(held, .answer(.status(status, retryAfter: "30"))) : .status(200)
        }
        let session = try TestCloud(transport, clock: clock, concurrency: 1).session()
        let first = Task { try await session.send(.get, "/v2/images/1") }
        await transport.waitForRequests(1)
        let others = (2...5).map { number in Task { try await session.send(.get, "/v2/images/\(number)") } }
        for _ in 0..<100 { await Task.yield() }
        held.give()
        // One in the gate, and the refused one at its own wait.
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(29_999))
        for _ in 0..<100 { await Task.yield() }
        #expect(transport.sent.count == 1)
        clock.advance(by: .milliseconds(1))
        for task in others { _ = try await task.value }
        _ = try await first.value
        #expect(transport.sent.count == 6)
    }

    @Test func `A run that is not patient gives the service's own words, and waits for nobody`() async throws {
        let transport = ScriptedTransport { _ in .answer(.status(503, retryAfter: "7")) }
        let cloud = TestCloud(transport, clock: ManualClock())
        cloud.backOff.beginRun(isPatient: false)
        let session = try cloud.session()
        let error = await #expect(throws: OpenStackError.self) { try await session.send(.get, "/v2/images/1") }
        #expect(error?.message == "slow down")
        #expect(transport.sent.count == 1)
    }

    @Test func `A write's Retry-After holds the readers as well`() async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport { sent in
            sent.number == 1 ? .answer(.status(429, retryAfter: "7")) : .status(200)
        }
        let session = try TestCloud(transport, clock: clock).session()
        await #expect(throws: OpenStackError.self) { try await session.send(.post, "/v2/images", body: []) }
        let reading = Task { try await session.send(.get, "/v2/images") }
        await clock.waitForSleepers(1)
        #expect(transport.sent.count == 1)
        clock.advance(by: .seconds(7))
        _ = try await reading.value
    }
}
