import Testing

@testable import OpenStack

/// The number of requests in flight that a service bears.
struct ConcurrencyLevelTests {
    private func trip(_ number: Int, _ milliseconds: Int = 10) -> Trip {
        Trip(number: number, latency: .milliseconds(milliseconds), endedAt: .zero)
    }

    @Test func `A phase begins with one request, and doubles when all that may be in flight have been answered`() {
        var level = ConcurrencyLevel(maximum: 10)
        #expect(level.limit == 10)
        level.start(at: .zero)
        var limits = [level.limit]
        for _ in 0..<4 {
            let numbers = (0..<level.limit).map { _ in level.send() }
            for number in numbers.dropFirst() { level.succeed(trip(number)) }
            // What is sent in place of those is not what the round waits for.
            let later = level.send()
            level.succeed(trip(later))
            #expect(level.limit == limits.last)
            level.end(undecided: trip(numbers[0]))
            limits.append(level.limit)
        }
        #expect(limits == [1, 2, 4, 8, 10])
    }

    @Test func `A start whose requests are not answered goes on all the same, every second`() {
        var level = ConcurrencyLevel(maximum: 8)
        level.start(at: .seconds(5))
        var limits: [Int] = []
        for second in 6...9 {
            #expect(level.stepsAt == (second < 9 ? .seconds(second) : nil))
            level.advance(to: .seconds(second) - .milliseconds(1))
            level.advance(to: .seconds(second))
            limits.append(level.limit)
        }
        #expect(limits == [2, 4, 8, 8])
    }

    @Test func `A start ends where latency says that requests wait for one another`() {
        var level = ConcurrencyLevel(maximum: 64)
        level.start(at: .zero)
        // One that works on four at once.
        while level.stepsAt != nil {
            let numbers = (0..<level.limit).map { _ in level.send() }
            for number in numbers { level.succeed(trip(number, 10 * max(1, numbers.count / 4))) }
        }
        #expect(level.limit == 4)
    }

    @Test func `Latencies below what a service can be told by do not count`() {
        var level = ConcurrencyLevel(maximum: 64)
        level.start(at: .zero)
        while level.stepsAt != nil {
            let numbers = (0..<level.limit).map { _ in level.send() }
            for number in numbers { level.succeed(trip(number, numbers.count / 16)) }
        }
        #expect(level.limit == 64)
    }
}
