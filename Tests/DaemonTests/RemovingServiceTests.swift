import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// Removals in the loop, and the limit on them.
struct RemovingServiceTests {
    /// Images 1 to `count`, each with the project 1, of which the first `revoking` take project 2 away.
    private static func desired(_ count: Int, revoking: Int, members: Int = 1) -> DesiredState {
        DesiredState(
            images: (1...count).map { number in
                number <= revoking
                    ? .numbered(number, members: 1...members) { $0.revoke(99) }
                    : .numbered(number, members: 1...members)
            })
    }

    private static func cloud(_ count: Int, limit: RemovalLimit?) -> ModelImages {
        let cloud = ModelImages(Dictionary(uniqueKeysWithValues: (1...count).map { ($0, 1...1) }), limit: limit)
        for number in 1...count { cloud.add(99, to: number) }
        return cloud
    }

    private static func kept(_ cloud: ModelImages, _ count: Int) -> Int {
        (1...count).count { cloud.members($0).contains(.numbered(99)) }
    }

    @Test func `A change of the terms is acted on at once, and a line that moves is none`() {
        var ledger = ImageLedger()
        _ = ledger.adopt(DesiredState(images: [.numbered(1, members: 1...2)]))
        let changes: [(inout ImageTerms) -> Void] = [
            { $0.revoke(3) }, { $0.revoke(4) }, { $0.exclusive = DesiredMember.numbered(1).source },
            {
                $0.exclusive = DesiredMember.numbered(1).source
                $0.mayBeEmpty = true
            }, { $0.accepts = true }, { $0.end(1, at: 5) }, { $0.end(1, at: 6) }, { $0.undecided = [.numbered(7)] },
        ]
        for change in changes {
            #expect(ledger.adopt(DesiredState(images: [.numbered(1, members: 1...2, change)])) == [.numbered(1)])
        }
        #expect(
            ledger.adopt(DesiredState(images: [.numbered(1, members: 1...2) { $0.undecided = [.numbered(7)] }])).isEmpty
        )
        let exclusive = { (line: Int) in
            DesiredState(images: [
                .numbered(1, members: 1...2) { terms in
                    terms.exclusive = DesiredMember.numbered(line).source
                    terms.end(1, at: 9, reason: "line \(line)")
                }
            ])
        }
        _ = ledger.adopt(exclusive(1))
        #expect(ledger.adopt(exclusive(2)).isEmpty)
    }

    @Test func `Members are removed within the limit, and each has its line`() async throws {
        let (run, cloud) = (ServiceRun(), Self.cloud(3, limit: .members(2)))
        run.setManifest(Self.desired(3, revoking: 2), hash: "a")
        await run.service { cloud.reconcile($0, $1) }.start()
        #expect(Self.kept(cloud, 3) == 1)
        let told = run.log.lines.filter { $0.hasPrefix("notice member removed") }
        #expect(told.count == 2, "\(run.log.lines)")
        for part in ["\"cause\": revoked", "\"status\": accepted", "\"source\": sharing.yaml:100:5", "commit"] {
            #expect(told[0].contains(part), "\(told[0])")
        }
        #expect(run.store.current.images.map(\.state) == [.inSync, .inSync, .inSync])
        #expect(run.log.lines.contains { $0.contains(" tick ") && $0.contains("\"removed\": 2") })
    }

    @Test func `What nothing allows is held, told once, and keeps nobody waiting`() async throws {
        let (run, cloud) = (ServiceRun(), Self.cloud(3, limit: nil))
        run.setManifest(Self.desired(3, revoking: 2), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { cloud.reconcile($0, $1) }
        await run.run(service, until: .seconds(1000))
        #expect(run.log.lines.count { $0.contains("removal held") } == 2)
        #expect(run.log.lines.count { $0.contains("removal_not_allowed") } == 1)
        let images = run.store.current.images
        #expect(images.map(\.state) == [.unfinished, .unfinished, .inSync])
        #expect(images[0].removals.map(\.standing) == [.held] && images.allSatisfy { $0.retryAt == nil })
        #expect(images[0].members.map(\.isTakenAway) == [false, true])
        #expect(run.store.current.counters.backOffs == 0 && run.store.current.lastSuccessAt == nil)
        #expect(run.lines.last?.hasPrefix("2 removals held, 1 image in sync, 2 not all done") == true)
        run.setManifest(Self.desired(3, revoking: 2, members: 2), hash: "b")
        await run.run(service, until: .seconds(1010))
        #expect((1...3).allSatisfy { cloud.members($0).contains(.numbered(2)) })
    }

    @Test(arguments: [ProblemCode.removalNotAllowed, .acceptForbidden, .notImageOwner, .forbidden])
    func `A removal or acceptance that is in vain puts no image off`(code: ProblemCode) async throws {
        let run = ServiceRun()
        run.setManifest(Self.desired(1, revoking: 1), hash: "a")
        let service = run.service { run, desired in
            let seen = Observation.members([.numbered(1), .numbered(99)])
            let plan = Plan(
                desired: desired,
                current: CurrentState(
                    observations: [.numbered(1): seen], ownerships: [.numbered(1): .own(.numbered(7))]))
            let outcomes = plan.images.flatMap { image in
                image.changes.map { Outcome(image: image.image, change: $0, result: .failed, attempts: 1) }
            }
            let problem = Problem(code: code, image: .numbered(1), message: "no")
            return Report(.applied(plan, Execution(outcomes: outcomes, problems: [problem])))
        }
        await run.run(service, until: .seconds(1000))
        let image = try #require(run.store.current.images.first)
        #expect(image.state == .unfinished && image.problem?.code == code && image.retryAt == nil)
        #expect(image.removals.map(\.standing) == [.pending])
        #expect(run.calls.count >= 3)
    }

    @Test func `A mass removal that is refused is never carried out in slices, and the others go on`() async throws {
        let (run, cloud) = (ServiceRun(), Self.cloud(300, limit: .members(5)))
        run.setManifest(Self.desired(300, revoking: 40), hash: "a")
        let service = run.service { cloud.reconcile($0, $1) }
        await service.start()
        // As a whole: nothing is written at all.
        #expect(run.store.current.ticks.first?.verdict == .refused)
        #expect(run.log.lines.count { $0.contains("removal refused") } == 40)
        #expect(run.log.lines.count { $0.contains("safety_limit_exceeded") } == 1)
        await run.run(service, until: .seconds(2000))
        #expect(Self.kept(cloud, 300) == 300)
        let refused = run.store.current.images.filter { $0.removals.first?.standing == .refused }
        #expect(refused.count == 40)
        #expect(run.log.lines.count { $0.contains("removal refused") } == 40)
        #expect(run.log.lines.count { $0.contains("safety_limit_exceeded") } == 1)
        // Somebody is wanted everywhere: those of whom nobody is taken away get them.
        let wanted = (1...300).map { number in
            number <= 40
                ? DesiredImage.numbered(number, members: 1...1) { $0.revoke(99) }
                : DesiredImage.numbered(number, members: number == 250 ? 1...2 : 1...1)
        }
        run.setManifest(DesiredState(images: wanted), hash: "b")
        await run.run(service, until: .seconds(2100))
        #expect(cloud.members(250).contains(.numbered(2)))
        #expect(Self.kept(cloud, 300) == 300)
        // Few enough are taken away.
        run.setManifest(Self.desired(300, revoking: 5), hash: "c")
        await run.run(service, until: .seconds(3000))
        #expect(Self.kept(cloud, 300) == 295)
        #expect(run.store.current.images.allSatisfy { $0.removals.isEmpty })
        #expect(run.log.lines.contains { $0.contains("no more: ") && $0.contains("safety_limit_exceeded") })
    }

    @Test func `Additions to the other images are made one look after a plan was refused with them in it`() async {
        let (run, cloud) = (ServiceRun(), Self.cloud(10, limit: .percent(10)))
        run.setManifest(Self.desired(10, revoking: 9, members: 2), hash: "a")
        let service = run.service { cloud.reconcile($0, $1) }
        await service.start()
        #expect((1...10).allSatisfy { !cloud.members($0).contains(.numbered(2)) })
        await run.run(service, until: .seconds(700))
        #expect((1...10).filter { cloud.members($0).contains(.numbered(2)) } == [10])
        #expect(Self.kept(cloud, 10) == 10)
        #expect(run.store.current.ticks.first?.verdict == .partial)
        #expect(run.store.current.ticks.first?.images == 10)
    }

    @Test func `The slices of one sweep share the limit`() async throws {
        let (run, cloud) = (
            ServiceRun(),
            ModelImages(Dictionary(uniqueKeysWithValues: (1...300).map { ($0, 1...1) }), limit: .members(5))
        )
        let source = DesiredMember.numbered(1).source
        run.setManifest(
            DesiredState(images: (1...300).map { .numbered($0, members: 1...1) { $0.exclusive = source } }), hash: "a")
        let service = run.service { cloud.reconcile($0, $1) }
        await service.start()
        for number in stride(from: 1, through: 300, by: 10) { cloud.add(99, to: number) }
        await run.run(service, until: .seconds(640))
        #expect(Self.kept(cloud, 300) == 25)
    }

    @Test func `An image that cannot be read just now counts with what it was last seen to lose`() async {
        let (run, cloud) = (ServiceRun(), Self.cloud(6, limit: .members(5)))
        run.setManifest(Self.desired(6, revoking: 6), hash: "a")
        let service = run.service { run, desired in
            guard run.calls.count > 1 else { return cloud.reconcile(run, desired) }
            return cloud.reconcile(run, desired, unreadable: [.numbered(6)])
        }
        await run.run(service, until: .seconds(2000))
        #expect(Self.kept(cloud, 6) == 6)
    }

    @Test func `A probe removes nobody`() async {
        let (run, cloud) = (ServiceRun(), Self.cloud(4, limit: .members(1)))
        run.setManifest(Self.desired(4, revoking: 4), hash: "a")
        let service = run.service { run, desired in
            run.now < .seconds(100)
                ? Report(.notPlanned([Problem(code: .cloudUnavailable, message: "down")]))
                : cloud.reconcile(run, desired)
        }
        await run.run(service, until: .seconds(900))
        #expect(run.calls.contains { $0.isProbe && $0.at >= .seconds(100) })
        #expect(Self.kept(cloud, 4) == 4)
        #expect(!run.log.lines.contains { $0.contains("wishes_not_whole") || $0.contains("only_probed") })
        #expect(run.store.current.images.allSatisfy { $0.removals.first?.standing == .refused })
    }

    @Test func `Acceptances have their line, and those who declined are shown`() async throws {
        let run = ServiceRun()
        run.setManifest(DesiredState(images: [.numbered(1, members: 1...2) { $0.accepts = true }]), hash: "a")
        let service = run.service { _, desired in
            let seen = Observation.members([.numbered(1), .numbered(2, status: "rejected")])
            let plan = Plan(desired: desired, current: CurrentState(observations: [.numbered(1): seen]))
            let outcomes = plan.images[0].changes.map {
                Outcome(image: .numbered(1), change: $0, result: .accepted, attempts: 1)
            }
            return Report(.applied(plan, Execution(outcomes: outcomes, problems: [])))
        }
        await service.start()
        #expect(run.log.lines.count { $0.hasPrefix("notice member accepted") } == 1)
        #expect(run.store.current.images[0].rejected == [.numbered(2)])
        #expect(run.store.current.counters.changes[.accepted] == 1)
    }
}
