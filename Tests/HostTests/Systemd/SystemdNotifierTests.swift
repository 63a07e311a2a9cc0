import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import Host

@Suite struct SystemdNotifierTests {
    /// A clock that stands where it is put.
    private final class Now: Sendable {
        private let time = Mutex(Duration.zero)

        var value: Duration { time.withLock { $0 } }

        func move(by duration: Duration) { time.withLock { $0 += duration } }
    }

    private static let processID: Int32 = 4711

    private func notifier(_ environment: [String: String], now: Now = Now()) -> SystemdNotifier {
        SystemdNotifier(environment: environment, processID: Self.processID) { now.value }
    }

    @Test(arguments: [false, true]) func `The states of a service reach its manager`(isAbstract: Bool) throws {
        let scratch = try ScratchDirectory()
        let value = isAbstract ? "@glance-share-test-\(UUID().uuidString)" : scratch.at("notify")
        let receiver = try #require(NotifyAddress(value).flatMap(NotifyReceiver.init))
        let now = Now()
        let notifier = notifier(["NOTIFY_SOCKET": value, "WATCHDOG_USEC": "8000000"], now: now)
        #expect(notifier.isActive)

        notifier.status("42 images in sync")
        notifier.ready()
        now.move(by: .milliseconds(1500))
        notifier.progress()
        notifier.reloading()
        notifier.ready()
        notifier.stopping()

        #expect(
            receiver.received() == [
                "STATUS=42 images in sync", "READY=1", "WATCHDOG=1", "RELOADING=1\nMONOTONIC_USEC=1500000", "READY=1",
                "STOPPING=1",
            ])
    }

    @Test(arguments: [[:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "vsock:2:1234"], ["NOTIFY_SOCKET": "relative"]])
    func `Without a manager nothing happens`(environment: [String: String]) {
        let notifier = notifier(environment.merging(["WATCHDOG_USEC": "1000000"]) { $1 })
        notifier.ready()
        notifier.progress()
        #expect(!notifier.isActive)
        #expect(notifier.watchdogInterval == nil)
    }

    @Test func `A manager that is gone harms nobody`() throws {
        let scratch = try ScratchDirectory()
        let notifier = notifier(["NOTIFY_SOCKET": scratch.at("nobody")])
        notifier.ready()
        notifier.status("fine")
        #expect(notifier.isActive)
    }

    @Test func `The same status is sent once`() throws {
        let scratch = try ScratchDirectory()
        let receiver = try #require(NotifyAddress(scratch.at("notify")).flatMap(NotifyReceiver.init))
        let notifier = notifier(["NOTIFY_SOCKET": scratch.at("notify")])
        for status in ["one", "one", "two", "one"] { notifier.status(status) }
        #expect(receiver.received() == ["STATUS=one", "STATUS=two", "STATUS=one"])
    }

    @Test func `The loop feeds the watchdog at most once a quarter of its interval`() throws {
        let scratch = try ScratchDirectory()
        let receiver = try #require(NotifyAddress(scratch.at("notify")).flatMap(NotifyReceiver.init))
        let now = Now()
        let notifier = notifier(["NOTIFY_SOCKET": scratch.at("notify"), "WATCHDOG_USEC": "8000000"], now: now)
        #expect(notifier.watchdogInterval == .seconds(4))
        for _ in 0..<100 {
            notifier.progress()
            now.move(by: .milliseconds(100))
        }
        #expect(receiver.received() == Array(repeating: "WATCHDOG=1", count: 10))
        // A loop that hangs says nothing: there is no timer that would.
        now.move(by: .seconds(3600))
        #expect(receiver.received().isEmpty)
    }

    @Test func `Without a manager the time since the last progress is still known`() {
        let now = Now()
        let notifier = notifier([:], now: now)
        now.move(by: .seconds(5))
        #expect(notifier.timeSinceProgress == .seconds(5))
        notifier.progress()
        now.move(by: .seconds(2))
        #expect(notifier.timeSinceProgress == .seconds(2))
    }

    @Test func `The monotonic clock goes on`() {
        let before = SystemCalls.monotonicTime()
        #expect(before > .zero)
        #expect(SystemCalls.monotonicTime() >= before)
    }
}
