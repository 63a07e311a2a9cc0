import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// The loop through an outage of the cloud.
struct ReconcileServiceOutageTests {
    @Test func `A cloud that cannot answer for one image is not taken to be down for all`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 4), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { _, desired in
            let ill = DesiredState(images: desired.images.filter { $0.id == .numbered(2) })
            return ill.images.count == desired.images.count
                ? ServiceRun.failed(desired, .cloudUnavailable) : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(20))
        let images = ServiceRun.desired(images: 4).images
        let edited = DesiredState(images: [images[0], .numbered(2, members: 1...3), images[2], images[3]])
        run.setManifest(edited, hash: "b")
        await run.run(service, until: .seconds(60))
        #expect(run.calls.last?.images.count == 4)
        #expect(run.log.lines.contains { $0.contains("the cloud is back") })
    }

    @Test func `A cloud that may be down is probed with an image that was well`() async throws {
        let run = ServiceRun()
        let ill = Set((1...30).map { ImageID.numbered($0) })
        run.setManifest(ServiceRun.desired(images: 32), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { _, desired in
            let seen = desired.images.map { image -> (ImageID, Observation) in
                let problem = Problem(code: .cloudUnavailable, image: image.id, message: "no")
                return (image.id, ill.contains(image.id) ? .unreadable(problem) : .members([]))
            }
            let current = CurrentState(observations: Dictionary(uniqueKeysWithValues: seen))
            return Report(.planned(Plan(desired: desired, current: current)))
        }
        await run.run(service, until: .seconds(20))
        var images = ServiceRun.desired(images: 32).images
        images[0] = .numbered(1, members: 1...2)
        run.setManifest(DesiredState(images: images), hash: "b")
        await run.run(service, until: .seconds(60))
        #expect(run.calls.map(\.images.count) == [32, 1, 1, 32])
        #expect(run.calls[1].images == [.numbered(1)])
        #expect(run.calls[2].isProbe && !ill.contains(run.calls[2].images[0]))
    }

    @Test func `A manifest that changes while the cloud is down costs it no request more`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "0")
        let service = run.service(manifestInterval: .seconds(5)) { run, desired in
            run.now < .seconds(400)
                ? ServiceRun.failed(desired, .cloudUnavailable) : ServiceRun.allInPlace(desired)
        }
        for edit in 1...39 {
            await run.run(service, until: .seconds(edit * 10))
            run.setManifest(ServiceRun.desired(images: 3, members: 1 + edit % 3), hash: "\(edit)")
        }
        // After 5, 10, 20, 40 seconds, and then every minute.
        #expect(run.calls.count <= 11 && run.calls.dropFirst().allSatisfy(\.isProbe))
        await run.run(service, until: .seconds(480))
        #expect(run.calls.last?.images.count == 3)
        #expect(run.store.current.images.allSatisfy { $0.state == .inSync && $0.members.count == 1 })
    }

    @Test func `A cloud that is back is said to be, also where there is but one image`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1), hash: "a")
        let service = run.service { run, desired in
            run.now < .seconds(100) ? ServiceRun.failed(desired, .timedOut) : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(300))
        #expect(run.log.lines.count { $0.contains("the cloud is back") } == 1)
    }

    @Test func `A daemon that is told to stop while the cloud is down does not say that it is back`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { run, desired in
            run.calls.count < 3
                ? ServiceRun.failed(desired, .timedOut) : Report(.notPlanned([]), ending: .interrupted)
        }
        await run.run(service, until: .seconds(60))
        #expect(!run.log.lines.contains { $0.contains("the cloud is back") || $0.contains("no more") })
    }

    @Test func `A cloud that is down is probed with one image, and the first good answer resumes the work`()
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 50), hash: "a")
        let service = run.service { run, desired in
            (.seconds(1000)..<(.seconds(1600))).contains(run.now)
                ? ServiceRun.failed(desired, .cloudUnavailable) : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(2400))
        let during = run.calls.filter { (.seconds(1000)..<(.seconds(1600))).contains($0.at) }
        #expect(during.first?.images.count == 50)
        #expect(during.dropFirst().allSatisfy { $0.images.count == 1 && $0.isProbe })
        #expect(run.calls.filter { $0.images.count > 1 }.allSatisfy { !$0.isProbe })
        // 5, 10, 20, 40, then a minute apart.
        #expect((8...16).contains(during.count))
        let after = run.calls.filter { $0.at >= .seconds(1600) }
        #expect(after.prefix(2).map(\.images.count) == [1, 50])
        #expect(after[1].at <= .seconds(1660))
        #expect(run.store.current.images.allSatisfy { $0.state == .inSync })
    }

    @Test func `An audit trail that cannot be written is not an outage of the cloud`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service { _, desired in ServiceRun.failed(desired, .auditFailed) }
        await run.run(service, until: .seconds(1000))
        #expect(run.calls.allSatisfy { $0.images.count == 3 })
        #expect(!run.lines.contains { $0.contains("the cloud is down") })
    }
}
