import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing
@testable import Transport

struct TokenCacheTests {
    private let service = FakeKeystone()
    private let refusal = OpenStackError(.unauthorized, status: 401, message: "no")

    private func cache() -> TokenCache {
        TokenCache(clock: RunClock(ManualClock()), authorize: service.authorize)
    }

    @Test func `A hundred callers make one request`() async throws {
        let cache = cache()
        let tokens = try await withThrowingTaskGroup(of: Secret?.self) { group in
            for _ in 0..<100 { group.addTask { try await cache.token().authorization.token } }
            service.answer()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(tokens) == [Secret("token-1")])
        #expect(tokens.count == 100)
        #expect(service.requests == 1)
    }

    @Test func `A failure is not kept`() async throws {
        let cache = cache()
        service.answer(with: OpenStackError(.serverTrouble, status: 503, message: "later"))
        await #expect(throws: OpenStackError.self) { try await cache.token() }
        service.answer()
        #expect(try await cache.token().authorization.token == Secret("token-2"))
    }

    @Test func `A cancelled caller leaves at once and harms nobody`() async throws {
        let cache = cache()
        let impatient = Task { try await cache.token() }
        await service.waitForRequests(1)
        let patient = Task { try await cache.token() }
        await Task.yield()
        impatient.cancel()
        await #expect(throws: OpenStackError.interrupted) { try await impatient.value }
        service.answer()
        _ = try await patient.value
    }

    @Test func `When the last caller has left, whoever comes next asks anew`() async throws {
        let cache = cache()
        let impatient = Task { try await cache.token() }
        await service.waitForRequests(1)
        impatient.cancel()
        await #expect(throws: OpenStackError.interrupted) { try await impatient.value }
        // The request that nobody waits for has not ended yet.
        let patient = Task { try await cache.token() }
        for _ in 0..<100 { await Task.yield() }
        service.answer()
        service.letGo()
        #expect(try await patient.value.authorization.token == Secret("token-2"))
    }

    @Test func `A token that was refused without ever having worked is forgotten by the next run`() async throws {
        let cache = cache()
        service.answer()
        let first = try await cache.token()
        await cache.begin(first)
        await cache.end(first, accepted: true)
        let second = try await cache.renewed(first, after: refusal)
        await #expect(throws: OpenStackError.self) { try await cache.renewed(second, after: refusal) }
        #expect(try await cache.token().generation == second.generation)
        await cache.beginRun()
        #expect(try await cache.token().authorization.token == Secret("token-3"))
    }

    @Test func `A caller that is cancelled already gets no token`() async throws {
        let cache = cache()
        await inCancelledTask {
            await #expect(throws: OpenStackError.interrupted) { try await cache.token() }
        }
    }

    @Test func `A refused token is renewed once for everybody`() async throws {
        let cache = cache()
        service.answer()
        let first = try await cache.token()
        let renewed = try await withThrowingTaskGroup(of: Secret?.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.renewed(first, after: refusal).authorization.token } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(renewed) == [Secret("token-2")])
        #expect(service.requests == 2)
        #expect(try await cache.token().authorization.token == Secret("token-2"))
    }

    @Test func `A renewed token that never worked is not renewed again`() async throws {
        let cache = cache()
        service.answer()
        let first = try await cache.token()
        let second = try await cache.renewed(first, after: refusal)
        await #expect(throws: refusal) { try await cache.renewed(second, after: refusal) }
        await #expect(throws: refusal) { try await cache.renewed(second, after: refusal) }
        #expect(service.requests == 2)
    }

    @Test func `A renewed token that has worked is renewed when it ends in its turn`() async throws {
        let cache = cache()
        service.answer()
        var entry = try await cache.token()
        for number in 2...6 {
            entry = try await cache.renewed(entry, after: refusal)
            #expect(entry.authorization.token == Secret("token-\(number)"))
            await cache.begin(entry)
            await cache.end(entry, accepted: true)
        }
    }

    @Test(arguments: [true, false])
    func `Whether a renewed token works is judged by all who are trying it`(itWorks: Bool) async throws {
        let cache = cache()
        service.answer()
        let second = try await cache.renewed(try await cache.token(), after: refusal)
        await cache.begin(second)
        await cache.begin(second)
        await cache.end(second, accepted: false)
        let refused = Task { try await cache.renewed(second, after: refusal) }
        await Task.yield()
        await cache.end(second, accepted: itWorks)
        if itWorks {
            #expect(try await refused.value.authorization.token == Secret("token-3"))
        } else {
            await #expect(throws: refusal) { try await refused.value }
        }
    }

    @Test func `A caller that is cancelled while it waits for others' luck leaves at once`() async throws {
        let cache = cache()
        service.answer()
        let second = try await cache.renewed(try await cache.token(), after: refusal)
        await cache.begin(second)
        let refused = Task { try await cache.renewed(second, after: refusal) }
        refused.cancel()
        await #expect(throws: OpenStackError.interrupted) { try await refused.value }
    }

    @Test func `A failed renewal is told, and tried again by whoever comes next`() async throws {
        let cache = cache()
        service.answer()
        let first = try await cache.token()
        service.answer(with: OpenStackError(.unauthorized, status: 401, message: "no"))
        await #expect(throws: OpenStackError.self) { try await cache.renewed(first, after: refusal) }
        service.answer()
        #expect(try await cache.token().authorization.token == Secret("token-3"))
    }
}
