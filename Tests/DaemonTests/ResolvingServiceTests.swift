import ImageSharing
import Logging
import Manifests
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// A daemon whose manifest names sets and groups.
struct ResolvingServiceTests {
    private static let text = """
        version: 1
        groups:
          internal: {domain: Internal}
        images:
          \(ImageID.numbered(9)): [internal]
        image_sets:
          debian:
            match: {name: "debian-*"}
            members: [internal]
        """
    private static let onlySets = """
        version: 1
        image_sets:
          debian:
            match: {name: "debian-*"}
            members: [\(ProjectID.numbered(1))]
        """
    private static let query = ProjectQuery.group(domain: "Internal", tag: nil, parent: nil)

    private static func answers(images: [Int], projects: [Int] = [1]) -> CloudAnswers {
        CloudAnswers(
            images: .success(
                images.map {
                    FoundImage(id: .numbered($0), name: "debian-\($0)", owner: "o", createdAt: "2026-01-01T00:00:00Z")
                }),
            projects: [query: .success(projects.map { FoundProject(id: .numbered($0), name: "p\($0)") })])
    }

    private static let away = Problem(code: .cloudUnavailable, message: "no answer")

    @Test func `A new image and a new project are shared within one interval, without a change to the manifest`()
        async throws
    {
        let run = ServiceRun()
        try run.setManifest(text: Self.text, hash: "a")
        run.setAnswers(Self.answers(images: [1]))
        let service = run.service(interval: .seconds(300))
        await run.run(service, until: .seconds(10))
        #expect(run.resolutions == [.zero])
        #expect(run.calls.map(\.images) == [[.numbered(1), .numbered(9)]])

        run.setAnswers(Self.answers(images: [1, 2], projects: [1, 7]))
        await run.run(service, until: .seconds(340))
        #expect(run.resolutions.count == 2)
        let last = try #require(run.calls.last)
        #expect(last.images == [.numbered(1), .numbered(2), .numbered(9)])
        #expect(last.at <= .seconds(330))
        #expect(run.store.current.imageSets.map(\.images) == [[.numbered(1), .numbered(2)]])
        #expect(run.store.current.images.first { $0.image == .numbered(2) }?.members.count == 2)
        #expect(
            run.log.lines.contains {
                $0.contains("image set looked for") && $0.contains("\"images.new\": \(ImageID.numbered(2))")
            })
    }

    @Test func `An image that is new waits for no turn in a sweep that is paced over the interval`() async throws {
        let run = ServiceRun()
        try run.setManifest(text: Self.onlySets, hash: "a")
        run.setAnswers(Self.answers(images: Array(1...150)))
        let service = run.service(interval: .seconds(300))
        await run.run(service, until: .seconds(10))
        run.setAnswers(Self.answers(images: Array(1...151)))
        await run.run(service, until: .seconds(340))
        let begin = try #require(run.resolutions.last)
        #expect(run.resolutions.count == 2)
        #expect(run.calls.first { $0.images.contains(.numbered(151)) }?.at == begin)
    }

    @Test func `An image of which not all who shall have it are known is not in sync`() async throws {
        let run = ServiceRun()
        try run.setManifest(text: Self.text, hash: "a")
        var answers = Self.answers(images: [1])
        answers.projects = answers.projects.mapValues { _ in .failure(Self.away) }
        run.setAnswers(answers)
        await run.run(run.service(interval: .seconds(100)), until: .seconds(10))
        #expect(run.store.current.images.map(\.state) == [.unreadable, .unreadable])
        #expect(run.store.current.lookupProblems.map(\.rows) == [2])
    }

    @Test func `A manifest of IDs is never looked up`() async {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        await run.run(run.service(interval: .seconds(60)), until: .seconds(300))
        #expect(run.resolutions.isEmpty)
        #expect(run.calls.count > 3)
    }

    @Test func `An image of a set that could not be looked for is left alone, shown as it was, and told once`()
        async throws
    {
        let run = ServiceRun()
        try run.setManifest(text: Self.text, hash: "a")
        run.setAnswers(Self.answers(images: [1, 2]))
        let service = run.service(interval: .seconds(100))
        await run.run(service, until: .seconds(10))
        var broken = Self.answers(images: [])
        broken.images = .failure(Self.away)
        run.setAnswers(broken)
        let before = run.calls.count
        await run.run(service, until: .seconds(340))
        // The image that is named by its ID goes on.
        #expect(Set(run.calls[before...].flatMap(\.images)) == [.numbered(9)])
        let held = run.store.current.images.filter { $0.image != .numbered(9) }
        #expect(held.map(\.state) == [.unreadable, .unreadable])
        #expect(held.allSatisfy { $0.problem == Self.told })
        #expect(run.store.current.lookupProblems.map(\.code) == [.cloudUnavailable])
        #expect(run.log.lines.count { $0.contains("warning") && $0.contains("no answer") } == 1)
        #expect(run.store.current.ticks.first?.verdict == .partial)

        run.setAnswers(Self.answers(images: [1]))
        await run.run(service, until: .seconds(460))
        #expect(run.calls.last?.images == [.numbered(1), .numbered(9)])
        #expect(run.store.current.images.map(\.image) == [.numbered(1), .numbered(9)])
        #expect(run.store.current.images.allSatisfy { $0.state == .inSync })
        #expect(run.log.lines.contains { $0.contains("no more: the project's images could not be listed: no answer") })
        #expect(run.store.current.lookupProblems.isEmpty)
    }

    /// The problem as a state has it: at the place of the set, with its rows.
    private static var told: Problem {
        var problem = away
        problem.source = SourceLocation(file: "m", line: 7, column: 3)
        problem.rows = 1
        problem.message = "the project's images could not be listed: no answer"
        return problem
    }

    @Test func `A cloud that is away is probed by looking for images where nothing else is known`() async throws {
        let run = ServiceRun()
        try run.setManifest(text: Self.onlySets, hash: "a")
        run.setAnswers(CloudAnswers(images: .failure(Self.away)))
        let service = run.service(interval: .seconds(300))
        await run.run(service, until: .seconds(100))
        #expect(run.resolutions.count >= 4)
        #expect(run.store.current.hasReachedCloud == false)
        run.setAnswers(Self.answers(images: [1]))
        await run.run(service, until: .seconds(200))
        #expect(run.calls.last?.images == [.numbered(1)])
        #expect(run.store.current.images.map(\.state) == [.inSync])
        let asked = run.resolutions.count
        await run.run(service, until: .seconds(290))
        #expect(run.resolutions.count == asked)
    }

    @Test func `A reload looks once, also where the manifest has changed`() async throws {
        let run = ServiceRun()
        try run.setManifest(text: Self.text, hash: "a")
        run.setAnswers(Self.answers(images: [1]))
        let service = run.service(interval: .seconds(300))
        await run.run(service, until: .seconds(5))
        run.reload.wake()
        await service.step()
        #expect(run.resolutions.count == 2)
        try run.setManifest(text: Self.text + "\n# changed", hash: "b")
        run.reload.wake()
        await service.step()
        #expect(run.resolutions.count == 3)
    }
}
