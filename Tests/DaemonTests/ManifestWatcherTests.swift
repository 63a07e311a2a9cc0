import FoundationEssentials
import ImageSharing
import Manifests
import Pacing
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// The manifest as it changes on a real disk.
struct ManifestWatcherTests {
    private static let good = """
        version: 1
        images:
          54d63e39-4ee1-4a62-8704-0ae5025a0deb:
            - f6a818c3d4aa458798ed86892e7150c0
            - 2d1521a5a0c94a45bd0ad9ffcb0d5d72

        """

    /// A count of the readings of the manifest, by their way.
    private final class Readings: Sendable {
        private let state = Mutex((identity: 0, read: 0, forgotten: 0))
        /// True while Git is at work.
        let isInChange = Mutex(false)
        let commit = Mutex("one")

        var identity: Int { state.withLock { $0.identity } }
        var read: Int { state.withLock { $0.read } }

        /// The times that everything was to be read again.
        var forgotten: Int { state.withLock { $0.forgotten } }

        func countForgetting() { state.withLock { $0.forgotten += 1 } }
        func countIdentity() { state.withLock { $0.identity += 1 } }
        func countRead() { state.withLock { $0.read += 1 } }

        func identity(_ contents: ManifestContents) -> ManifestIdentity {
            ManifestIdentity(
                hash: contents.fingerprint, files: contents.files, commit: commit.withLock { $0 },
                isInChange: isInChange.withLock { $0 }
            )
        }
    }

    /// A manifest on the disk whose readings are counted.
    private struct CountedManifest: ManifestReading {
        let paths: [String]
        let readings: Readings
        private let loader = ManifestLoader(takesFingerprint: true)

        init(paths: [String], readings: Readings) {
            self.paths = paths
            self.readings = readings
        }

        func forget() async { readings.countForgetting() }

        func stamp() async -> String? { loader.stamp(of: paths).text }

        func identity() async -> ManifestIdentity {
            readings.countIdentity()
            return readings.identity(loader.contents(of: paths))
        }

        func read() async -> ManifestVersion {
            readings.countRead()
            let files = loader.contents(of: paths).files
            do throws(ManifestErrors) {
                let manifest = try loader.load(paths)
                let contents = ManifestContents(files: files, fingerprint: manifest.fingerprint ?? "")
                return ManifestVersion(manifest.manifest, problems: [], identity: readings.identity(contents))
            } catch {
                let contents = ManifestContents(files: files, fingerprint: error.fingerprint ?? "")
                return ManifestVersion(nil, problems: error.problems, identity: readings.identity(contents))
            }
        }
    }

