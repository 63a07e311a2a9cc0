import FoundationEssentials
import ImageSharing
import TestSupport
import Testing

@testable import Daemon
@testable import Monitoring

/// An image whose observation failed: what was known of it, how old that is, and that it is not news.
struct ObservationTests {
    /// A report in which every image is in place but those that the cloud cannot say anything about.
    private static func report(_ desired: DesiredState, unreadable: Set<ImageID>, _ code: ProblemCode) -> Report {
        let seen = desired.images.map { image -> (ImageID, Observation) in
            guard !unreadable.contains(image.id) else {
                return (image.id, .unreadable(Problem(code: code, image: image.id, message: code.rawValue)))
            }
            return (image.id, .members(image.members.map { ImageMember(project: $0.project, status: .pending) }))
        }
        let plan = Plan(desired: desired, current: CurrentState(observations: Dictionary(uniqueKeysWithValues: seen)))
        return Report(.applied(plan, Execution(outcomes: [], problems: [])))
    }

    @Test(arguments: [ProblemCode.cloudUnavailable, .timedOut, .throttled])
    func `An image that cannot be read needs attention, and shows when it was last known`(code: ProblemCode)
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { run, desired in
            Self.report(desired, unreadable: run.now < .seconds(200) ? [] : [.numbered(2)], code)
        }
        await run.run(service, until: .seconds(1000))
        let images = run.store.current.images
        #expect(images.map(\.state) == [.inSync, .unreadable])
        #expect(images[1].observedAt == Date(timeIntervalSince1970: 0))
        #expect(images[1].problem?.code == code)
        #expect(images[1].members.allSatisfy { $0.isPresent })
        #expect(run.lines.last?.hasPrefix("1 image in sync, 1 not readable, ") == true)
        let status = run.store.current
        let headline = Headline(
            status, tally: StatusTally(status.images), readiness: Readiness(status, uptime: run.now))
        #expect(headline.severity == .attention)
        #expect(headline.text == "1 of 2 images in sync, 1 not readable")
        #expect(status.lastSuccessAt == Date(timeIntervalSince1970: 0))
    }

    @Test func `An image that could never be read is neither in sync nor lacking anything`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { _, desired in Self.report(desired, unreadable: [.numbered(2)], .timedOut) }
        await service.start()
        let image = run.store.current.images[1]
        #expect(image.state == .unreadable && image.observedAt == nil)
        #expect(StatusTally([image]).members(.notChecked) == 1)
    }

    /// Three images that do not exist, and then a cloud that says nothing at all.
    @Test(arguments: [true, false]) func `A cloud that goes away changes nothing of what was known`(asWhole: Bool)
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 4), hash: "a")
        let gone: Set<ImageID> = [.numbered(1), .numbered(2), .numbered(3)]
        let service = run.service(interval: .seconds(60)) { run, desired in
            guard (.seconds(100)..<(.seconds(9000))).contains(run.now) else {
                return Self.report(desired, unreadable: gone, .imageNotFound)
            }
            return asWhole
                ? Report(.notPlanned([Problem(code: .cloudUnavailable, message: "down")]))
                : Self.report(desired, unreadable: Set(desired.images.map(\.id)), .cloudUnavailable)
        }
        await run.run(service, until: .seconds(90))
        let before = StatusTally(run.store.current.images)
        #expect(before.members(.missing) == 3)
        await run.run(service, until: .seconds(8900))
        let after = StatusTally(run.store.current.images)
        for standing in MemberStanding.allCases { #expect(after.members(standing) == before.members(standing)) }
        #expect(after.images(.backedOff) == 3)
        #expect(!run.log.lines.contains { $0.contains("no more: image_not_found") })
        // Their back-off goes on from where it was.
        await run.run(service, until: .seconds(20_000))
        // One line for the three of them, at the start.
        #expect(run.log.lines.count { $0.contains("image_not_found") && !$0.contains("tick") } == 1)
    }

    @Test func `What has ended is told of the images that had it`() async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service(interval: .seconds(60)) { run, desired in
            let ill: [ImageID] = run.now < .seconds(30) ? [.numbered(1)] : run.now < .seconds(90) ? [.numbered(2)] : []
            return Self.report(desired, unreadable: Set(ill), .timedOut)
        }
        await run.run(service, until: .seconds(300))
        let told = run.log.lines.filter { $0.contains("no more: timed_out") }
        #expect(told.count == 1)
        let (one, two) = ("\(ImageID.numbered(1))", "\(ImageID.numbered(2))")
        #expect(told[0].contains("\"image.ids\": \(one),\(two)") && told[0].contains("\"images\": 2"))
        #expect(!told[0].contains("image.id\":"))
    }
}
