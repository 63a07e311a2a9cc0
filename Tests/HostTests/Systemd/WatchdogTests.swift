import Testing

@testable import Host

@Suite struct WatchdogTests {
    @Test(arguments: [
        (["WATCHDOG_USEC": "30000000"], Duration.seconds(15)),
        (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"], .seconds(15)),
        (["WATCHDOG_USEC": "3"], .microseconds(1)),
        (["WATCHDOG_USEC": "9223372036854775807"], .microseconds(Int64.max / 2)),
        (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"], nil),
        (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "x"], nil),
        (["WATCHDOG_USEC": "0"], nil),
        (["WATCHDOG_USEC": "-5"], nil),
        (["WATCHDOG_USEC": "9223372036854775808"], nil),
        (["WATCHDOG_USEC": ""], nil),
        ([:], nil),
    ])
    func `The environment sets the interval`(environment: [String: String], interval: Duration?) {
        #expect(Watchdog(environment: environment, processID: 7)?.interval == interval)
    }

    @Test func `Progress is sent at once, then once a quarter of the interval`() throws {
        var watchdog = try #require(Watchdog(environment: ["WATCHDOG_USEC": "8000000"], processID: 7))
        let moments = [0, 0, 500, 999, 1000, 1500, 1999, 2000, 9000, 9001, 9999, 10000]
        let fed = moments.filter { watchdog.feed(at: .milliseconds($0)) }
        #expect(fed == [0, 1000, 2000, 9000, 10000])
    }
}
