import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// The loop, on a clock that skips its waits.
struct ReconcileServiceTests {
    @Test func `A week has a look at the start and then one an interval, never early and at most a tenth late`()
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 10), hash: "a")
        await run.run(run.service(manifestInterval: .seconds(300)), until: .seconds(7 * 86_400))
        let starts = run.calls.map(\.at)
        #expect(starts.first == .zero)
        // Each gap is the interval, at most a tenth more, and the time until the next turn of the loop.
        let gaps = zip(starts, starts.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 >= .seconds(300) && $0 <= .seconds(330) })
        #expect((1833...2016).contains(starts.count))
        #expect(run.calls.allSatisfy { $0.images.count == 10 })
        #expect(run.store.current.counters.ticks == [.noChanges: starts.count])
        #expect(run.store.current.ticks.count == DaemonStatus.mostTicks)
    }

    @Test func `Many images are paced over the interval, each once`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 400), hash: "a")
        await run.run(run.service(), until: .seconds(660))
        #expect(run.calls[0].images.count == 400)
        let paced = run.calls.dropFirst().prefix(40)
        #expect(paced.allSatisfy { $0.images.count == 10 })
        #expect(Set(paced.flatMap(\.images)).count == 400)
        let gaps = zip(paced, paced.dropFirst()).map { $1.at - $0.at }
        #expect(gaps.allSatisfy { $0 >= .seconds(7) && $0 <= .seconds(8) })
        // To whoever reads the log or the page, it is one run.
        let told = run.log.lines.filter { $0.contains(" tick ") }
        #expect(told.count == 2 && told.allSatisfy { $0.contains("\"images\": 400") })
        let sweep = try #require(run.store.current.ticks.first)
        #expect(run.store.current.ticks.count == 2)
        #expect(sweep.images == 400 && sweep.summary.unchanged == 400 && sweep.verdict == .noChanges)
        #expect(sweep.duration >= .seconds(280) && sweep.duration <= .seconds(300))
    }

    @Test func `What much work has taken is given back once it is done, and not each time that the loop comes round`()
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1000), hash: "a")
        let service = run.service()
        await run.run(service, until: .seconds(700))
        // The manifest and the first run over all images; the next sweeps are paced.
        #expect(run.rests == 1 && run.calls.count > 50)
        run.reload.wake()
        await service.step()
        #expect(run.rests == 2)
        run.setManifest(ServiceRun.desired(images: 1001), hash: "b")
        await run.run(service, until: run.now + .seconds(100))
        #expect(run.rests == 3)
    }

    @Test func `A sweep that an outage cuts short is told with what it has come to`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 400), hash: "a")
        let service = run.service { run, desired in
            (.seconds(400)..<(.seconds(500))).contains(run.now)
                ? ServiceRun.failed(desired, .cloudUnavailable) : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(600))
        let ticks = run.store.current.ticks
        let cut = try #require(ticks.first { $0.verdict == .partial })
        #expect((50...150).contains(cut.images) && cut.problems.count == 10)
        #expect(ticks.prefix(2).map(\.images) == [400, 1])
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.endedAt >= $1.endedAt })
    }

    @Test(arguments: [ProblemCode.imageNotFound, .cloudUnavailable])
    func `A run counts as a success only where nothing is wrong with any image`(code: ProblemCode) async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { run, desired in
            let broken = desired.images.filter { $0.id == .numbered(3) && run.now >= .seconds(10) }
            guard let plan = ServiceRun.allInPlace(desired).plan, !broken.isEmpty else {
                return ServiceRun.allInPlace(desired)
            }
            let problems = broken.map { Problem(code: code, image: $0.id, message: "no") }
            return Report(.applied(plan, Execution(outcomes: [], problems: problems)))
        }
        await run.run(service, until: .seconds(400))
        // The others are looked at and well; the third is in trouble, and often left alone.
        for edit in 1...3 {
            var images = ServiceRun.desired(images: 3).images
            images[0] = .numbered(1, members: 1...(1 + edit))
            run.setManifest(DesiredState(images: images), hash: "\(edit)")
            await run.run(service, until: .seconds(400 + edit * 10))
        }
        #expect(run.store.current.ticks.first?.verdict == .noChanges)
        #expect(run.store.current.lastSuccessAt == Date(timeIntervalSince1970: 0))
    }

    @Test func `A changed manifest is acted on at once, and only what changed is looked at`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service(manifestInterval: .seconds(5))
        await run.run(service, until: .seconds(20))
        let images = ServiceRun.desired(images: 3).images
        let changed = DesiredState(images: [images[0], .numbered(2, members: 1...5), images[2]])
        run.setManifest(changed, hash: "b")
        await run.run(service, until: .seconds(30))
        #expect(run.calls.last?.images == [.numbered(2)])
        #expect(run.store.current.ticks.first?.reason == .change)
        #expect(run.store.current.manifest.hash == "b")
    }

    @Test(arguments: [10, 200]) func `What a pause has missed is not made up for in a burst`(images: Int) async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: images), hash: "a")
        let service = run.service(interval: .seconds(60))
        await run.run(service, until: .seconds(100))
        run.clock.advance(by: .seconds(3600))
        let before = run.calls.count
        await run.run(service, until: .seconds(3720))
        // As many looks as any two minutes have, and one for being late.
        #expect(run.calls.count - before <= 2 * (images > 100 ? images / 10 : 1) + 1)
    }

    @Test func `A manifest that changes all the time does not put off the images that wait for their turn`()
        async throws
    {
        let run = ServiceRun()
        let images = ServiceRun.desired(images: 300).images
        run.setManifest(DesiredState(images: images), hash: "0")
        let service = run.service(manifestInterval: .seconds(5))
        await run.run(service, until: .seconds(290))
        for edit in 1...40 {
            // The members of one image change, one image goes, and one comes.
            var edited = images.filter { $0.id != .numbered(1) && $0.id != .numbered(2) }
            edited += [.numbered(1, members: 1...(2 + edit % 2)), .numbered(1000 + edit, members: 1...1)]
            run.setManifest(DesiredState(images: edited), hash: "\(edit)")
            await run.run(service, until: .seconds(290 + edit * 10))
        }
        let swept = run.calls.dropFirst().filter { $0.at >= .seconds(300) && $0.images.count > 2 }.flatMap(\.images)
        #expect(Set(swept).isSuperset(of: images[2...].map(\.id)))
        #expect(!swept.contains(.numbered(2)))
        let looks = Dictionary(grouping: swept) { $0 }.mapValues(\.count)
        #expect(looks.values.allSatisfy { $0 <= 2 })
    }

    /// An operator who sends SIGHUP has often just mended what an image was left alone for.
    @Test func `A reload looks at everything, at what is left alone too`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service { run, desired in
            run.calls.count == 1 ? ServiceRun.failed(desired, .forbidden) : ServiceRun.allInPlace(desired)
        }
        await service.start()
        #expect(run.store.current.images.allSatisfy { $0.state == .backedOff })
        run.reload.wake()
        await service.step()
        #expect(run.calls.map(\.images.count) == [3, 3])
        #expect(run.store.current.ticks.first?.reason == .reload)
        #expect(run.store.current.images.allSatisfy { $0.state == .inSync })
    }

    @Test func `An image that is at fault is left alone for longer and longer, and the others are not`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 5), hash: "a")
        let service = run.service { _, desired in
            let broken = desired.images.filter { $0.id == .numbered(3) }
            let problems = broken.map { Problem(code: .imageNotFound, image: $0.id, message: "gone") }
            let plan = ServiceRun.allInPlace(desired).plan
            return plan.map { Report(.applied($0, Execution(outcomes: [], problems: problems))) }
                ?? Report(.notPlanned(problems))
        }
        await run.run(service, until: .seconds(86_400))
        let all = run.calls.count
        let broken = run.calls.count { $0.images.contains(.numbered(3)) }
        #expect(all > 260)
        // Up to an hour apart: some 24 to 60 looks a day.
        #expect((24...60).contains(broken))
        #expect(run.calls.allSatisfy { $0.images.count >= 4 })
        #expect(run.store.current.images.count { $0.state == .backedOff } <= 1)
    }

    @Test func `Each time that an image is left alone counts as a back-off, and no other does`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service { run, desired in
            ServiceRun.failed(desired, run.now < .seconds(10) ? .cloudUnavailable : .imageNotFound)
        }
        await run.run(service, until: .seconds(7200))
        let during = run.calls.filter { $0.at >= .seconds(10) }
        #expect(run.store.current.counters.backOffs == during.reduce(0) { $0 + $1.images.count })
        #expect(run.store.current.counters.backOffs > 3)
    }

    /// The watchdog is fed by turns of the loop, and by nothing else: a tick that hangs starves it.
    @Test func `A tick that hangs makes no progress`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1), hash: "a")
        let (hanging, release) = (Signal(), Signal())
        let service = run.service { _, desired in
            hanging.give()
            _ = await release.waitUnlessCancelled()
            return ServiceRun.allInPlace(desired)
        }
        let work = Task { await run.run(service, until: .seconds(1000)) }
        _ = await hanging.waitUnlessCancelled()
        #expect(run.lines.isEmpty)
        release.give()
        await work.value
        #expect(!run.lines.isEmpty)
    }

    @Test func `What was added does not count as missing where the rest was refused`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1, members: 3), hash: "a")
        let service = run.service { _, desired in
            let plan = Plan(desired: desired, current: CurrentState(observations: [.numbered(1): .members([])]))
            let results: [Outcome.Result] = [.created, .created, .failed]
            let outcomes = zip(plan.images[0].additions, results).map {
                Outcome(image: .numbered(1), member: $0, result: $1, attempts: 1)
            }
            let full = Problem(code: .memberLimitExceeded, image: .numbered(1), message: "full")
            return Report(.applied(plan, Execution(outcomes: outcomes, problems: [full])))
        }
        await service.start()
        let image = try #require(run.store.current.images.first)
        #expect(image.state == .backedOff)
        #expect(image.members.count { $0.isPresent } == 2)
    }
}
