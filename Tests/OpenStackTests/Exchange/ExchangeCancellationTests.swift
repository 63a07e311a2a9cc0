import HTTPTypes
import TestSupport
import Testing
import Transport

@testable import OpenStack

struct ExchangeCancellationTests {
    private let clock = ManualClock()
    private let held = Signal()

    @Test func `A write in flight is heard out when the run is told to stop`() async throws {
        let transport = ScriptedTransport([.held(held, .status(200, "written"))])
        let session = try TestCloud(transport, clock: clock).session()
        let writing = Task { try await session.send(.post, "/v2/images", body: []) }
        await transport.waitForRequests(1)
        writing.cancel()
        await clock.waitForSleepers(1)
        held.give()
        let answer = try await writing.value
        #expect(String(decoding: answer.body, as: UTF8.self) == "written")
    }

    @Test func `It is not heard out for ever, and then nobody claims that it was never sent`() async throws {
        let transport = ScriptedTransport([.held(held, .status(200))])
        let session = try TestCloud(transport, clock: clock).session()
        let writing = Task { try await session.send(.post, "/v2/images", body: []) }
        await transport.waitForRequests(1)
        writing.cancel()
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(60))
        let error = await #expect(throws: OpenStackError.self) { try await writing.value }
        #expect(error?.code == .unanswered)
    }

    @Test func `A GET in flight ends at once`() async throws {
        let transport = ScriptedTransport([.held(held, .status(200))])
        let session = try TestCloud(transport, clock: clock).session()
        let reading = Task { try await session.send(.get, "/v2/images") }
        await transport.waitForRequests(1)
        reading.cancel()
        await #expect(throws: OpenStackError.interrupted) { try await reading.value }
    }

    @Test func `A GET that waits to be sent again ends at once`() async throws {
        let transport = ScriptedTransport([.answer(.status(503, retryAfter: "10"))])
        let session = try TestCloud(transport, clock: clock, retryFor: .seconds(60)).session()
        let reading = Task { try await session.send(.get, "/v2/images") }
        await clock.waitForSleepers(1)
        reading.cancel()
        await #expect(throws: OpenStackError.interrupted) { try await reading.value }
    }

    @Test(arguments: [HTTPRequest.Method.get, .post])
    func `A task that was cancelled before sends nothing`(method: HTTPRequest.Method) async throws {
        let transport = ScriptedTransport([])
        let session = try TestCloud(transport, clock: clock).session()
        await inCancelledTask {
            await #expect(throws: OpenStackError.interrupted) { try await session.send(method, "/v2/images") }
        }
        #expect(transport.sent.isEmpty)
    }
}
