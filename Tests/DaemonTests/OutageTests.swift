import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon
@testable import Monitoring

/// The loop while a person has something to mend.
struct OutageTests {
    @Test(arguments: [ProblemCode.authenticationFailed, .tlsFailed, .configurationInvalid], [60, 300, 7200])
    func `What a person has to mend is tried again after an interval, then ever less often`(
        code: ProblemCode, interval: Int
    ) async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service(interval: .seconds(interval), manifestInterval: .seconds(5)) { _, _ in
            Report(.notPlanned([Problem(code: code, message: "no")]))
        }
        await run.run(service, until: .seconds(86_400))
        let gaps = zip(run.calls, run.calls.dropFirst()).map { $1.at - $0.at }
        let longest = max(interval, 3600)
        for (index, gap) in gaps.enumerated() {
            let wait = min(longest, interval << min(index, 10))
            #expect(gap >= .seconds(wait) && gap <= .seconds(wait + 10), "look \(index + 2)")
        }
        #expect(run.calls.count >= 11)
    }

    @Test func `The configuration is read again as soon as it is at fault, and as often as the manifest`() async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { run, desired in
            run.now < .seconds(300)
                ? Report(.notPlanned([Problem(code: .authenticationFailed, message: "no")]))
                : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(100))
        #expect(run.configurationReadings.first == .zero)
        #expect((15...25).contains(run.configurationReadings.count))
        await run.run(service, until: .seconds(400))
        let before = run.configurationReadings.count
        await run.run(service, until: .seconds(4000))
        #expect(run.configurationReadings.count == before)
    }

    @Test func `A configuration that has changed is tried at once, and what it finds wrong waits anew`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { run, desired in
            run.calls.count < 5
                ? Report(.notPlanned([Problem(code: .authenticationFailed, message: "no")]))
                : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(1000))
        // At 0, 300, 900 seconds.
        #expect(run.calls.count == 3)
        run.setConfiguration()
        await run.run(service, until: .seconds(1020))
        #expect(run.calls.count == 4)
        await run.run(service, until: .seconds(1280))
        #expect(run.calls.count == 4)
        await run.run(service, until: .seconds(1330))
        // One image shows that it works again, and all are looked at.
        #expect(run.calls.suffix(2).map(\.images.count) == [1, 2])
        #expect(run.store.current.obstacle == nil)
    }

    @Test func `A reload reads the configuration and tries at once, whatever the wait`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { _, _ in
            Report(.notPlanned([Problem(code: .authenticationFailed, message: "no")]))
        }
        await run.run(service, until: .seconds(1000))
        let calls = run.calls.count
        run.reload.wake()
        await run.run(service, until: .seconds(1010))
        #expect(run.calls.count == calls + 1)
    }

    @Test func `A manifest that changes all the time does not make refused credentials be sent again`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "0")
        let service = run.service(manifestInterval: .seconds(5)) { _, _ in
            Report(.notPlanned([Problem(code: .authenticationFailed, message: "no")]))
        }
        for edit in 1...20 {
            await run.run(service, until: .seconds(edit * 10))
            run.setManifest(ServiceRun.desired(images: 2, members: 1 + edit % 3), hash: "\(edit)")
        }
        #expect(run.calls.count == 1)
    }

    @Test func `Refused credentials are said in their own words, and end readiness`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { run, desired in
            run.now < .seconds(1000)
                ? ServiceRun.allInPlace(desired)
                : Report(.notPlanned([Problem(code: .authenticationFailed, message: "Keystone refuses the password")]))
        }
        await run.run(service, until: .seconds(900))
        #expect(Readiness(run.store.current, uptime: run.now).isReady)
        await run.run(service, until: .seconds(1400))
        let line = try #require(run.lines.last)
        #expect(line.hasPrefix("Keystone refuses the password, 2 images in sync, next look in "))
        #expect(!line.contains("the cloud is down"))
        #expect(Readiness(run.store.current, uptime: run.now).line == "not ready: Keystone refuses the password")
    }

    @Test func `A cloud that is away leaves readiness as it is, but not before it was ever reached`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { run, desired in
            (.seconds(100)..<(.seconds(400))).contains(run.now)
                ? ServiceRun.allInPlace(desired) : ServiceRun.failed(desired, .cloudUnavailable)
        }
        await service.start()
        #expect(
            Readiness(run.store.current, uptime: run.now).line
                == "not ready: the cloud was not reached yet: cloud_unavailable")
        await run.run(service, until: .seconds(200))
        #expect(Readiness(run.store.current, uptime: run.now).isReady)
        await run.run(service, until: .seconds(2000))
        #expect(run.store.current.ticks.first?.verdict == .failed)
        #expect(Readiness(run.store.current, uptime: run.now).isReady)
    }
}
