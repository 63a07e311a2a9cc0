import FoundationEssentials
import ImageSharing
import TestSupport
import Testing

@testable import Daemon

/// The memory of images from tick to tick.
struct ImageLedgerTests {
    private func ledger(afterFailures failures: Int, _ code: ProblemCode) -> ImageLedger {
        var ledger = ImageLedger()
        var generator = SplitMix64(seed: 3)
        let desired = ServiceRun.desired(images: 2)
        _ = ledger.adopt(desired)
        for _ in 0..<failures { _ = ledger.record(ServiceRun.failed(desired, code), at: .zero, using: &generator) }
        return ledger
    }

    @Test(arguments: [(1, 30, 60), (2, 60, 120), (3, 120, 240), (7, 1800, 3600), (60, 1800, 3600)])
    func `An image's back-off grows to an hour`(failures: Int, least: Int, most: Int) throws {
        let ledger = ledger(afterFailures: failures, .imageNotFound)
        let wait = try #require(ledger.entries[.numbered(1)]?.retryAt)
        #expect(wait >= .seconds(least) && wait <= .seconds(most))
        #expect(ledger.due([.numbered(1)], at: .zero).images.isEmpty)
        #expect(ledger.due([.numbered(1)], at: .seconds(most)).images.count == 1)
    }

    @Test(arguments: [ProblemCode.cloudUnavailable, .timedOut, .throttled, .authenticationFailed])
    func `The cloud's own trouble is not held against an image`(code: ProblemCode) {
        #expect(ledger(afterFailures: 5, code).due([.numbered(1)], at: .zero).images.count == 1)
    }

    @Test func `A back-off is forgotten when the image's members change, and only then`() {
        var ledger = ledger(afterFailures: 3, .forbidden)
        let desired = ServiceRun.desired(images: 2)
        #expect(ledger.adopt(desired).isEmpty)
        #expect(ledger.due([.numbered(1)], at: .zero).images.isEmpty)
        let changed = DesiredState(images: [.numbered(1, members: 1...2), desired.images[1]])
        #expect(ledger.adopt(changed) == [.numbered(1)])
        #expect(ledger.due([.numbered(1)], at: .zero).images.count == 1)
        #expect(ledger.due([.numbered(2)], at: .zero).images.isEmpty)
    }

    @Test func `A new description is no change of the image, and is known`() throws {
        var ledger = ledger(afterFailures: 3, .forbidden)
        let image = ServiceRun.desired(images: 2).images[0]
        let described = DesiredImage(
            id: image.id, source: image.source, description: "Debian 12", members: image.members)
        #expect(ledger.adopt(DesiredState(images: [described])).isEmpty)
        #expect(ledger.due([image.id], at: .zero).images.isEmpty)
        let entry = try #require(ledger.entries[image.id])
        #expect(ImageStatus(entry) { _ in Date(timeIntervalSince1970: 0) }.description == "Debian 12")
    }

    @Test func `Only of images of which the manifest says something else has anything to be told anew`() {
        var ledger = ledger(afterFailures: 1, .forbidden)
        let desired = ServiceRun.desired(images: 2)
        #expect(ledger.renewed == [.numbered(1), .numbered(2)])
        _ = ledger.adopt(desired)
        #expect(ledger.renewed == [] && ledger.ending == [])
        var terms = ImageTerms()
        terms.members[.numbered(1)] = MemberTerms(until: Expiry(moment: .distantFuture, text: "never"))
        let moved = DesiredImage(
            id: .numbered(1), source: SourceLocation(file: "other.yaml", line: 1, column: 1),
            members: desired.images[0].members)
        _ = ledger.adopt(DesiredState(images: [moved, .numbered(2, members: 1...1, terms: terms)]))
        #expect(ledger.renewed == [.numbered(1), .numbered(2)] && ledger.ending == [.numbered(2)])
        #expect(ledger.firstEnd(after: .distantPast) == .distantFuture)
        _ = ledger.adopt(desired)
        #expect(ledger.ending == [] && ledger.firstEnd(after: .distantPast) == nil)
    }

    @Test func `An image that leaves the manifest is forgotten`() {
        var ledger = ledger(afterFailures: 1, .forbidden)
        #expect(ledger.adopt(ServiceRun.desired(images: 1)).isEmpty)
        #expect(ledger.entries.count == 1)
        #expect(ledger.adopt(ServiceRun.desired(images: 2)) == [.numbered(2)])
    }
}
