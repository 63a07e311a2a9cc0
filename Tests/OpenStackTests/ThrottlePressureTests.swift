import TestSupport
import Testing

@testable import OpenStack

/// How the gate narrows and widens by what the cloud says.
struct ThrottlePressureTests {
    private let throttle = Throttle(concurrency: 8, clock: RunClock(SkippingClock()))

    private func answer(_ pressure: Throttle.Pressure, times: Int = 1, closingError: OpenStackError? = nil) async throws
    {
        for _ in 0..<times {
            try await throttle.enter()
            await throttle.leave(pressure, closingError: closingError)
        }
    }

    @Test func `Throttling halves the limit, never below one`() async throws {
        var limits: [Int] = []
        for _ in 0..<5 {
            try await answer(.throttled)
            limits.append(await throttle.currentLimit)
        }
        #expect(limits == [4, 2, 1, 1, 1])
    }

    @Test func `Successes win it back slowly, one at a time, up to where it was`() async throws {
        try await answer(.throttled, times: 2)
        try await answer(.none)
        #expect(await throttle.currentLimit == 2)
        try await answer(.none)
        #expect(await throttle.currentLimit == 3)
        try await answer(.none, times: 1000)
        #expect(await throttle.currentLimit == 8)
    }

    @Test func `Ten failures in a row leave one probe`() async throws {
        try await answer(.trouble, times: 9)
        #expect(await !throttle.isProbing)
        #expect(await throttle.currentLimit == 8)
        try await answer(.trouble)
        #expect(await throttle.isProbing)
        #expect(await throttle.currentLimit == 1)
    }

    @Test func `One answer as it should be ends the row`() async throws {
        try await answer(.trouble, times: 9)
        try await answer(.none)
        try await answer(.trouble, times: 9)
        #expect(await !throttle.isProbing)
    }

    @Test func `A probe that succeeds opens the gate again`() async throws {
        try await answer(.trouble, times: 12)
        try await answer(.none)
        #expect(await !throttle.isProbing)
        try await answer(.none, times: 1000)
        #expect(await throttle.currentLimit == 8)
    }

    @Test func `With no patience left, the last failure of the row closes the gate`() async throws {
        let down = OpenStackError(.serverTrouble, status: 500, message: "down")
        try await answer(.trouble, times: 10, closingError: down)
        // Whoever is turned away has sent nothing, so that nothing can be in doubt.
        let turnedAway = OpenStackError(.notSent, status: 500, message: "down")
        await #expect(throws: turnedAway) { try await throttle.enter() }
    }

    @Test(
        arguments: [
            (429, nil, Throttle.Pressure.throttled), (429, "1", .throttled), (503, nil, .trouble),
            (503, "1", .throttled),
            (500, nil, .trouble), (502, nil, .trouble), (504, nil, .trouble), (413, nil, .none), (413, "1", .throttled),
            (401, nil, .none), (403, nil, .none), (404, nil, .none), (409, nil, .none), (300, nil, .none),
        ] as [(Int, String?, Throttle.Pressure)])
    func `What an answer says about the cloud`(status: Int, retryAfter: String?, pressure: Throttle.Pressure) {
        let answer = retryAfter.map { HTTPAnswer.status(status, retryAfter: $0) } ?? .status(status)
        #expect(OpenStackError(answer).pressure == pressure)
    }

    @Test(arguments: [
        (TransportFailure.notSent(""), Throttle.Pressure.trouble), (.unanswered(""), .trouble), (.timedOut, .trouble),
        (.tlsFailed(""), .none), (.cancelled, .none),
    ])
    func `What the lack of one says`(failure: TransportFailure, pressure: Throttle.Pressure) {
        #expect(OpenStackError(failure).pressure == pressure)
    }
}
