import FoundationEssentials
import ImageSharing
import Pacing
import TestSupport
import Testing

@testable import Daemon

/// Files that go, and manifests that come to ask for nothing.
struct ManifestLossTests {
    private static func image(_ number: Int, in file: String) -> DesiredImage {
        DesiredImage(
            id: .numbered(number), source: SourceLocation(file: file, line: 3, column: 3), members: [.numbered(1)])
    }

    private static let both = DesiredState(images: [image(1, in: "a"), image(2, in: "b"), image(3, in: "b")])

    @Test func `A file that is gone is told of once, with what it means, until it is back`() async {
        let run = ServiceRun()
        run.setManifest(Self.both, hash: "1", files: ["a", "b"])
        let service = run.service(manifestInterval: .seconds(5))
        await run.run(service, until: .seconds(20))
        run.setManifest(DesiredState(images: [Self.image(1, in: "a")]), hash: "2", files: ["a"])
        await run.run(service, until: .seconds(400))
        let told = run.log.lines.filter { $0.contains("a file of the manifest is gone") }
        #expect(told.count == 1 && told[0].hasPrefix("warning"))
        #expect(told.first?.contains("\"file\": b") == true && told.first?.contains("\"images\": 2") == true)
        #expect(run.store.current.manifest.losses.map(\.file) == ["b"])
        // Another edit does not take it off the page.
        run.setManifest(DesiredState(images: [Self.image(1, in: "a")]), hash: "3", files: ["a"])
        await run.run(service, until: .seconds(420))
        #expect(run.store.current.manifest.losses.map(\.images) == [2])
        run.setManifest(Self.both, hash: "1", files: ["a", "b"])
        await run.run(service, until: .seconds(440))
        #expect(run.store.current.manifest.losses.isEmpty)
    }

    @Test func `A shard that none of a manifest's images belongs to is no manifest that asks for nothing`() async throws
    {
        let run = ServiceRun()
        run.store.update { $0.shard = Shard("1/2") }
        let image = try #require((1...99).map { ImageID.numbered($0) }.first { Shard("0/2")?.contains($0) == true })
        let text = "version: 1\nimages:\n  \(image): [\(ProjectID.numbered(1))]\n"
        try run.setManifest(text: text, hash: "1", shard: Shard("1/2"))
        let service = run.service(manifestInterval: .seconds(5))
        await run.run(service, until: .seconds(20))
        #expect(!run.log.lines.contains { $0.contains("asks for nothing") })
        #expect(run.calls.allSatisfy { $0.images.isEmpty })
        #expect(await service.statusLine.hasPrefix("shard 1/2: 0 images in sync"))
        try run.setManifest(text: "version: 1\nimages: {}\n", hash: "2", shard: Shard("1/2"))
        await run.run(service, until: .seconds(100))
        #expect(run.log.lines.contains { $0.contains("the manifest asks for nothing") })
    }

    @Test func `A manifest that comes to ask for nothing is told of, and a reload takes it off the page`() async {
        let run = ServiceRun()
        run.setManifest(Self.both, hash: "1", files: ["a"])
        let service = run.service(manifestInterval: .seconds(5))
        await run.run(service, until: .seconds(20))
        run.setManifest(DesiredState(images: []), hash: "2", files: ["a"])
        await run.run(service, until: .seconds(100))
        let told = run.log.lines.filter { $0.contains("the manifest asks for nothing") }
        #expect(told.count == 1 && told.first?.contains("\"images\": 3") == true)
        #expect(run.store.current.manifest.losses.map(\.file) == [nil])
        run.reload.wake()
        await run.run(service, until: .seconds(200))
        #expect(run.store.current.manifest.losses.isEmpty)
    }
}
