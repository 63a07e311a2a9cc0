import FoundationEssentials
import Pacing
import ImageSharing
import Manifests
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// The manifest as it changes on a real disk.
struct ManifestSourceTests {
    private static let good = """
        version: 1
        images:
          54d63e39-4ee1-4a62-8704-0ae5025a0deb:
            - f6a818c3d4aa458798ed86892e7150c0
            - 2d1521a5a0c94a45bd0ad9ffcb0d5d72

        """

    /// How often the manifest was looked at in which way.
    private final class Looks: Sendable {
        private let state = Mutex((identity: 0, read: 0))
        /// Whether Git is at work.
        let isInChange = Mutex(false)
        let commit = Mutex("one")

        var identity: Int { state.withLock { $0.identity } }
        var read: Int { state.withLock { $0.read } }

        func countIdentity() { state.withLock { $0.identity += 1 } }
        func countRead() { state.withLock { $0.read += 1 } }

        func identity(_ contents: ManifestContents) -> ManifestIdentity {
            ManifestIdentity(
                hash: contents.fingerprint, files: contents.files, commit: commit.withLock { $0 },
                isInChange: isInChange.withLock { $0 }
            )
        }
    }

    /// Runs `body` with a folder and a source that watches `sharing.yaml` in it, which holds a good manifest.
    private func withSource(
        looks: Looks = Looks(), watchesFolder: Bool = false, clock: SkippingClock = SkippingClock(),
        _ body: (URL, inout ManifestSource) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "sharing.yaml").path
        try Data(Self.good.utf8).write(to: URL(filePath: path))
        let paths = [watchesFolder ? folder.path : path]
        let loader = ManifestLoader(takesFingerprint: true)
        let access = ManifestAccess(
            stamp: { loader.stamp(of: paths).text },
            identity: {
                looks.countIdentity()
                return looks.identity(loader.contents(of: paths))
            },
            read: {
                looks.countRead()
                let files = loader.contents(of: paths).files
                do throws(ManifestErrors) {
                    let manifest = try loader.load(paths)
                    let contents = ManifestContents(files: files, fingerprint: manifest.fingerprint ?? "")
                    return ManifestVersion(
                        desired: manifest.desired, problems: [], identity: looks.identity(contents))
                } catch {
                    let contents = ManifestContents(files: files, fingerprint: error.fingerprint ?? "")
                    return ManifestVersion(
                        desired: nil, problems: error.problems, identity: looks.identity(contents))
                }
            }
        )
        var source = ManifestSource(access, clock: RunClock(clock))
        _ = try #require(await source.look())
        try await body(folder, &source)
    }

    @Test func `Nothing has changed where the content is the same, whatever happened to the file`() async throws {
        try await withSource { folder, source in
            let file = folder.appending(path: "sharing.yaml")
            try FileManager.default.removeItem(at: file)
            try Data(Self.good.utf8).write(to: file, options: .atomic)
            #expect(await source.look() == nil)
        }
    }

    @Test func `A file cut off in the middle of a write is refused, and the whole one taken`() async throws {
        try await withSource { folder, source in
            let file = folder.appending(path: "sharing.yaml")
            let cut = Self.good.prefix(Self.good.count - 20)
            try Data(cut.utf8).write(to: file)
            let broken = try #require(await source.look())
            #expect(broken.desired == nil)
            #expect(!broken.problems.isEmpty)
            try Data().write(to: file)
            _ = try #require(await source.look())
            try Data(Self.good.utf8).write(to: file)
            #expect(await source.look()?.desired?.memberCount == 2)
        }
    }

    /// Kubernetes mounts a ConfigMap as links into `..data`, which it swaps.
    @Test func `A symlink that is swapped is a new content`() async throws {
        try await withSource { folder, source in
            let manager = FileManager.default
            for (name, text) in [("one", Self.good), ("two", Self.good.replacing("    - f6a8", with: "    - a6a8"))] {
                let version = folder.appending(path: name)
                try manager.createDirectory(at: version, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: version.appending(path: "sharing.yaml"))
            }
            let data = folder.appending(path: "..data").path
            let file = folder.appending(path: "sharing.yaml").path
            try manager.removeItem(atPath: file)
            try manager.createSymbolicLink(atPath: data, withDestinationPath: "one")
            try manager.createSymbolicLink(atPath: file, withDestinationPath: "..data/sharing.yaml")
            #expect(await source.look() == nil)
            try manager.removeItem(atPath: data)
            try manager.createSymbolicLink(atPath: data, withDestinationPath: "two")
            let swapped = try #require(await source.look()?.desired)
            #expect(swapped.images[0].members.contains { $0.project.description.hasPrefix("a6a8") })
        }
    }

    @Test func `A file that is gone is told, and taken again when it is back`() async throws {
        try await withSource { folder, source in
            let file = folder.appending(path: "sharing.yaml")
            try FileManager.default.removeItem(at: file)
            let gone = try #require(await source.look())
            #expect(gone.desired == nil)
            try Data(Self.good.utf8).write(to: file)
            #expect(await source.look()?.desired != nil)
        }
    }

    @Test func `A manifest that nobody touched is not opened, and one that was is understood only where it is new`()
        async throws
    {
        let looks = Looks()
        try await withSource(looks: looks) { folder, source in
            for _ in 0..<100 { #expect(await source.look() == nil) }
            // The stamp of the first reading is the one of all that follow.
            #expect(looks.identity == 0 && looks.read == 1)
            let file = folder.appending(path: "sharing.yaml")
            try Data(Self.good.utf8).write(to: file, options: .atomic)
            for _ in 0..<100 { #expect(await source.look() == nil) }
            #expect(looks.identity == 1 && looks.read == 1)
            #expect(await source.look(isThorough: true) == nil)
            #expect(looks.identity == 2 && looks.read == 1)
        }
    }

    @Test func `A change that leaves size and time as they were is found`() async throws {
        try await withSource { folder, source in
            let file = folder.appending(path: "sharing.yaml")
            let time = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
            try Data(Self.good.replacing("- f6a8", with: "- a6a8").utf8).write(to: file)
            try FileManager.default.setAttributes([.modificationDate: try #require(time)], ofItemAtPath: file.path)
            #expect(await source.look()?.desired != nil)
        }
    }

    @Test func `A manifest that is renamed in its directory goes by its new name`() async throws {
        try await withSource(watchesFolder: true) { folder, source in
            try FileManager.default.moveItem(
                at: folder.appending(path: "sharing.yaml"), to: folder.appending(path: "images.yaml"))
            let renamed = try #require(await source.look())
            #expect(renamed.identity.files.map { $0.hasSuffix("/images.yaml") } == [true])
            #expect(renamed.desired?.images[0].source.file.hasSuffix("/images.yaml") == true)
        }
    }

    /// The files of a work tree change first, and HEAD last.
    @Test func `While Git is at work nothing new is taken, unless it was killed`() async throws {
        let (looks, clock) = (Looks(), SkippingClock())
        try await withSource(looks: looks, clock: clock) { folder, source in
            let file = folder.appending(path: "sharing.yaml")
            looks.isInChange.withLock { $0 = true }
            try Data(Self.good.replacing("- f6a8", with: "- a6a8").utf8).write(to: file)
            #expect(await source.look() == nil)
            looks.commit.withLock { $0 = "two" }
            looks.isInChange.withLock { $0 = false }
            #expect(await source.look()?.identity.commit == "two")
            looks.isInChange.withLock { $0 = true }
            try Data(Self.good.utf8).write(to: file)
            #expect(await source.look() == nil)
            clock.advance(by: ManifestSource.patience)
            #expect(await source.look()?.desired != nil)
        }
    }
}
