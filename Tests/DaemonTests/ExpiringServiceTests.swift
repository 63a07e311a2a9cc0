import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// Memberships that end while the loop runs.
struct ExpiringServiceTests {
    /// A run of three images, of which the second has a member until a second.
    private static func run(until second: Int, reason: String? = nil) -> ServiceRun {
        let run = ServiceRun()
        run.setManifest(
            DesiredState(images: [
                .numbered(1, members: 1...1), .numbered(2, members: 1...2) { $0.end(2, at: second, reason: reason) },
                .numbered(3, members: 1...1),
            ]), hash: "a")
        return run
    }

    private static let cloud = [1: 1...1, 2: 1...2, 3: 1...1]

    @Test func `The image of a membership that ends is looked at within a second, and no other`() async throws {
        let (run, cloud) = (Self.run(until: 7777), ModelImages(Self.cloud, limit: .members(5)))
        let service = run.service(interval: .seconds(100_000), manifestInterval: .seconds(50_000)) {
            cloud.reconcile($0, $1)
        }
        await run.run(service, until: .seconds(7776))
        let look = try #require(run.calls.last)
        #expect(run.calls.count == 2 && look.images == [.numbered(2)])
        #expect(look.at >= .seconds(7777) && look.at <= .seconds(7778))
        #expect(look.date >= Date(timeIntervalSince1970: 7777))
        #expect(cloud.members(2) == [.numbered(1)])
        let status = run.store.current
        #expect(status.ticks.first?.reason == .expiry && status.ticks.first?.summary.removed == 1)
        #expect(status.images.allSatisfy { $0.state == .inSync } && status.images[1].members.count == 1)
        #expect(status.counters.changes[.removed] == 1)
        await run.run(service, until: .seconds(60_000))
        #expect(run.calls.count == 2)
    }

    @Test func `What cannot be removed then is not asked for again and again`() async {
        let run = Self.run(until: 1000)
        let service = run.service(interval: .seconds(600)) { run, desired in
            run.now < .seconds(999) ? ServiceRun.allInPlace(desired) : ServiceRun.failed(desired, .timedOut)
        }
        await run.run(service, until: .seconds(1100))
        #expect(run.calls.count { $0.at >= .seconds(999) && $0.images == [.numbered(2)] && !$0.isProbe } == 1)
    }

    @Test func `An image that is left alone is looked at when a membership of it ends`() async {
        let (run, cloud) = (Self.run(until: 900), ModelImages(Self.cloud, limit: .members(5)))
        let service = run.service(interval: .seconds(60)) { run, desired in
            let report = cloud.reconcile(run, desired)
            guard run.now < .seconds(890), let plan = report.plan else { return report }
            let full = Problem(code: .memberLimitExceeded, image: .numbered(2), message: "full")
            return Report(.applied(plan, Execution(outcomes: [], problems: [full])))
        }
        await run.run(service, until: .seconds(910))
        #expect(run.calls.contains { $0.images == [.numbered(2)] && $0.at >= .seconds(900) && $0.at < .seconds(901) })
        #expect(cloud.members(2) == [.numbered(1)])
    }

    @Test func `A cloud that is away is not asked because a membership ends, and does it when it is back`() async {
        let (run, cloud) = (Self.run(until: 500), ModelImages(Self.cloud, limit: .members(5)))
        let service = run.service(interval: .seconds(300)) { run, desired in
            (.seconds(200)..<(.seconds(2000))).contains(run.now)
                ? Report(.notPlanned([Problem(code: .cloudUnavailable, message: "down")]))
                : cloud.reconcile(run, desired)
        }
        await run.run(service, until: .seconds(1900))
        #expect(run.calls.filter { $0.at > .seconds(340) }.allSatisfy { $0.isProbe })
        await run.run(service, until: .seconds(2100))
        #expect(cloud.members(2) == [.numbered(1)])
    }

    @Test func `A membership is told of when it comes to end soon, and when it is over, once each`() async throws {
        let day = 86_400
        let run = Self.run(until: 20 * day, reason: "ticket\n4711")
        let cloud = ModelImages(Self.cloud, limit: .members(5))
        let service = run.service(interval: .seconds(day), manifestInterval: .seconds(3600)) { cloud.reconcile($0, $1) }
        await run.run(service, until: .seconds(5 * day))
        #expect(run.store.current.expiring.isEmpty)
        #expect(run.store.current.nextExpiry == Date(timeIntervalSince1970: Double(20 * day)))
        #expect(run.store.current.images[1].nextExpiry?.text == "second \(20 * day)")
        await run.run(service, until: .seconds(19 * day))
        #expect(run.store.current.expiring.map(\.member.project) == [.numbered(2)])
        await run.run(service, until: .seconds(22 * day))
        let told = run.log.lines.filter { $0.contains("membership ") }
        #expect(told.count == 2, "\(told)")
        #expect(told[0].hasPrefix("warning membership ends soon") && told[0].contains("second \(20 * day)"))
        #expect(told[0].contains("\"left\": 14d") && told[0].contains("ticket") && !told[0].contains("\n"))
        #expect(told[1].hasPrefix("notice membership has ended"))
        #expect(run.store.current.expiring.isEmpty && run.store.current.nextExpiry == nil)
    }

    @Test(arguments: [-5000, 5000]) func `A clock that is set is believed at the next turn`(jump: Int) async {
        let (run, cloud) = (Self.run(until: 10_000), ModelImages(Self.cloud, limit: .members(5)))
        let service = run.service(interval: .seconds(100_000), manifestInterval: .seconds(60)) {
            cloud.reconcile($0, $1)
        }
        await run.run(service, until: .seconds(4000))
        run.setClock(ahead: .seconds(jump))
        let end = Duration.seconds(10_000 - jump)
        await run.run(service, until: end - .seconds(61))
        #expect(cloud.members(2).count == 2)
        await run.run(service, until: max(run.now, end) + .seconds(61))
        #expect(cloud.members(2).count == 1)
        #expect(run.calls.count == 2)
    }
}
