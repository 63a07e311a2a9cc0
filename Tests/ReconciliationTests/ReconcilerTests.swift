import ImageAPI
import ImageSharing
import OpenStack
import Pacing
import Reconciliation
import TestSupport
import Testing

/// The line from the token to the report, and each place where it can end.
struct ReconcilerTests {
    private static let wanted = [1: [1, 2], 2: [1]]

    private func down(_ image: Int? = nil) -> Problem {
        Problem(code: .cloudUnavailable, image: image.map { .numbered($0) }, message: "the image service keeps failing")
    }

    @Test func `Without a token nothing is read, and that is one problem of the run`() async {
        let glance = FakeGlance([1: [], 2: []])
        let refusal = Problem(code: .authenticationFailed, message: "no")
        await glance.refuseToken(Setback(refusal, .lasting))
        let report = await Run(glance).reconcile(Self.wanted, for: .apply(.init(glance)))
        #expect(report.stage == .notPlanned([refusal]))
        #expect(!report.wasInterrupted)
        #expect(await glance.calls == [.authorize])
        #expect(await glance.phases == [.authorizing])
    }

    @Test func `Told to stop before there is a token, a run has no problem`() async {
        let glance = FakeGlance([1: [], 2: []])
        await glance.refuseToken(Setback(down(), .interrupted))
        let report = await Run(glance).reconcile(Self.wanted, for: .plan)
        #expect(report == Report(.notPlanned([]), ending: .interrupted))
    }

    @Test func `Where nothing is asked for, nobody is asked for a token`() async {
        let glance = FakeGlance([:])
        let report = await Run(glance).reconcile([:], for: .apply(.init(glance)))
        #expect(report.verdict == .noChanges)
        #expect(await glance.calls.isEmpty)
        #expect(await glance.phases == [.reading(images: 0), .writing(changes: 0, images: 0)])
    }

    @Test func `A plan shows what is missing, and needs nothing that can write`() async {
        struct Reader: MemberReading {
            func authorize() async throws(Setback) -> String? { nil }
            func list(_ id: ImageID, isOwned: Bool) async throws(Setback) -> [ImageMember] { [.numbered(1)] }
            func owner(of id: ImageID) async -> Ownership { .own(.numbered(0)) }
        }
        let backOff = BackOff(retryFor: .zero, clock: RunClock(SkippingClock()))
        let report = await Reconciler(
            for: .plan, within: SafetyPolicy(), gate: FakeGlance([:]), directory: FakeGlance([:]), reader: Reader(),
            concurrency: 1,
            backOff: backOff, requestTimeout: .zero, notify: { _ in }
        ).run(DesiredState(images: [.numbered(1, members: [1, 2])]))
        #expect(report.summary.add == 1)
        #expect(report.execution == nil)
        #expect(report.objection == nil)
    }

    @Test(arguments: [(2, true), (3, false)])
    func `A plan says whether it keeps the policy, and is no failure`(limit: Int, isRefused: Bool) async {
        let glance = FakeGlance([1: [], 2: []])
        let report = await Run(glance).reconcile(
            Self.wanted, for: .plan, within: SafetyPolicy(maximumAdditions: limit))
        #expect((report.objection != nil) == isRefused)
        #expect(report.verdict == .changes)
        #expect(await glance.adds.isEmpty)
    }

    @Test func `What the policy refuses is not written`() async {
        let glance = FakeGlance([1: [], 2: []])
        let report = await Run(glance).reconcile(
            Self.wanted, for: .apply(.init(glance)), within: SafetyPolicy(maximumAdditions: 2))
        #expect(report.verdict == .refused)
        #expect(report.problems.map(\.code) == [.safetyLimitExceeded])
        #expect(await glance.adds.isEmpty)
    }

    @Test func `What is missing is added, phase by phase`() async {
        let glance = FakeGlance([1: [2], 2: []])
        let run = Run(glance, concurrency: 1)
        let report = await run.reconcile(Self.wanted, for: .apply(.init(glance, verifier: glance)))
        #expect(report.verdict == .applied)
        #expect(report.summary.created == 2)
        #expect(report.verification?.additionCount == 0)
        let phases: [RunPhase] = [
            .authorizing, .reading(images: 2), .writing(changes: 2, images: 2), .verifying(images: 2),
        ]
        #expect(await glance.phases == phases)
        #expect(run.happened.compactMap { if case .began(let phase) = $0 { phase } else { nil } } == phases)
        #expect(await glance.calls.count == 7)
    }

    @Test func `Nobody who does not ask for it pays for a second look`() async {
        let glance = FakeGlance([1: []])
        let report = await Run(glance).reconcile([1: [1]], for: .apply(.init(glance)))
        #expect(report.verification == nil)
        #expect(await glance.calls == [.authorize, .list(.numbered(1)), .add(.numbered(1), .numbered(1))])
    }

