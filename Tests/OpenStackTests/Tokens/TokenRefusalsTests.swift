import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

/// The replacement of tokens that a service refuses.
struct TokenRefusalsTests {
    private let refusal = OpenStackError(.unauthorized, status: 401, message: "no")

    private func token(_ generation: Int, isReplacement: Bool = false) throws -> CachedToken {
        let url = try #require(ServiceURL("http://glance.test"))
        return CachedToken(
            authorization: Authorization(
                token: Secret("token"), projectID: "owner", isAdministrator: false, imageService: url),
            generation: generation, life: TokenLife(of: nil, from: .zero), isReplacement: isReplacement
        )
    }

    @Test func `Only a token that comes after a refusal is a replacement, and only the next one`() throws {
        var refusals = TokenRefusals()
        let first = refusals.recordIssued()
        try refusals.recordRefused(age: .seconds(1), refusal)
        let others = [refusals.recordIssued(), refusals.recordIssued()]
        #expect(!first)
        #expect(others == [true, false])
    }

    @Test(arguments: [
        (generation: 2, isReplacement: true, proven: 1, isUnproven: true),
        (generation: 2, isReplacement: true, proven: 2, isUnproven: false),
        (generation: 2, isReplacement: true, proven: 3, isUnproven: false),
        (generation: 2, isReplacement: false, proven: 1, isUnproven: false),
    ])
    func `A replacement is unproven until it or a later one has worked`(
        generation: Int, isReplacement: Bool, proven: Int, isUnproven: Bool
    ) throws {
        var refusals = TokenRefusals()
        refusals.recordAccepted(try token(proven))
        #expect(refusals.isUnproven(try token(generation, isReplacement: isReplacement)) == isUnproven)
    }

    @Test(arguments: [Duration?.none, .zero, .seconds(59)])
    func `Twenty early refusals in a row are borne, and no more`(age: Duration?) throws {
        var refusals = TokenRefusals()
        for _ in 0..<TokenRefusals.mostEarly { try refusals.recordRefused(age: age, refusal) }
        let error = #expect(throws: OpenStackError.self) {
            var more = refusals
            try more.recordRefused(age: age, refusal)
        }
        #expect(error?.code == .serverTrouble)
        #expect(error?.status == 401)
        // One that was used for long is nothing strange.
        try refusals.recordRefused(age: .seconds(60), refusal)
    }

    @Test func `A new run takes an unproven replacement out of use, and counts anew`() throws {
        var refusals = TokenRefusals()
        for _ in 0..<TokenRefusals.mostEarly { try refusals.recordRefused(age: .zero, refusal) }
        let second = refusals.beginRun(with: try token(2, isReplacement: true))
        let isReplacement = refusals.recordIssued()
        refusals.recordAccepted(try token(3))
        let third = refusals.beginRun(with: try token(3, isReplacement: true))
        #expect(second)
        #expect(!isReplacement)
        #expect(!third)
        try refusals.recordRefused(age: .zero, refusal)
    }
}
