import ImageSharing
import Manifests
import TestSupport
import Testing

@testable import Reconciliation

/// A consumer's run, from what is offered to what is accepted.
struct OffersRunTests {
    private static let file = "version: 1\naccept: [{owner: \(ProjectID.numbered(9)), name: \"debian-*\"}]\n"

    private func manifest() throws -> Manifest {
        try ManifestLoader(of: [.trust]).load(Array(Self.file.utf8), named: "trust.yaml").manifest
    }

    private func offer(_ number: Int, _ name: String) -> FoundImage {
        FoundImage(
            id: .numbered(number), name: name, owner: ProjectID.numbered(9).description,
            createdAt: "2026-01-01T00:00:00Z")
    }

    @Test func `What is trusted is accepted, and nobody else's row is written`() async throws {
        let glance = FakeGlance([1: [3], 2: [3], 4: [3]])
        let images = [offer(1, "debian-12"), offer(2, "rocky"), offer(4, "debian-13")]
        await glance.setAnswers(CloudAnswers(offers: .success(ImageOffers(to: .numbered(3), images: images))))
        // Somebody has answered since the list was had.
        await glance.answer(.rejected, as: [3], of: 4)
        let report = await Run(glance).reconcile(
            try manifest(), for: .apply(Reconciler.WriteAccess(glance)))
        #expect(report.execution?.outcomes.map(\.result) == [.accepted])
        #expect(report.plan?.untrusted.map(\.id) == [.numbered(2)])
        #expect(report.isComplete)
        #expect(await glance.writes == [.accept(.numbered(1), .numbered(3))])
        #expect(await glance.calls.first(where: { $0 == .list(.numbered(2)) }) == nil)
    }

    @Test(
        arguments: [(FakeGlance.Fault.none, []), (.undoneAndPraised, [.memberMissing])]
            as [(FakeGlance.Fault, [ProblemCode])])
    func `What was accepted is looked at once more`(_ fault: FakeGlance.Fault, _ codes: [ProblemCode]) async throws {
        let glance = FakeGlance([1: [3]]) { _, _, _ in fault }
        let offers = ImageOffers(to: .numbered(3), images: [offer(1, "debian-12")])
        await glance.setAnswers(CloudAnswers(offers: .success(offers)))
        let report = await Run(glance).reconcile(
            try manifest(), for: .apply(Reconciler.WriteAccess(glance, verifier: glance)))
        #expect(report.execution?.outcomes.map(\.result) == [.accepted])
        #expect(report.problems.map(\.code) == codes)
        #expect(await glance.calls.count { $0 == .list(.numbered(1)) } == 2)
    }

    @Test func `Where the list cannot be had, nothing is looked at and nothing is written`() async throws {
        let glance = FakeGlance([1: [3]])
        let problem = Problem(code: .cloudUnavailable, message: "no answer")
        await glance.setAnswers(CloudAnswers(offers: .failure(problem)))
        let report = await Run(glance).reconcile(
            try manifest(), for: .apply(Reconciler.WriteAccess(glance)))
        #expect(report.problems == [problem])
        #expect(report.verdict == .failed && report.isCloudsTrouble)
        #expect(await glance.calls == [.authorize, .offers])
    }
}