    @Test func `The second look reads what was written to, and finds what was lost`() async {
        let glance = FakeGlance([1: [], 2: [1], 3: []]) { _, image, _ in image == .numbered(3) ? .undone : .none }
        let report = await Run(glance).reconcile(
            [1: [1], 2: [1], 3: [1]], for: .apply(.init(glance, verifier: glance)))
        #expect(report.verdict == .partial)
        #expect(report.problems.map(\.code) == [.memberMissing])
        #expect(report.problems.map(\.image) == [.numbered(3)])
        #expect(await glance.phases.last == .verifying(images: 2))
    }

    private static let losing = [
        DesiredImage.numbered(1, members: [1], terms: ImageTerms(revoking: [2, 3])),
        .numbered(2, members: [1], terms: ImageTerms(isExclusive: true)),
    ]

    @Test func `Where nothing allows a removal, all else is done, and the members that are left are a problem`() async {
        let glance = FakeGlance([1: [2], 2: [1, 9]])
        let report = await Run(glance).reconcile(Self.losing, for: .apply(.init(glance, verifier: glance)))
        #expect(report.verdict == .partial)
        #expect(report.problems.map(\.code) == [.removalNotAllowed])
        #expect(report.execution?.outcomes.map(\.result) == [.created, .held, .held])
        #expect((report.summary.held, report.summary.created) == (2, 1))
        #expect(await glance.writes == [.add(.numbered(1), .numbered(1))])
        #expect(
            await glance.phases.dropFirst(2).prefix(2) == [
                .checkingOwners(images: 2), .writing(changes: 1, images: 1),
            ])
    }

    @Test func `A plan says what apply would leave, and asks whose the images are that would lose somebody`() async {
        let glance = FakeGlance([1: [1, 2], 2: [1]])
        let report = await Run(glance).reconcile(Self.losing, for: .plan)
        #expect(report.removalsLeft?.code == .removalNotAllowed)
        #expect(report.problems.isEmpty)
        #expect(report.verdict == .changes)
        #expect(await glance.calls.filter { if case .owner = $0 { true } else { false } } == [.owner(.numbered(1))])
        #expect(await glance.writes.isEmpty)
    }

    @Test func `Within the limit they are removed, and read once more`() async {
        let glance = FakeGlance([1: [1, 2], 2: [1, 9]])
        let run = Run(glance, concurrency: 1)
        let report = await run.reconcile(
            Self.losing, for: .apply(.init(glance, verifier: glance)),
            within: SafetyPolicy(maximumRemovals: .members(2)))
        #expect(report.verdict == .applied)
        #expect(report.summary.removed == 2)
        #expect(report.verification?.removalCount == 0)
        #expect(await glance.rows == [.numbered(1): [.numbered(1)], .numbered(2): [.numbered(1)]])
        #expect(await glance.phases.dropFirst(3).first == .writing(changes: 2, images: 2, onlyAdds: false))
    }

    @Test func `Beyond it nothing is written at all`() async {
        let glance = FakeGlance([1: [2], 2: [1, 9]])
        let report = await Run(glance).reconcile(
            Self.losing, for: .apply(.init(glance)), within: SafetyPolicy(maximumRemovals: .members(1)))
        #expect(report.verdict == .refused)
        #expect(await glance.writes.isEmpty)
    }

    @Test func `The second look finds who is there although Glance removed them`() async {
        let glance = FakeGlance([1: [1, 2], 2: [1]]) { _, _, _ in .undone }
        let report = await Run(glance).reconcile(
            Self.losing, for: .apply(.init(glance, verifier: glance)),
            within: SafetyPolicy(maximumRemovals: .members(1)))
        #expect(report.problems.map(\.code) == [.memberMissing])
        #expect(report.problems.map(\.member) == [.numbered(2)])
    }

    @Test func `Where the image cannot be read, the others are written to all the same`() async {
        let glance = FakeGlance([1: [], 2: []])
        await glance.refuseToRead(.numbered(1), .imageNotFound)
        let report = await Run(glance).reconcile(Self.wanted, for: .apply(.init(glance)))
        #expect(report.verdict == .partial)
        #expect(await glance.adds == [.add(.numbered(2), .numbered(1))])
    }

    @Test(arguments: [true, false])
    func `What ends the run while it reads leaves nothing to write by`(isConcluded: Bool) async {
        let glance = FakeGlance([1: [], 2: []])
        if isConcluded {
            await glance.conclude(down(), from: .reading(images: 2))
        } else {
            await glance.refuseToRead(.numbered(2), .authenticationFailed)
        }
        let report = await Run(glance, concurrency: 1).reconcile(Self.wanted, for: .apply(.init(glance)))
        #expect(await glance.adds.isEmpty)
        #expect(await glance.phases.last == .reading(images: 2))
        // What was to be written is told of as not tried.
        #expect(report.execution?.outcomes.map(\.result) == Array(repeating: .skipped, count: isConcluded ? 3 : 2))
        #expect(report.problems.map(\.code) == [isConcluded ? .cloudUnavailable : .authenticationFailed])
    }

    @Test func `What is concluded of the cloud while it is written to is told of once`() async {
        let glance = FakeGlance([1: [], 2: []]) { _, _, _ in .lost }
        await glance.conclude(down(), from: .writing(changes: 3, images: 2))
        let report = await Run(glance, retryFor: .zero).reconcile(Self.wanted, for: .apply(.init(glance)))
        #expect(report.problems.filter { $0.image == nil } == [down()])
        #expect(report.verdict == .failed)
        #expect(report.isCloudsTrouble)
    }

    @Test func `A plan of a cloud that is down says so`() async {
        let glance = FakeGlance([1: [], 2: []])
        await glance.conclude(down(), from: .reading(images: 2))
        let report = await Run(glance).reconcile(Self.wanted, for: .plan)
        #expect(report.problems == [down()])
        #expect(report.execution == nil)
    }

    /// The report of a run that is told to stop once something has begun, which is held until then.
    private func stopped(_ begun: Signal, _ held: Signal, _ run: @escaping @Sendable () async -> Report) async -> Report
    {
        let running = Task { await run() }
        await begun.wait()
        running.cancel()
        held.give()
        return await running.value
    }

    @Test(arguments: [1, 2])
    func `Told to stop between two steps, a run says what it has not tried`(steps: Int) async {
        let glance = FakeGlance([1: [], 2: []])
        let (begun, held) = (Signal(), Signal())
        await glance.hold(
            steps == 1 ? .reading(images: 2) : .writing(changes: 3, images: 2), begun: begun, until: held)
        let report = await stopped(begun, held) {
            await Run(glance).reconcile(Self.wanted, for: .apply(.init(glance, verifier: glance)))
        }
        #expect(report.wasInterrupted)
        #expect(report.problems.isEmpty)
        #expect(await glance.adds.isEmpty)
        #expect(report.verification == nil)
        #expect(report.summary.skipped == (steps == 1 ? 0 : 3))
        #expect(report.execution != nil)
    }

    @Test func `Told to stop while owners are asked for, a run has no problem, and has not come to their images`() async
    {
        let glance = FakeGlance([1: [1, 9], 2: [1, 9], 3: []])
        let (begun, held) = (Signal(), Signal())
        await glance.holdOwners(begun: begun, until: held)
        var terms = ImageTerms()
        terms.exclusive = DesiredMember.numbered(1).source
        let images: [DesiredImage] = [
            .numbered(1, members: [1], terms: terms), .numbered(2, members: [1], terms: terms),
            .numbered(3, members: [1]),
        ]
        let report = await stopped(begun, held) {
            await Run(glance, concurrency: 1)
                .reconcile(images, for: .apply(.init(glance)), within: SafetyPolicy(maximumRemovals: .members(9)))
        }
        #expect(report.wasInterrupted)
        #expect(report.problems.isEmpty)
        #expect(report.plan?.images.map(\.state)[..<2] == [.notReached, .notReached])
        #expect(await glance.calls.filter { if case .owner = $0 { true } else { false } }.count == 1)
        #expect(await glance.writes.isEmpty)
    }

    @Test func `What wants attention is told of once, after everything else`() async {
        let glance = FakeGlance([1: [1, 1]])
        let run = Run(glance)
        let report = await run.reconcile([1: [1]], for: .apply(.init(glance)))
        #expect(report.warnings.count == 1)
        let last = if case .warned(let warning)? = run.happened.last { warning } else { Warning?.none }
        #expect(last == report.warnings.first)
    }

    @Test func `A session that may only read sends nothing but GET, whatever it is asked for`() async throws {
        let transport = ScriptedTransport { sent in
            guard sent.line.hasPrefix("GET "), let image = sent.line.split(separator: "/").dropLast().last else {
                return nil
            }
            let row = #"{"image_id": "\#(image)", "member_id": "other", "status": "pending"}"#
            return .status(200, #"{"members": [\#(row)]}"#)
        }
        let cloud = TestCloud(transport)
        let client = ImageClient(session: try cloud.session(.readOnly))
        let report = await Reconciler(
            for: .apply(.init(client)), within: SafetyPolicy(), gate: FakeGlance([:]), directory: FakeGlance([:]),
            reader: client, concurrency: 3,
            backOff: cloud.backOff, requestTimeout: .zero, notify: { _ in }
        ).run(DesiredState(images: (1...5).map { .numbered($0, members: [1]) }))
        #expect(report.summary.failed == 5)
        #expect(transport.sent.count == 5)
    }
}
