import TestSupport
import Testing

@testable import OpenStack

/// How the gate narrows and widens by what the cloud says.
struct ThrottlePressureTests {
    private let throttle = Throttle(concurrency: 8, clock: RunClock(SkippingClock()))

    private func answer(
        _ pressure: Throttle.Pressure, to traffic: Throttle.Traffic = .reading, times: Int = 1,
        closingError: OpenStackError? = nil
    ) async throws {
        for _ in 0..<times {
            try await throttle.enter(traffic)
            await throttle.leave(pressure, traffic, closingError: closingError)
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

    @Test func `Reading without trouble does not end a row of failed writes`() async throws {
        for _ in 0..<10 {
            try await answer(.trouble, to: .writing)
            try await answer(.none, to: .reading, times: 100)
        }
        #expect(await throttle.isProbing)
        #expect(await throttle.currentLimit == 1)
        try await answer(.none, to: .writing)
        #expect(await !throttle.isProbing)
    }

    @Test func `A run without writes is not slowed down for ever by those of an earlier one`() async throws {
        try await answer(.trouble, to: .writing, times: 10)
        await throttle.reopen()
        #expect(await throttle.currentLimit == 1)
        try await answer(.none, to: .reading, times: 1000)
        #expect(await throttle.currentLimit == 8)
    }

    @Test func `A write that works ends a row of failed reads`() async throws {
        try await answer(.trouble, to: .reading, times: 9)
        try await answer(.none, to: .writing)
        try await answer(.trouble, to: .reading, times: 9)
        #expect(await !throttle.isProbing)
    }

    @Test func `Where only writes fail, the gate stays open for a last look`() async throws {
        let down = OpenStackError(.serverTrouble, status: 500, message: "down")
        try await answer(.trouble, to: .writing, times: 10, closingError: down)
        await #expect(throws: OpenStackError(.notSent, status: 500, message: "down")) {
            try await throttle.enter(.writing)
        }
        try await answer(.none, to: .reading)
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
