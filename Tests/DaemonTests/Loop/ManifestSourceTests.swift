import FoundationEssentials
import ImageSharing
import Manifests
import OpenStack
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

    /// Runs `body` with a folder and a source that watches `sharing.yaml` in it, which holds a good manifest.
    private func withSource(_ body: (URL, inout ManifestSource) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "sharing.yaml").path
        try Data(Self.good.utf8).write(to: URL(filePath: path))
        var source = ManifestSource(clock: RunClock(SkippingClock())) {
            do throws(ManifestErrors) {
                let manifest = try ManifestLoader(takesFingerprint: true).load([path])
                return ManifestVersion(
                    desired: manifest.desired, problems: [], hash: manifest.fingerprint ?? "", files: [], commit: nil
                )
            } catch {
                return ManifestVersion(
                    desired: nil, problems: error.problems, hash: error.fingerprint ?? "", files: [], commit: nil
                )
            }
        }
        source.note(try #require(await source.look()))
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
            source.note(broken)
            try Data().write(to: file)
            source.note(try #require(await source.look()))
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
            source.note(gone)
            try Data(Self.good.utf8).write(to: file)
            #expect(await source.look()?.desired != nil)
        }
    }
}
