import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// Nobody is removed by a manifest that has just been overtaken.
struct ManifestOvertakenTests {
    private static let lock = "/repository/.git/index.lock"

    /// The manifest of one image with a member until a second, and another one that has to be a member.
    private static func desired(until second: Int) -> DesiredState {
        DesiredState(images: [.numbered(1, members: 1...2) { $0.end(2, at: second) }, .numbered(2, members: 1...1)])
    }

    private static func cloud() -> ModelImages { ModelImages([1: 1...2, 2: 1...1], limit: .members(5)) }

    private static func service(_ run: ServiceRun, _ cloud: ModelImages) -> ReconcileService {
        run.service(interval: .seconds(100_000), manifestInterval: .seconds(500)) { cloud.reconcile($0, $1) }
    }

    @Test func `A membership that was prolonged since the last look at the manifest does not end`() async {
        let (run, cloud) = (ServiceRun(), Self.cloud())
        run.setManifest(Self.desired(until: 700), hash: "a")
        let service = Self.service(run, cloud)
        await run.run(service, until: .seconds(500))
        run.setManifest(Self.desired(until: 90_000), hash: "b")
        await run.run(service, until: .seconds(5000))
        #expect(cloud.members(1).count == 2)
        #expect(!run.log.lines.contains { $0.contains("member removed") })
        #expect(run.store.current.nextExpiry == Date(timeIntervalSince1970: 90_000))
    }

    @Test func `An exclusive list, too, is read once more before anybody is removed`() async {
        let (run, cloud) = (ServiceRun(), Self.cloud())
        func exclusive(_ members: ClosedRange<Int>) -> DesiredState {
            DesiredState(images: [.numbered(1, members: members) { $0.exclusive = DesiredMember.numbered(1).source }])
        }
        run.setManifest(exclusive(1...2), hash: "a")
        let service = run.service(interval: .seconds(300), manifestInterval: .seconds(10_000)) {
            cloud.reconcile($0, $1)
        }
        await service.start()
        // Somebody shares the image by hand, and puts it into the manifest.
        cloud.add(3, to: 1)
        run.setManifest(exclusive(1...3), hash: "b")
        await run.run(service, until: .seconds(700))
        #expect(cloud.members(1).count == 3)
    }

    @Test func `While Git is at work a membership does not end, and afterwards by what there is then`() async {
        for isProlonged in [false, true] {
            let (run, cloud) = (ServiceRun(), Self.cloud())
            run.setManifest(Self.desired(until: 700), hash: "a")
            let service = Self.service(run, cloud)
            await run.run(service, until: .seconds(500))
            run.setManifest(Self.desired(until: 700), hash: "a", lock: Self.lock)
            await run.run(service, until: .seconds(750))
            #expect(cloud.members(1).count == 2)
            #expect(run.store.current.manifest.waitsForGit?.lock == Self.lock)
            run.setManifest(Self.desired(until: isProlonged ? 90_000 : 700), hash: isProlonged ? "b" : "a")
            await run.run(service, until: .seconds(755))
            #expect(cloud.members(1).count == (isProlonged ? 2 : 1))
            #expect(run.store.current.manifest.waitsForGit == nil)
            #expect(run.log.lines.count { $0.hasPrefix("notice waiting for Git") && $0.contains(Self.lock) } == 1)
        }
    }

    @Test func `Images that were to be looked at while Git was at work are when it is done`() async {
        let (run, cloud) = (ServiceRun(), Self.cloud())
        let wanted = DesiredState(images: [.numbered(1, members: 1...1) { $0.revoke(2) }, .numbered(2, members: 1...1)])
        run.setManifest(wanted, hash: "a")
        let service = run.service(interval: .seconds(300), manifestInterval: .seconds(5)) { cloud.reconcile($0, $1) }
        await service.start()
        await run.run(service, until: .seconds(298))
        cloud.add(2, to: 1)
        run.setManifest(wanted, hash: "a", lock: Self.lock)
        await run.run(service, until: .seconds(350))
        #expect(cloud.members(1).count == 2)
        #expect(run.calls.last?.images == [.numbered(2)])
        run.setManifest(wanted, hash: "a")
        await run.run(service, until: .seconds(355))
        #expect(cloud.members(1) == [.numbered(1)])
    }

    @Test func `A lock that Git has left behind is told at once, waited for, and then told that it is`() async throws {
        let (run, cloud) = (ServiceRun(), Self.cloud())
        run.setManifest(Self.desired(until: 90_000), hash: "a")
        let service = run.service(interval: .seconds(100_000), manifestInterval: .seconds(5)) {
            cloud.reconcile($0, $1)
        }
        await run.run(service, until: .seconds(10))
        run.setManifest(
            DesiredState(images: [.numbered(1, members: 1...1) { $0.revoke(2) }]), hash: "b", lock: Self.lock)
        await run.run(service, until: .seconds(20))
        let told = try #require(run.log.lines.last { $0.hasPrefix("notice waiting for Git") })
        #expect(told.contains(Self.lock) && told.contains("\"at_most\": 2m"), "\(told)")
        #expect(run.store.current.manifest.waitsForGit?.lock == Self.lock)
        #expect(run.lines.last?.contains("waiting for Git") == true)
        await run.run(service, until: .seconds(100))
        #expect(cloud.members(1).count == 2)
        await run.run(service, until: .seconds(140))
        #expect(cloud.members(1) == [.numbered(1)])
        #expect(run.log.lines.count { $0.hasPrefix("notice waiting for Git") } == 1)
        #expect(
            run.log.lines.count { $0.hasPrefix("warning Git is still changing") && $0.contains("c0ffee+dirty") } == 1)
        #expect(run.store.current.manifest.commit == "c0ffee+dirty")
        #expect(run.store.current.manifest.waitsForGit == nil)
    }

    @Test func `A file that makes no sense when a membership ends has until the next look to become whole`() async {
        let (run, cloud) = (ServiceRun(), Self.cloud())
        run.setManifest(Self.desired(until: 700), hash: "a")
        let service = Self.service(run, cloud)
        await run.run(service, until: .seconds(500))
        run.setManifest(nil, hash: "half")
        await run.run(service, until: .seconds(700.1))
        #expect(cloud.members(1).count == 2)
        run.setManifest(Self.desired(until: 90_000), hash: "b")
        await run.run(service, until: .seconds(800))
        #expect(cloud.members(1).count == 2)
    }
}
