import Synchronization
import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing
@testable import Transport

/// A token is replaced before it ends.
struct TokenRenewalTests {
    private let service = FakeKeystone()
    private let clock = ManualClock()
    private let refusal = OpenStackError(.unauthorized, status: 401, message: "no")

    private func cache() -> TokenCache {
        TokenCache(clock: RunClock(clock), authorize: service.authorize)
    }

    private func token(of cache: TokenCache) async throws -> Secret? {
        try await cache.token().authorization.token
    }

    @Test func `A token of an hour is renewed when two minutes are left, once for everybody`() async throws {
        let cache = cache()
        service.answer(lifetime: .seconds(3600))
        #expect(try await token(of: cache) == Secret("token-1"))
        clock.advance(by: .seconds(3478))
        #expect(try await token(of: cache) == Secret("token-1"))
        clock.advance(by: .seconds(1))
        let tokens = try await withThrowingTaskGroup(of: Secret?.self) { group in
            for _ in 0..<50 { group.addTask { try await token(of: cache) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // The old one serves while the new one is on its way.
        #expect(Set(tokens).isSubset(of: [Secret("token-1"), Secret("token-2")]))
        await service.waitForRequests(2)
        while try await token(of: cache) != Secret("token-2") { await Task.yield() }
        #expect(service.asked == [.idempotent, .bestEffort])
    }

    @Test func `An early renewal that fails is nobody's failure, and not tried again at once`() async throws {
        let cache = cache()
        service.answer(lifetime: .seconds(3600))
        _ = try await token(of: cache)
        service.answer(with: OpenStackError(.serverTrouble, status: 503, message: "later"))
        clock.advance(by: .seconds(3480))
        for _ in 0..<10 { #expect(try await token(of: cache) == Secret("token-1")) }
        await service.waitForRequests(2)
        #expect(service.requests == 2)
        clock.advance(by: .seconds(12))
        for _ in 0..<100 {
            #expect(try await token(of: cache) == Secret("token-1"))
            await Task.yield()
        }
        await service.waitForRequests(3)
        #expect(service.requests == 3)
        service.answer(lifetime: .seconds(3600))
        clock.advance(by: .seconds(12))
        while try await token(of: cache) != Secret("token-4") { await Task.yield() }
    }

    @Test func `When the old token is over, a renewal that fails is told, and asked for with patience`() async throws {
        let cache = cache()
        service.answer(lifetime: .seconds(3600))
        _ = try await token(of: cache)
        let trouble = OpenStackError(.serverTrouble, status: 503, message: "later")
        service.answer(with: trouble)
        clock.advance(by: .seconds(3599))
        await #expect(throws: trouble) { try await token(of: cache) }
        #expect(service.asked == [.idempotent, .idempotent])
        service.answer(lifetime: .seconds(3600))
        #expect(try await token(of: cache) == Secret("token-3"))
    }

    @Test func `Who cannot go on without a token does not leave it at the one try that others make`() async throws {
        let held = HeldKeystone()
        let cache = TokenCache(clock: RunClock(clock), authorize: held.authorize)
        held.answers[0].give()
        let first = try await cache.token()
        clock.advance(by: .seconds(3480))
        let early = Task { try await cache.token() }
        await held.waitForRequests(2)
        clock.advance(by: .seconds(200))
        let late = Task { try await cache.token() }
        await Task.yield()
        held.answers[1].give()
        held.answers[2].give()
        #expect(try await late.value.generation > first.generation)
        #expect(try await early.value.generation == first.generation)
        #expect(held.asked == [.idempotent, .bestEffort, .idempotent])
    }

    @Test func `A token's time is counted from when it came, whatever the clocks say`() async throws {
        let cache = cache()
        clock.advance(by: .seconds(1_000_000))
        service.answer(lifetime: .seconds(4))
        _ = try await token(of: cache)
        clock.advance(by: .milliseconds(2_599))
        #expect(try await token(of: cache) == Secret("token-1"))
        clock.advance(by: .milliseconds(1))
        while try await token(of: cache) != Secret("token-2") { await Task.yield() }
    }

    @Test func `A renewal in good time is no replacement: when that token is refused, there is another`() async throws {
        let cache = cache()
        service.answer(lifetime: .seconds(600))
        _ = try await cache.token()
        clock.advance(by: .seconds(600))
        let second = try await cache.token()
        #expect(second.authorization.token == Secret("token-2"))
        #expect(try await cache.renewed(second, after: refusal).authorization.token == Secret("token-3"))
    }

    @Test func `Tokens that work and are refused in turns end in one refusal, and no circle`() async throws {
        let cache = cache()
        service.answer(lifetime: .seconds(3600))
        var entry = try await cache.token()
        for _ in 0..<TokenRefusals.mostEarly {
            await cache.begin(entry)
            await cache.end(entry, accepted: true)
            clock.advance(by: .seconds(1))
            entry = try await cache.renewed(entry, after: refusal)
        }
        await cache.begin(entry)
        await cache.end(entry, accepted: true)
        let last = entry
        for _ in 0..<5 {
            let error = await #expect(throws: OpenStackError.self) { try await cache.renewed(last, after: refusal) }
            #expect(error?.code == .serverTrouble)
            #expect(error?.status == 401)
            #expect(error?.message.contains("20 of them by now") == true)
            #expect(error?.hint != nil)
        }
        #expect(service.requests == 21)
        // It has got old enough to be asked for another.
        clock.advance(by: .seconds(60))
        #expect(try await cache.renewed(last, after: refusal).authorization.token == Secret("token-22"))
    }

    @Test func `Tokens that live and are refused for hours are renewed each time`() async throws {
        let cache = cache()
        service.answer()
        var entry = try await cache.token()
        for _ in 0..<50 {
            clock.advance(by: .seconds(3600))
            entry = try await cache.renewed(entry, after: refusal)
        }
        #expect(service.requests == 51)
    }
}

/// Hands out tokens of an hour, each when it is told to; the second request fails.
private final class HeldKeystone: Sendable {
    let answers = [Signal(), Signal(), Signal()]
    private let log = Mutex<[Exchange.RetrySafety]>([])
    private let changes = Changes()

    var asked: [Exchange.RetrySafety] { log.withLock { $0 } }

    func waitForRequests(_ count: Int) async { await changes.wait { self.asked.count >= count } }

    @Sendable func authorize(_ safety: Exchange.RetrySafety) async throws(OpenStackError) -> Authorization {
        let number = log.withLock { log in
            log.append(safety)
            return log.count
        }
        changes.announce()
        if number <= answers.count { await answers[number - 1].wait() }
        guard number != 2, let url = ServiceURL("http://glance.test") else {
            throw OpenStackError(.serverTrouble, status: 503, message: "later")
        }
        var authorization = Authorization(
            token: Secret("token-\(number)"), projectID: "owner", isAdministrator: false, imageService: url
        )
        authorization.lives(.seconds(3600))
        return authorization
    }
}
