import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing
@testable import Transport

/// How the gate narrows and widens by what the cloud says.
struct ThrottlePressureTests {
    private let throttle = Throttle(
        concurrency: 8,
        backOff: BackOff(retryFor: .seconds(60), clock: RunClock(SkippingClock()), generator: SplitMix64(seed: 1))
    )
    private let trouble = OpenStackError(.serverTrouble, status: 500, message: "down", requestID: "req-1")
    private let throttled = OpenStackError(.throttled, status: 429, message: "slow down")

    private func answer(
        _ error: OpenStackError?, to subjects: [String] = ["a"], _ traffic: ThrottledRequest.Traffic = .reading
    ) async throws {
        for subject in subjects {
            let visitor = ThrottledRequest(traffic: traffic, subject: subject)
            try await throttle.enter(visitor)
            await throttle.leave(visitor, error)
        }
    }

    private func images(_ count: Int) -> [String] { (0..<count).map { "\($0)" } }

    @Test func `Throttling halves the limit, never below one`() async throws {
        var limits: [Int] = []
        for _ in 0..<5 {
            try await answer(throttled)
            limits.append(await throttle.currentLimit)
        }
        #expect(limits == [4, 2, 1, 1, 1])
    }

    @Test func `Successes win it back slowly, one at a time, up to where it was`() async throws {
        try await answer(throttled, to: images(2))
        try await answer(nil)
        #expect(await throttle.currentLimit == 2)
        try await answer(nil)
        #expect(await throttle.currentLimit == 3)
        try await answer(nil, to: images(1000))
        #expect(await throttle.currentLimit == 8)
    }

    @Test
    func `It is said that refusals slow a run down, again where it is far slower, and anew once it was forgotten`()
        async throws
    {
        let (clock, log) = (ManualClock(), CapturedLog())
        let throttle = Throttle(
            concurrency: 8, backOff: BackOff(retryFor: .seconds(60), clock: RunClock(clock)), logger: log.logger)
        func ask(_ error: OpenStackError?) async throws {
            let place = try await throttle.enter()
            clock.advance(by: .milliseconds(10))
            await throttle.leave(ThrottledRequest(), error, from: place)
            clock.advance(by: .seconds(2))
        }
        var lines: [Int] = []
        for _ in 1...2 {
            for _ in 0..<3 {
                try await ask(throttled)
                lines.append(log.lines.count)
            }
            await throttle.reopen()
        }
        for _ in 0..<300 { try await ask(nil) }
        await throttle.reopen()
        try await ask(throttled)
        lines.append(log.lines.count)
        #expect(lines == [1, 1, 2, 2, 2, 2, 3])
        #expect(log.lines.allSatisfy { $0.hasPrefix("warning the image service refuses requests") })
    }

    @Test func `One image's failures leave the gate as it is`() async throws {
        try await answer(trouble, to: Array(repeating: "a", count: 100))
        #expect(await !throttle.isProbing)
        #expect(await throttle.currentLimit == 8)
    }

    @Test func `Several images' failures in a row leave one probe; one that succeeds opens it again`() async throws {
        try await answer(trouble, to: images(3))
        #expect(await throttle.isProbing)
        #expect(await throttle.currentLimit == 1)
        try await answer(nil)
        #expect(await !throttle.isProbing)
        try await answer(nil, to: images(1000))
        #expect(await throttle.currentLimit == 8)
    }

    @Test func `A refusal is the answer of a service that works`() async throws {
        try await answer(trouble, to: images(2))
        try await answer(OpenStackError(.forbidden, status: 403, message: "no"))
        try await answer(trouble, to: images(2))
        #expect(await !throttle.isProbing)
    }

    @Test func `Who is turned away has sent nothing, and hears no foreign words`() async throws {
        await throttle.expectReads(of: 1000)
        var turnedAway: OpenStackError?
        for image in images(1000) where turnedAway == nil {
            do throws(OpenStackError) {
                try await throttle.enter(ThrottledRequest(subject: image))
                await throttle.leave(ThrottledRequest(subject: image), trouble)
            } catch {
                turnedAway = error
            }
        }
        #expect(turnedAway?.code == .notAsked)
        #expect(turnedAway?.cause == .serverTrouble)
        #expect(turnedAway?.status == nil)
        #expect(turnedAway?.requestID == nil)
        #expect(turnedAway?.message.contains("down") == false)
        #expect(await throttle.conclusion?.status == 500)
        await throttle.reopen()
        #expect(await throttle.conclusion == nil)
    }

    @Test func `Reading without trouble does not end a row of failed writes; a write that works ends both`()
        async throws
    {
        for image in images(3) {
            try await answer(trouble, to: [image], .writing)
            try await answer(nil, to: images(100), .reading)
        }
        #expect(await throttle.isProbing)
        try await answer(trouble, to: images(2), .reading)
        try await answer(nil, .writing)
        try await answer(trouble, to: images(2), .reading)
        #expect(await !throttle.isProbing)
    }

    @Test func `Where only writes fail, the gate stays open for a last look`() async throws {
        await throttle.expectWrites(to: 1000)
        await #expect(throws: OpenStackError.self) { try await answer(trouble, to: images(1000), .writing) }
        try await answer(nil, .reading)
    }

    @Test(
        arguments: [
            (429, nil, Meaning.Pressure.throttled), (429, "1", .throttled), (503, nil, .trouble),
            (503, "1", .throttled),
            (500, nil, .trouble), (502, nil, .trouble), (504, nil, .trouble), (413, nil, .none), (413, "1", .throttled),
            (401, nil, .none), (403, nil, .none), (404, nil, .none), (409, nil, .none), (300, nil, .none),
        ] as [(Int, String?, Meaning.Pressure)])
    func `What an answer says about the cloud`(status: Int, retryAfter: String?, pressure: Meaning.Pressure) {
        let answer = retryAfter.map { HTTPAnswer.status(status, retryAfter: $0) } ?? .status(status)
        #expect(OpenStackError(answer).meaning.pressure == pressure)
    }

    @Test(arguments: [
        (TransportFailure.notSent(""), Meaning.Pressure.trouble), (.unanswered(""), .trouble), (.timedOut, .trouble),
        (.tlsFailed(""), .none), (.cancelled, .none),
    ])
    func `What the lack of one says`(failure: TransportFailure, pressure: Meaning.Pressure) {
        #expect(OpenStackError(failure).meaning.pressure == pressure)
    }
}
