import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// The loop's reports: log, status, and the line for a person.
struct ReconcileServiceReportingTests {
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
        #expect(run.store.current.images.map(\.warnings.count) == [0, 1])
        #expect(run.store.current.images.allSatisfy { $0.state == .inSync })
        await run.run(service, until: .seconds(1500))
        #expect(run.log.lines.count { $0.contains("no more: project") } == 1)
        #expect(run.store.current.images.allSatisfy { $0.warnings.isEmpty })
    }

    @Test func `Of a member that is removed, no duplicate rows are told`() async throws {
        let run = ServiceRun()
        var terms = ImageTerms()
        terms.revoked = [.numbered(2)]
        run.setManifest(DesiredState(images: [.numbered(1, members: [1], terms: terms)]), hash: "a")
        let service = run.service { _, desired in
            let rows: [ImageMember] = [.numbered(1), .numbered(2), .numbered(2)]
            let plan = Plan(
                desired: desired,
                current: CurrentState(
                    observations: [.numbered(1): .members(rows)], ownerships: [.numbered(1): .own(.numbered(9))]))
            let outcomes = plan.images[0].changes.map {
                Outcome(image: .numbered(1), change: $0, result: .removed, attempts: 1)
            }
            return Report(.applied(plan, Execution(outcomes: outcomes, problems: [])))
        }
        await service.start()
        #expect(run.store.current.counters.changes[.removed] == 1)
        #expect(!run.log.lines.contains { $0.contains("2 times") })
        #expect(run.store.current.images[0].warnings.isEmpty)
    }

    @Test func `A broken manifest is visible, and the last good one stays in force`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service(manifestInterval: .seconds(5))
        await run.run(service, until: .seconds(10))
        run.setManifest(nil, hash: "b")
        await run.run(service, until: .seconds(700))
        #expect(run.store.current.manifest.problems.count == 1)
        #expect(run.store.current.manifest.hash == "a")
        #expect(run.calls.last?.images.count == 2)
        #expect(run.lines.last?.contains("the newest manifest is wrong") == true)
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        await run.run(service, until: .seconds(720))
        #expect(run.store.current.manifest.problems.isEmpty)
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
        let service = run.service(logsIdleTicks: false) { _, desired in ServiceRun.failed(desired, code) }
        await run.run(service, until: .seconds(7200))
        let told = run.log.lines.filter { !$0.hasPrefix("debug") }
        #expect(run.calls.count > 3)
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

    @Test func `A run that is paced over its interval says how far it is, and never that it was due long ago`()
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 200), hash: "a")
        let service = run.service(interval: .seconds(100))
        // The first run takes all at once; the second one begins after an interval and some jitter.
        await run.run(service, until: .seconds(165))
        let status = run.store.current
        let sweep = try #require(status.sweep)
        #expect(sweep.images == 200 && sweep.imagesDone > 0 && sweep.imagesDone % 10 == 0 && sweep.imagesDone < 200)
        let now = run.date
        #expect(sweep.startedAt < now && sweep.endsAt > now)
        #expect(try #require(status.nextTickAt) > now && status.nextTickAt ?? now <= sweep.endsAt)
        #expect(run.lines.last?.hasSuffix(", run under way, \(sweep.imagesDone / 2) % looked at") == true)
    }

    @Test func `A loop that has nothing to do comes round in time for the watchdog`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1), hash: "a")
        let service = run.service(
            interval: .seconds(7200), manifestInterval: .seconds(3600), longestSleep: .seconds(30))
        await run.run(service, until: .seconds(3000))
        #expect(run.lines.count >= 100)
        #expect(run.calls.count == 1)
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
