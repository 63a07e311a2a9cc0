import ImageAPI
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Reconciliation

/// What a project shares, against a fake Glance.
struct InventoryReaderTests {
    /// A fake Glance that lists images, too.
    private struct FakeProject: ImageListing, MemberReading {
        let glance: FakeGlance
        let found: Result<[FoundImage], Problem>

        func ownedImages() async throws(Problem) -> [FoundImage] { try found.get() }
        func authorize() async throws(Setback) -> String? { try await glance.authorize() }
        func list(_ id: ImageID, isOwned: Bool) async throws(Setback) -> [ImageMember] {
            try await glance.list(id, isOwned: isOwned)
        }
        func owner(of id: ImageID) async -> Ownership { await glance.owner(of: id) }
    }

    private func image(_ number: Int, _ visibility: String = "shared", status: String = "active") -> FoundImage {
        FoundImage(
            id: .numbered(number), name: "image \(number)", owner: "demo", visibility: visibility, status: status,
            createdAt: "2026-11-23T10:00:00Z")
    }

    private func reader(_ glance: FakeGlance, _ found: Result<[FoundImage], Problem>) -> InventoryReader {
        InventoryReader(
            gate: glance, reader: FakeProject(glance: glance, found: found), concurrency: 2,
            backOff: BackOff(retryFor: .seconds(10), clock: RunClock(SkippingClock()), generator: SplitMix64(seed: 1)),
            notify: { _ in })
    }

    @Test func `Each shared image is listed once, sorted, and nothing is written`() async throws {
        let glance = FakeGlance([1: [7, 8], 2: [], 3: [7, 7]])
        let found = [image(3), image(1), image(9, "public"), image(2), image(8, "private"), image(7, "community")]
        let inventory = try await reader(glance, .success(found)).read()
        #expect(inventory.entries.map(\.image) == [image(1), image(2), image(3)])
        let members = [[7, 8], [], [7, 7]].map { $0.map { ImageMember.numbered($0) } }
        #expect(inventory.entries.map(\.observation) == members.map { .members($0) })
        #expect(inventory.problems.isEmpty)
        #expect(inventory.warnings.map(\.rows) == [2])
        #expect(await glance.calls.count == 4)
        #expect(await glance.adds.isEmpty)
        #expect(await glance.phases == [.authorizing, .reading(images: 3)])
    }

    @Test func `Where no image is shared, the private ones are those with members, if they may have any`() async throws
    {
        let glance = FakeGlance([1: [7], 2: [8]])
        await glance.refuseToRead(.numbered(2), .imageNotShareable)
        let found = [image(1, "private"), image(2, "private"), image(3, "public")]
        let inventory = try await reader(glance, .success(found)).read()
        #expect(inventory.entries.map(\.image.id) == [.numbered(1)])
        #expect(inventory.problems.isEmpty)
    }

    @Test(arguments: ["deleted", "pending_delete"])
    func `Nobody asks for the members of an image that is being deleted`(_ status: String) async throws {
        let glance = FakeGlance([1: [7], 2: [7]])
        let inventory = try await reader(glance, .success([image(1), image(2, status: status)])).read()
        #expect(inventory.entries.map(\.observation) == [.members([.numbered(7)]), nil])
        #expect(await glance.calls == [.authorize, .list(.numbered(1))])
    }

    @Test func `An image that cannot be read does not stop the others`() async throws {
        let glance = FakeGlance([1: [7], 2: [7]])
        await glance.refuseToRead(.numbered(1), .imageNotFound)
        let inventory = try await reader(glance, .success([image(1), image(2)])).read()
        #expect(inventory.entries.map(\.wasRead) == [false, true])
        #expect(inventory.problems.map(\.code) == [.imageNotFound])
    }

    @Test(arguments: [ProblemCode.authenticationFailed, .tlsFailed])
    func `What ends the run leaves no inventory`(_ code: ProblemCode) async {
        let glance = FakeGlance([1: [7], 2: [7], 3: [7]])
        await glance.refuseToRead(.numbered(3), code)
        await #expect(
            throws: InventoryReader.Failure.problem(Problem(code: code, image: .numbered(3), message: "unreadable"))
        ) { try await reader(glance, .success([image(1), image(2), image(3)])).read() }
    }

    @Test func `A cloud that fails for everybody leaves no inventory, and one that answers in the end does`()
        async throws
    {
        let glance = FakeGlance([1: [7], 2: [7]])
        let away = Problem(code: .cloudUnavailable, message: "away")
        await glance.conclude(away, from: .reading(images: 2))
        #expect(try await reader(glance, .success([image(1), image(2)])).read().entries.count == 2)
        await glance.refuseToRead(.numbered(1), .cloudUnavailable)
        await #expect(throws: InventoryReader.Failure.problem(away)) {
            try await reader(glance, .success([image(1), image(2)])).read()
        }
    }

    @Test func `Where no image at all could be read, there is no inventory`() async {
        let glance = FakeGlance([:])
        await glance.refuseToRead(.numbered(1), .forbidden)
        let problem = Problem(code: .forbidden, image: .numbered(1), message: "unreadable")
        await #expect(throws: InventoryReader.Failure.problem(problem)) {
            try await reader(glance, .success([image(1)])).read()
        }
    }

    @Test func `A token that is refused, and a list that could not be had, are the problem`() async {
        let glance = FakeGlance([:])
        let problem = Problem(code: .forbidden, message: "no list")
        await #expect(throws: InventoryReader.Failure.problem(problem)) {
            try await reader(glance, .failure(problem)).read()
        }
        let refused = Problem(code: .authenticationFailed, message: "no token")
        await glance.refuseToken(Setback(refused, .lasting))
        await #expect(throws: InventoryReader.Failure.problem(refused)) {
            try await reader(glance, .success([])).read()
        }
    }

    @Test func `A run that was told to stop leaves no inventory`() async {
        let glance = FakeGlance([1: [7]])
        let reader = reader(glance, .success([image(1)]))
        await inCancelledTask {
            await #expect(throws: InventoryReader.Failure.interrupted) { try await reader.read() }
        }
    }
}
