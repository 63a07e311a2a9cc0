import Pacing
import FoundationEssentials
import ImageSharing
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
        let starts = run.looks.map(\.at)
        #expect(starts.first == .zero)
        // Each gap is the interval, at most a tenth more, and the time until the next turn of the loop.
        let gaps = zip(starts, starts.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 >= .seconds(300) && $0 <= .seconds(330) })
        #expect((1833...2016).contains(starts.count))
        #expect(run.looks.allSatisfy { $0.images.count == 10 })
        #expect(run.board.current.counters.ticks == [.noChanges: starts.count])
        #expect(run.board.current.ticks.count == DaemonStatus.mostTicks)
    }

    @Test func `Duplicate rows are told once, shown as long as they are there, and told again when they have gone`()
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { run, desired in
            let isTwice = run.now < .seconds(1000)
            let seen = desired.images.map { image in
                let rows = image.members.map { ImageMember(project: $0.project, status: .pending) }
                return (image.id, Observation.members(isTwice && image.id == .numbered(2) ? rows + rows : rows))
            }
            let current = CurrentState(observations: Dictionary(uniqueKeysWithValues: seen))
            return Report(.planned(Plan(desired: desired, current: current)))
        }
        await run.run(service, until: .seconds(900))
        #expect(run.log.lines.count { $0.contains("is a member 2 times") } == 1)
        #expect(run.board.current.images.map(\.warnings.count) == [0, 1])
        #expect(run.board.current.images.allSatisfy { $0.state == .inSync })
        await run.run(service, until: .seconds(1500))
        #expect(run.log.lines.count { $0.contains("no more: project") } == 1)
        #expect(run.board.current.images.allSatisfy { $0.warnings.isEmpty })
    }

    @Test func `Many images are paced over the interval, each once`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 400), hash: "a")
        await run.run(run.service(), until: .seconds(660))
        #expect(run.looks[0].images.count == 400)
        let paced = run.looks.dropFirst().prefix(40)
        #expect(paced.allSatisfy { $0.images.count == 10 })
        #expect(Set(paced.flatMap(\.images)).count == 400)
        let gaps = zip(paced, paced.dropFirst()).map { $1.at - $0.at }
        #expect(gaps.allSatisfy { $0 >= .seconds(7) && $0 <= .seconds(8) })
        // To whoever reads the log or the page, it is one run.
        let told = run.log.lines.filter { $0.contains(" tick ") }
        #expect(told.count == 2 && told.allSatisfy { $0.contains("\"images\": 400") })
        let sweep = try #require(run.board.current.ticks.first)
        #expect(run.board.current.ticks.count == 2)
        #expect(sweep.images == 400 && sweep.summary.unchanged == 400 && sweep.verdict == .noChanges)
        #expect(sweep.duration >= .seconds(280) && sweep.duration <= .seconds(300))
    }

    @Test func `A sweep that an outage cuts short is told with what it has come to`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 400), hash: "a")
        let service = run.service { run, desired in
            (.seconds(400)..<(.seconds(500))).contains(run.now)
                ? ServiceRun.failed(desired, .cloudUnavailable) : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(600))
        let ticks = run.board.current.ticks
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
        #expect(run.board.current.ticks.first?.verdict == .noChanges)
        #expect(run.board.current.lastSuccessAt == Date(timeIntervalSince1970: 0))
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
        #expect(run.looks.last?.images == [.numbered(2)])
        #expect(run.board.current.ticks.first?.reason == .change)
        #expect(run.board.current.manifest.hash == "b")
    }

    @Test(arguments: [10, 200]) func `What a pause has missed is not made up for in a burst`(images: Int) async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: images), hash: "a")
        let service = run.service(interval: .seconds(60))
        await run.run(service, until: .seconds(100))
        run.clock.advance(by: .seconds(3600))
        let before = run.looks.count
        await run.run(service, until: .seconds(3720))
        // As many looks as any two minutes have, and one for being late.
        #expect(run.looks.count - before <= 2 * (images > 100 ? images / 10 : 1) + 1)
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
        let swept = run.looks.dropFirst().filter { $0.at >= .seconds(300) && $0.images.count > 2 }.flatMap(\.images)
        #expect(Set(swept).isSuperset(of: images[2...].map(\.id)))
        #expect(!swept.contains(.numbered(2)))
        let looks = Dictionary(grouping: swept) { $0 }.mapValues(\.count)
        #expect(looks.values.allSatisfy { $0 <= 2 })
    }

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
        #expect(run.looks.last?.images.count == 4)
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
        #expect(run.looks.map(\.images.count) == [32, 1, 1, 32])
        #expect(run.looks[1].images == [.numbered(1)])
        #expect(run.looks[2].isProbe && !ill.contains(run.looks[2].images[0]))
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
        #expect(run.looks.count <= 11 && run.looks.dropFirst().allSatisfy(\.isProbe))
        await run.run(service, until: .seconds(480))
        #expect(run.looks.last?.images.count == 3)
        #expect(run.board.current.images.allSatisfy { $0.state == .inSync && $0.members.count == 1 })
    }

    @Test func `A broken manifest is visible, and the last good one stays in force`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service(manifestInterval: .seconds(5))
        await run.run(service, until: .seconds(10))
        run.setManifest(nil, hash: "b")
        await run.run(service, until: .seconds(700))
        #expect(run.board.current.manifest.problems.count == 1)
        #expect(run.board.current.manifest.hash == "a")
        #expect(run.looks.last?.images.count == 2)
        #expect(run.lines.last?.contains("the newest manifest is wrong") == true)
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        await run.run(service, until: .seconds(720))
        #expect(run.board.current.manifest.problems.isEmpty)
    }

    /// Whoever sends SIGHUP has often just mended what an image was left alone for.
    @Test func `A reload looks at everything, at what is left alone too`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service { run, desired in
            run.looks.count == 1 ? ServiceRun.failed(desired, .forbidden) : ServiceRun.allInPlace(desired)
        }
        await service.start()
        #expect(run.board.current.images.allSatisfy { $0.state == .backedOff })
        run.alarm.ring()
        await service.step()
        #expect(run.looks.map(\.images.count) == [3, 3])
        #expect(run.board.current.ticks.first?.reason == .reload)
        #expect(run.board.current.images.allSatisfy { $0.state == .inSync })
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
            run.looks.count < 3
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
        let during = run.looks.filter { (.seconds(1000)..<(.seconds(1600))).contains($0.at) }
        #expect(during.first?.images.count == 50)
        #expect(during.dropFirst().allSatisfy { $0.images.count == 1 && $0.isProbe })
        #expect(run.looks.filter { $0.images.count > 1 }.allSatisfy { !$0.isProbe })
        // 5, 10, 20, 40, then a minute apart.
        #expect((8...16).contains(during.count))
        let after = run.looks.filter { $0.at >= .seconds(1600) }
        #expect(after.prefix(2).map(\.images.count) == [1, 50])
        #expect(after[1].at <= .seconds(1660))
        #expect(run.board.current.images.allSatisfy { $0.state == .inSync })
    }

    @Test func `An audit trail that cannot be written is not an outage of the cloud`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service { _, desired in ServiceRun.failed(desired, .auditFailed) }
        await run.run(service, until: .seconds(1000))
        #expect(run.looks.allSatisfy { $0.images.count == 3 })
        #expect(!run.lines.contains { $0.contains("the cloud is down") })
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
        let all = run.looks.count
        let broken = run.looks.count { $0.images.contains(.numbered(3)) }
        #expect(all > 260)
        // Up to an hour apart: some 24 to 60 looks a day.
        #expect((24...60).contains(broken))
        #expect(run.looks.allSatisfy { $0.images.count >= 4 })
        #expect(run.board.current.images.count { $0.state == .backedOff } <= 1)
    }

    @Test func `Each time that an image is left alone counts as a back-off, and no other does`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service { run, desired in
            ServiceRun.failed(desired, run.now < .seconds(10) ? .cloudUnavailable : .imageNotFound)
        }
        await run.run(service, until: .seconds(7200))
        let during = run.looks.filter { $0.at >= .seconds(10) }
        #expect(run.board.current.counters.backOffs == during.reduce(0) { $0 + $1.images.count })
        #expect(run.board.current.counters.backOffs > 3)
    }

    @Test func `The same problem is told once, and once more when it has ended`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { run, desired in
            run.now < .seconds(3000) ? ServiceRun.failed(desired, .cloudUnavailable) : ServiceRun.allInPlace(desired)
        }
        await run.run(service, until: .seconds(4000))
        let told = run.log.lines
        #expect(told.count { $0.contains("cloud_unavailable") && !$0.contains("no more") } == 1)
        #expect(told.count { $0.contains("no more: cloud_unavailable") } == 1)
    }

    @Test(arguments: [ProblemCode.authenticationFailed, .imageNotFound])
    func `A quiet daemon has no line for a tick in which a problem merely stands`(code: ProblemCode) async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service(tellsIdleTicks: false) { _, desired in ServiceRun.failed(desired, code) }
        await run.run(service, until: .seconds(7200))
        let told = run.log.lines.filter { !$0.hasPrefix("debug") }
        #expect(run.looks.count > 3)
        #expect(told.count { $0.contains(" tick ") } == 1)
    }

    @Test func `A problem ends with its image, and is told anew when the image comes back`() async throws {
        let run = ServiceRun()
        let service = run.service(manifestInterval: .seconds(5)) { _, desired in
            ServiceRun.failed(DesiredState(images: desired.images.filter { $0.id == .numbered(2) }), .imageNotFound)
        }
        for (step, images) in [2, 1, 2].enumerated() {
            run.setManifest(ServiceRun.desired(images: images), hash: "\(step)")
            await run.run(service, until: .seconds(10 * (step + 1)))
        }
        let told = run.log.lines.filter { $0.contains("image_not_found") }
        #expect(told.map { $0.contains("no more") } == [false, true, false])
    }

    @Test func `The status line says it in one sentence`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        await run.run(run.service(), until: .seconds(30))
        #expect(run.lines.last?.hasPrefix("2 images in sync, next look in ") == true)
    }

    @Test func `A loop that has nothing to do comes round in time for the watchdog`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1), hash: "a")
        let service = run.service(
            interval: .seconds(7200), manifestInterval: .seconds(3600), longestSleep: .seconds(30))
        await run.run(service, until: .seconds(3000))
        #expect(run.lines.count >= 100)
        #expect(run.looks.count == 1)
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
        let image = try #require(run.board.current.images.first)
        #expect(image.state == .backedOff)
        #expect(image.members.count { $0.isPresent } == 2)
    }

    @Test func `Thirty images that are full are one line of the log`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 30), hash: "a")
        let service = run.service { run, desired in
            guard run.now < .seconds(200), let plan = ServiceRun.allInPlace(desired).plan else {
                return ServiceRun.allInPlace(desired)
            }
            let problems = desired.images.map { image in
                Problem(
                    code: .memberLimitExceeded, image: image.id, message: "no room in image \(image.id)",
                    hint: "raise it")
            }
            return Report(.applied(plan, Execution(outcomes: [], problems: problems)))
        }
        await run.run(service, until: .seconds(5000))
        let told = run.log.lines.filter { $0.hasPrefix("warning") }
        #expect(told.count == 1, "\(told)")
        #expect(told[0].contains("no room in image IMAGE") && told[0].contains("\"images\": 30"), "\(told)")
        #expect(run.log.lines.contains { $0.contains("no more: no room in image") })
    }
}
