import TestSupport
import Testing

@testable import ImageSharing

/// What holds for every plan that may take away, tried on many drawn ones.
struct RemovalPropertyTests {
    @Test(arguments: 0..<200)
    func `Nobody is removed whom no word takes away, nor from an image that is not whole, ours and known`(seed: UInt64)
    {
        let sample = DrawnPlan(seed: seed)
        for (desired, image) in zip(sample.images, sample.plan.images) {
            let listed = Set(desired.members.map(\.project))
            let expired = listed.filter { desired.terms.members[$0]?.until?.isPast(at: DrawnPlan.now) == true }
            for removal in image.removals {
                let project = removal.member.project
                #expect(desired.isWhole)
                #expect(
                    sample.ownerships[image.image].map {
                        if case .own(let owner) = $0 { owner != project } else { false }
                    } == true)
                #expect(sample.observations[image.image]?.contains { $0.project == project } == true)
                #expect(!desired.terms.undecided.contains(project))
                switch removal.cause {
                case .revoked: #expect(desired.terms.revoked.contains { $0.project == project })
                case .expired: #expect(expired.contains(project))
                case .notListed:
                    #expect(desired.terms.exclusive != nil && !listed.contains(project))
                    #expect(!desired.members.isEmpty || desired.terms.mayBeEmpty)
                }
            }
        }
    }

    @Test(arguments: 0..<200)
    func `Adding and removing one pair never meet, and each comes once and sorted`(seed: UInt64) {
        for image in DrawnPlan(seed: seed).plan.images {
            let added = image.additions.map(\.project)
            let removed = image.removals.map(\.member.project)
            #expect(Set(added + image.acceptances.map(\.project)).isDisjoint(with: removed))
            #expect(removed == Set(removed).sorted())
            #expect(added == Set(added).sorted())
            #expect(Set(removed).isDisjoint(with: image.held.map(\.removal.member.project)))
            #expect(Set(removed).isDisjoint(with: image.unmanaged.map(\.project)))
        }
    }

    @Test(arguments: 0..<200)
    func `A plan without terms is that of a manifest that only gives`(seed: UInt64) {
        var sample = DrawnPlan(seed: seed)
        sample.images = sample.images.map {
            DesiredImage(id: $0.id, source: $0.source, members: $0.members, isWhole: $0.isWhole)
        }
        let plan = sample.plan
        #expect(plan.removalCount == 0 && plan.acceptanceCount == 0)
        #expect(plan.images.allSatisfy { $0.held.isEmpty && $0.expiries.isEmpty })
    }

    @Test(arguments: 0..<200)
    func `A plan that was carried out leaves nothing to do, and the fingerprint that was foretold`(seed: UInt64) throws
    {
        var sample = DrawnPlan(seed: seed)
        var foretold: [ImageID: MemberFingerprint] = [:]
        for image in sample.plan.images {
            var fingerprint = try #require(image.fingerprint)
            var rows = sample.observations[image.image] ?? []
            for change in image.changes {
                let project = change.member.project
                switch change {
                case .add:
                    rows.append(ImageMember(project: project, status: .pending))
                    fingerprint.insert(project)
                case .remove(let removal):
                    rows.removeAll { $0.project == project }
                    fingerprint.remove(project, rows: removal.rows)
                case .accept:
                    rows = rows.map { $0.project == project ? ImageMember(project: project, status: .accepted) : $0 }
                }
            }
            sample.observations[image.image] = rows
            foretold[image.image] = fingerprint
        }
        let after = sample.plan
        #expect(after.images.allSatisfy { $0.changes.isEmpty })
        for image in after.images { #expect(image.fingerprint == foretold[image.image]) }
    }

    @Test(arguments: 0..<50)
    func `The order of rows makes no difference to a fingerprint, and each row makes one`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let rows = (0..<20).map { _ in ImageMember.numbered(Int.random(in: 0..<10, using: &generator)) }
        let fingerprint = MemberFingerprint(rows)
        #expect(MemberFingerprint(rows.shuffled(using: &generator)) == fingerprint)
        #expect(MemberFingerprint(Array(rows.dropLast())) != fingerprint)
        #expect(MemberFingerprint(rows + [.numbered(3)]) != fingerprint)
    }
}
