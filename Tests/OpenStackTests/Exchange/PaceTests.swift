import Foundation
import TestSupport
import Testing

@testable import OpenStack

extension Pace {
    /// Lets requests work that were sent after a moment.
    fileprivate mutating func work(_ count: Int, after moment: Duration) {
        for _ in 0..<count { succeed(sentAt: moment + .milliseconds(1)) }
    }
}

/// The pace that is learnt from refusals.
struct PaceTests {
    /// A pace after the last of so many requests was refused, of which ten were in flight at a time for 10 ms each.
    private func pace(afterRefusalOf number: Int) -> Pace {
        var pace = Pace()
        for _ in 0..<number { pace.send(at: .zero) }
        for _ in 1..<number { pace.succeed(sentAt: .zero) }
        _ = pace.refuse(number - 9, sentAt: .milliseconds(990), at: .seconds(1), resumesAt: .zero)
        return pace
    }

    @Test func `There is none until something is refused`() {
        var pace = Pace()
        for number in 0..<10_000 {
            pace.send(at: .milliseconds(number))
            pace.succeed(sentAt: .milliseconds(number))
        }
        #expect(pace.rate(at: .seconds(10)) == nil)
        #expect(pace.turn == .zero)
    }

    @Test func `It goes down by a little where much has worked, rises again, and lets go`() throws {
        var pace = pace(afterRefusalOf: 1000)
        pace.work(40, after: .seconds(1))
        let rates = [1000, 1500, 2000, 2500].map { pace.rate(at: .milliseconds($0)) }
        #expect(rates == [950, 1000, 1300, nil])
    }

    @Test func `It is not past what was refused, nor gone, by time alone`() {
        var pace = pace(afterRefusalOf: 1000)
        pace.work(1, after: .seconds(1))
        #expect(pace.rate(at: .seconds(3600)) == 1025)
    }

    @Test func `It goes down by much where little has worked`() throws {
        #expect(try #require(pace(afterRefusalOf: 10).rate(at: .seconds(1))) < 401)
    }

    @Test func `What was sent before it went down does not take it down once more`() throws {
        var pace = pace(afterRefusalOf: 100)
        let rate = pace.rate(at: .seconds(1))
        let isPaced = pace.refuse(100, sentAt: .seconds(1), at: .seconds(1), resumesAt: .zero)
        #expect(isPaced)
        #expect(pace.rate(at: .seconds(1)) == rate)
        _ = pace.refuse(101, sentAt: .milliseconds(1001), at: .milliseconds(1002), resumesAt: .zero)
        #expect(try #require(pace.rate(at: .milliseconds(1002))) < #require(rate))
    }

    @Test func `It rises from the end of a pause on, the slower the longer the pause was`() throws {
        var pace = Pace()
        for _ in 0..<100 { pace.send(at: .zero) }
        _ = pace.refuse(91, sentAt: .milliseconds(900), at: .seconds(1), resumesAt: .seconds(31))
        #expect(pace.rate(at: .seconds(31)) == pace.rate(at: .seconds(1)))
        #expect(pace.turn > .seconds(31))
        pace.work(2, after: .seconds(31))
        #expect(try #require(pace.rate(at: .seconds(31 + 8 * 30))).rounded() == 100)
    }

    @Test(arguments: [(share: 0.95, requests: [40, 80, 160, 320, 320]), (share: 0.5, requests: [40, 40, 40, 40, 40])])
    func `It rises the more slowly the more often the same rate was refused`(share: Double, requests: [Double]) throws {
        var pace = Pace()
        var (now, refused, found) = (Duration.seconds(1), 64.0, [Double]())
        for number in 1...requests.count {
            let sentAt = now - .seconds(number == 1 ? 1 / refused : 0.001)
            pace.send(at: sentAt)
            _ = pace.refuse(number, sentAt: sentAt, at: now, resumesAt: .zero)
            pace.work(40, after: now)
            var (again, letGo): (Duration?, Duration) = (nil, now)
            while let rate = pace.rate(at: letGo) {
                if again == nil && letGo > now + .milliseconds(1) && rate >= share * refused { again = letGo }
                letGo += .milliseconds(1)
            }
            // It lets go at twice the rate, which it reaches after 1 + ∛(1 ÷ 0.3) times the rise.
            found.append(((letGo - now) / .seconds(1) * refused / (1 + cbrt(1 / 0.3))).rounded())
            now = try #require(again)
            refused = try #require(pace.rate(at: now))
        }
        #expect(found == requests)
    }

    @Test func `What refuses everything slows it down, and is forgotten once something works`() throws {
        var pace = pace(afterRefusalOf: 100)
        var (now, number) = (Duration.seconds(1), 100)
        for _ in 0..<20 {
            now = max(now, pace.turn)
            pace.send(at: now)
            number += 1
            _ = pace.refuse(number, sentAt: now, at: now + .milliseconds(1), resumesAt: .zero)
            now += .milliseconds(1)
        }
        #expect(pace.rate(at: now) == Pace.slowest)
        // Not by time alone.
        #expect(pace.rate(at: now + .seconds(60)) == Pace.slowest)
        var took: [Int] = []
        for rate in [10.0, 100, 1000] {
            var sent = 0
            while let paced = pace.rate(at: now), paced < rate {
                now = max(now, pace.turn)
                pace.send(at: now)
                pace.succeed(sentAt: now)
                sent += 1
            }
            took.append(sent)
        }
        // What was borne, at once: the second refused one of those hundred.
        #expect(took == [1, 98, 900])
        #expect(now < .seconds(40))
    }

    @Test func `It is never slower than a request a second`() {
        var pace = Pace()
        var now = Duration.zero
        for number in 1...100 {
            now = max(now, pace.turn)
            pace.send(at: now)
            _ = pace.refuse(number, sentAt: now, at: now + .milliseconds(1), resumesAt: .zero)
            now += .milliseconds(1)
            #expect(pace.turn <= now + .milliseconds(1010))
        }
        #expect(pace.rate(at: now) == Pace.slowest)
    }

    @Test func `Where no time has passed, no rate is known`() {
        var pace = Pace()
        pace.send(at: .zero)
        let isPaced = pace.refuse(1, sentAt: .zero, at: .zero, resumesAt: .zero)
        #expect(!isPaced)
        #expect(pace.rate(at: .seconds(1)) == nil)
    }
}