    /// Runs `body` with a folder and a watcher of `sharing.yaml` in it, which holds a good manifest.
    private func withWatcher(
        readings: Readings = Readings(), watchesFolder: Bool = false, clock: SkippingClock = SkippingClock(),
        _ body: (URL, inout ManifestWatcher) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "sharing.yaml").path
        try Data(Self.good.utf8).write(to: URL(filePath: path))
        let paths = [watchesFolder ? folder.path : path]
        let manifest = CountedManifest(paths: paths, readings: readings)
        var watcher = ManifestWatcher(manifest, clock: RunClock(clock))
        _ = try #require(await watcher.poll())
        try await body(folder, &watcher)
    }

    @Test func `Nothing has changed where the content is the same, whatever happened to the file`() async throws {
        try await withWatcher { folder, watcher in
            let file = folder.appending(path: "sharing.yaml")
            try FileManager.default.removeItem(at: file)
            try Data(Self.good.utf8).write(to: file, options: .atomic)
            #expect(await watcher.poll() == nil)
        }
    }

    @Test func `A file cut off in the middle of a write is refused, and the whole one taken`() async throws {
        try await withWatcher { folder, watcher in
            let file = folder.appending(path: "sharing.yaml")
            let cut = Self.good.prefix(Self.good.count - 20)
            try Data(cut.utf8).write(to: file)
            let broken = try #require(await watcher.poll())
            #expect(broken.desired == nil)
            #expect(!broken.problems.isEmpty)
            try Data().write(to: file)
            _ = try #require(await watcher.poll())
            try Data(Self.good.utf8).write(to: file)
            #expect(await watcher.poll()?.desired?.memberCount == 2)
        }
    }

    /// Kubernetes mounts a ConfigMap as links into `..data`, which it swaps.
    @Test func `A symlink that is swapped is a new content`() async throws {
        try await withWatcher { folder, watcher in
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
            #expect(await watcher.poll() == nil)
            try manager.removeItem(atPath: data)
            try manager.createSymbolicLink(atPath: data, withDestinationPath: "two")
            let swapped = try #require(await watcher.poll()?.desired)
            #expect(swapped.images[0].members.contains { $0.project.description.hasPrefix("a6a8") })
        }
    }

    @Test func `A file that is gone is told, and taken again when it is back`() async throws {
        try await withWatcher { folder, watcher in
            let file = folder.appending(path: "sharing.yaml")
            try FileManager.default.removeItem(at: file)
            let gone = try #require(await watcher.poll())
            #expect(gone.desired == nil)
            try Data(Self.good.utf8).write(to: file)
            #expect(await watcher.poll()?.desired != nil)
        }
    }

    @Test func `A manifest that nobody touched is not opened, and one that was is understood only where it is new`()
        async throws
    {
        let readings = Readings()
        try await withWatcher(readings: readings) { folder, watcher in
            for _ in 0..<100 { #expect(await watcher.poll() == nil) }
            // The stamp of the first reading is the one of all that follow.
            #expect(readings.identity == 0 && readings.read == 1)
            let file = folder.appending(path: "sharing.yaml")
            try Data(Self.good.utf8).write(to: file, options: .atomic)
            for _ in 0..<100 { #expect(await watcher.poll() == nil) }
            #expect(readings.identity == 1 && readings.read == 1)
            #expect(readings.forgotten == 0)
            #expect(await watcher.poll(isThorough: true) == nil)
            #expect(readings.identity == 2 && readings.read == 1 && readings.forgotten == 1)
        }
    }

    @Test func `A change that leaves size and time as they were is found`() async throws {
        try await withWatcher { folder, watcher in
            let file = folder.appending(path: "sharing.yaml")
            let time = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
            try Data(Self.good.replacing("- f6a8", with: "- a6a8").utf8).write(to: file)
            try FileManager.default.setAttributes([.modificationDate: try #require(time)], ofItemAtPath: file.path)
            #expect(await watcher.poll()?.desired != nil)
        }
    }

    @Test func `A manifest that is renamed in its directory goes by its new name`() async throws {
        try await withWatcher(watchesFolder: true) { folder, watcher in
            try FileManager.default.moveItem(
                at: folder.appending(path: "sharing.yaml"), to: folder.appending(path: "images.yaml"))
            let renamed = try #require(await watcher.poll())
            #expect(renamed.identity.files.map { $0.hasSuffix("/images.yaml") } == [true])
            #expect(renamed.desired?.images[0].source.file.hasSuffix("/images.yaml") == true)
        }
    }

    /// The files of a work tree change first, and HEAD last.
    @Test func `While Git is at work nothing new is taken, unless it was killed`() async throws {
        let (readings, clock) = (Readings(), SkippingClock())
        try await withWatcher(readings: readings, clock: clock) { folder, watcher in
            let file = folder.appending(path: "sharing.yaml")
            readings.isInChange.withLock { $0 = true }
            try Data(Self.good.replacing("- f6a8", with: "- a6a8").utf8).write(to: file)
            #expect(await watcher.poll() == nil)
            readings.commit.withLock { $0 = "two" }
            readings.isInChange.withLock { $0 = false }
            #expect(await watcher.poll()?.identity.commit == "two")
            readings.isInChange.withLock { $0 = true }
            try Data(Self.good.utf8).write(to: file)
            #expect(await watcher.poll() == nil)
            clock.advance(by: ManifestWatcher.longestChange)
            #expect(await watcher.poll()?.desired != nil)
        }
    }
}
