import ImageSharing
import Testing

/// What several images have in common.
@Suite struct ProblemGroupTests {
    private static let images = ["54d63e39-4ee1-4a62-8704-0ae5025a0deb", "82c96579-ba53-4a84-a69a-716382fe0293"]

    private func problem(
        _ image: Int?, code: ProblemCode = .memberLimitExceeded, status: Int = 413,
        message: (String) -> String = { "image \($0) is full" }
    ) throws -> Problem {
        let id = try image.map { try #require(ImageID(Self.images[$0])) }
        let text = id?.description ?? "none"
        return Problem(
            code: code, image: id, httpStatus: status, message: message(text), hint: "empty \(text)",
            requestID: "req-\(text)", source: SourceLocation(file: "m", line: 1 + (image ?? 0), column: 3)
        )
    }

    @Test func `A sentence that names its image is the same sentence for the next one`() throws {
        let groups = ProblemGroup.groups(of: [try problem(0), try problem(1)])
        #expect(groups.count == 1)
        #expect(groups[0].cause.message == "image IMAGE is full")
        #expect(groups[0].cause.hint == "empty IMAGE")
        #expect(groups[0].cause.image == nil && groups[0].cause.requestID == nil && groups[0].cause.source == nil)
        #expect(groups[0].images.map(\.description) == Self.images)
    }

    @Test func `One problem is itself`() throws {
        #expect(ProblemGroup.groups(of: [try problem(0)]).map(\.cause) == [try problem(0)])
    }

    @Test func `Another code, status, sentence or remedy is another cause`() throws {
        let others = [
            try problem(1, code: .cloudUnavailable), try problem(1, status: 500), try problem(1) { "\($0) is gone" },
            try problem(1) { _ in "belongs to \(Self.images[0])" },
        ]
        for other in others { #expect(ProblemGroup.groups(of: [try problem(0), other]).count == 2) }
    }

    @Test func `What is about no image stays by itself, and the order is kept`() throws {
        let problems = [try problem(nil), try problem(1), try problem(nil, status: 500), try problem(0)]
        let groups = ProblemGroup.groups(of: problems)
        #expect(groups.map(\.problems.count) == [1, 2, 1])
        #expect(groups.flatMap(\.problems).count == problems.count)
    }

    @Test func `A member's ID is left out of the cause, but not a name that any word may hold`() throws {
        func refused(_ member: String) throws -> Problem {
            let image: ImageID = try #require(ImageID(Self.images[0]))
            return Problem(
                code: .memberRejected, image: image,
                member: ProjectID(reported: member), message: "cannot add \(member)")
        }
        let ids = ["f6a818c3d4aa458798ed86892e7150c0", "2d1521a5a0c94a45bd0ad9ffcb0d5d72"]
        #expect(ProblemGroup.groups(of: try ids.map(refused)).map(\.cause.message) == ["cannot add MEMBER"])
        #expect(
            ProblemGroup.groups(of: try ["a", "d"].map(refused)).map(\.cause.message) == [
                "cannot add a", "cannot add d",
            ])
    }
}
