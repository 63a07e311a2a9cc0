import ImageSharing
import TestSupport
import Testing

@testable import Daemon

/// A daemon that accepts, and what is offered to it by others.
struct OffersServiceTests {
    private static func offers(_ numbers: Int...) -> CloudAnswers {
        let images = numbers.map {
            FoundImage(id: .numbered($0), name: "debian-\($0)", owner: "stranger", createdAt: "2026-01-01T00:00:00Z")
        }
        return CloudAnswers(offers: .success(ImageOffers(to: .numbered(7), images: images)))
    }

    @Test func `What is offered and not trusted is logged once, and stays in the status while it is offered`()
        async throws
    {
        let run = ServiceRun()
        try run.setManifest(text: "version: 1\naccept: [{owner: \(ProjectID.numbered(1))}]\n", hash: "a")
        run.setAnswers(Self.offers(1, 2))
        let service = run.service()
        await service.start()
        #expect(run.store.current.untrusted.map(\.id) == [.numbered(1), .numbered(2)])
        await run.run(service, until: .seconds(1000))
        let told = { run.log.lines.filter { $0.contains("offered, not trusted") } }
        #expect(told().count == 1 && told()[0].contains("\"images\": 2") && told()[0].contains("\"owners\": stranger"))
        // A list that could not be had says nothing, and is no end of an offer.
        run.setAnswers(CloudAnswers(offers: .failure(Problem(code: .unexpectedResponse, message: "cut off"))))
        await run.run(service, until: .seconds(2000))
        #expect(run.store.current.untrusted.count == 2)
        run.setAnswers(Self.offers(2, 3))
        await run.run(service, until: .seconds(3000))
        #expect(run.store.current.untrusted.map(\.id) == [.numbered(2), .numbered(3)])
        #expect(told().count == 2 && told()[1].contains("\"images\": 1"))
    }
}
