import FoundationEssentials
import ImageSharing
import Synchronization
import Testing

@testable import Manifests

/// Manifests that are read again and again.
@Suite struct KnownFilesTests {
    private static let first = 1_000_000

    /// Files of which a test says what they hold, what the file system says of them, and how often they were read.
    private final class Disk: Sendable {
        struct File {
            var text: String
            var inode: UInt64 = 1
            var device: UInt64 = 1
            var modified = (seconds: first, nanoseconds: 0)
            var changed = (seconds: first, nanoseconds: 0)
            /// What comes in between while it is read.
            var whileRead: (@Sendable (inout File) -> Void)?

            var identity: FileIdentity {
                FileIdentity(
                    device: device, inode: inode, size: Int64(text.utf8.count),
                    modified: .init(seconds: modified.seconds, nanoseconds: modified.nanoseconds),
                    changed: .init(seconds: changed.seconds, nanoseconds: changed.nanoseconds))
            }
        }

        private let state = Mutex((files: [String: File](), read: [String](), now: 0.0))

        subscript(path: String) -> File {
            get { state.withLock { $0.files[path] } ?? File(text: "") }
            set { state.withLock { $0.files[path] = newValue } }
        }

        var now: Double {
            get { state.withLock { $0.now } }
            set { state.withLock { $0.now = newValue } }
        }

        /// The files that were read since this was last asked, by their names.
        func takeRead() -> [String] {
            state.withLock { state in
                defer { state.read = [] }
                return state.read.map { String($0.split(separator: "/").last ?? "") }
            }
        }

        var access: FileAccess {
            FileAccess(
                now: { self.now }, identity: { path in self.state.withLock { $0.files[path]?.identity } },
                read: { path, _, _ throws(FileError) in
                    self.state.withLock { state in
                        guard var file = state.files[path] else { return ([], File(text: "").identity) }
                        let read = (Array(file.text.utf8), file.identity)
                        state.read.append(path)
                        file.whileRead?(&file)
                        state.files[path] = file
                        return read
                    }
                })
        }
    }

    private func text(_ number: Int, also other: Int? = nil, names: String = "") -> String {
        let images = [number, other].compactMap(\.self).map { number in
            "  54d63e39-4ee1-4a62-8704-0000000000\(number): [\(projectA), \(projectB)]\n"
        }
        return "version: 1\n\(names)images:\n" + images.joined()
    }

    /// Runs `body` with a folder of ten manifests, 10.yaml to 19.yaml, that were settled long ago and read once.
    private func withFiles(
        _ body: (_ disk: Disk, _ path: (Int) -> String, _ load: (BlobHash?) throws -> LoadedManifest) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "known-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let disk = Disk()
        disk.now = Double(Self.first + 100)
        let path = { (number: Int) in folder.appending(path: "\(number).yaml").path }
        for number in 10...19 {
            try Data().write(to: URL(filePath: path(number)))
            disk[path(number)] = Disk.File(text: text(number))
        }
        let known = KnownFiles(disk.access)
        let load = { (function: BlobHash?) in
            try ManifestLoader(takesFingerprint: true, blobHash: function, known: known).load([folder.path])
        }
        #expect(try load(nil).desired.images.count == 10)
        #expect(disk.takeRead().count == 10)
        try body(disk, path, load)
    }

    @Test func `One file that changed is read, and no other, and all comes out as if all were`() throws {
        try withFiles { disk, path, load in
            let before = try load(nil)
            #expect(disk.takeRead() == [])
            disk[path(15)].text = text(15, also: 25)
            disk[path(15)].modified.nanoseconds = 1
            // Nobody looks into a file of which nothing says that it was touched.
            disk[path(16)].text = text(36)
            let after = try load(nil)
            #expect(disk.takeRead() == ["15.yaml"])
            #expect(after.desired.images.count == 11 && after.files == before.files)
            #expect(after.fingerprint != before.fingerprint)
            disk[path(16)].text = text(16)
            let fresh = try ManifestLoader(takesFingerprint: true, known: KnownFiles(disk.access)).load(before.files)
            #expect(fresh.manifest == after.manifest && fresh.desired == after.desired)
            #expect(fresh.fingerprint == after.fingerprint)
        }
    }

    @Test func `Git's names of the files are had without reading them, once somebody has asked`() throws {
        try withFiles { disk, path, load in
            let hashes = try load(.sha1).blobs
            #expect(disk.takeRead().count == 10)
            #expect(try load(.sha1).blobs == hashes && hashes.count == 10 && disk.takeRead() == [])
            #expect(hashes[path(10)] == BlobHash.sha1.digits(of: Array(text(10).utf8)))
        }
    }

    private static let touches: [(name: String, touch: @Sendable (inout Disk.File) -> Void)] = [
        ("device", { $0.device = 2 }), ("inode", { $0.inode = 2 }), ("size", { $0.text += "\n" }),
        ("modified", { $0.modified.nanoseconds = 1 }), ("changed", { $0.changed.nanoseconds = 1 }),
        ("set back", { $0.modified.seconds -= 50 }),
    ]

    @Test(arguments: touches.indices)
    func `Whatever tells one state of a file from another has it read`(_ index: Int) throws {
        try withFiles { disk, path, load in
            Self.touches[index].touch(&disk[path(12)])
            _ = try load(nil)
            #expect(disk.takeRead() == ["12.yaml"], "\(Self.touches[index].name)")
        }
    }

    @Test(arguments: [(0, false), (1, false), (3, false), (4, true), (-5, false)])
    func `A file that may yet change within the same moment is read again`(age: Int, isKnown: Bool) throws {
        try withFiles { disk, path, load in
            disk[path(12)].changed.seconds = Self.first + 100 - age
            _ = try load(nil)
            #expect(disk.takeRead() == ["12.yaml"])
            disk.now += 60
            _ = try load(nil)
            #expect(disk.takeRead() == (isKnown ? [] : ["12.yaml"]))
            // By then it has settled, if its time was not one to come.
            _ = try load(nil)
            #expect(disk.takeRead() == [])
        }
    }

    @Test func `A file that changed while it was read is read again`() throws {
        try withFiles { disk, path, load in
            disk[path(12)].inode = 2
            disk[path(12)].whileRead = { file in
                (file.inode, file.whileRead) = (3, nil)
            }
            _ = try load(nil)
            _ = try load(nil)
            #expect(disk.takeRead() == ["12.yaml", "12.yaml"])
        }
    }

    @Test func `The mistakes of all files are told together, wherever they are, and each time`() throws {
        try withFiles { disk, path, load in
            // 18 repeats an image of 12; 11, which comes before it, one of 13; and 15 has a mistake of its own.
            disk[path(18)] = Disk.File(text: text(18, also: 12), inode: 2)
            disk[path(11)] = Disk.File(text: text(11, also: 13), inode: 2)
            disk[path(15)] = Disk.File(text: text(15, names: "wrong: 1\n"), inode: 2)
            for _ in 0..<2 {
                let known = try #require(throws: ManifestErrors.self) { try load(nil) }
                let read = Set(disk.takeRead())
                let fresh = try #require(throws: ManifestErrors.self) {
                    try ManifestLoader(takesFingerprint: true, known: KnownFiles(disk.access)).load(
                        (10...19).map(path))
                }
                _ = disk.takeRead()
                #expect(known.errors.count == 3 && known.errors == fresh.errors)
                #expect(known.fingerprint == fresh.fingerprint)
                #expect(read.isSuperset(of: ["13.yaml", "15.yaml", "18.yaml"]) && read.count <= 4)
            }
            disk[path(18)] = Disk.File(text: text(18), inode: 3)
            disk[path(11)] = Disk.File(text: text(11), inode: 3)
            disk[path(15)] = Disk.File(text: text(15), inode: 3)
            #expect(try load(nil).desired.images.count == 10)
        }
    }

    @Test func `A file with names is read together with those that declare them`() throws {
        try withFiles { disk, path, load in
            let names = "projects: {web: \(projectA)}\n"
            disk[path(10)] = Disk.File(text: text(10, names: names), inode: 2)
            disk[path(11)] = Disk.File(
                text: text(11).replacing(projectB, with: "web").replacing("\(projectA), ", with: ""), inode: 2)
            #expect(try load(nil).desired.images.count == 10)
            _ = disk.takeRead()
            disk[path(10)] = Disk.File(text: text(10), inode: 3)
            let errors = try #require(throws: ManifestErrors.self) { try load(nil) }
            #expect(errors.errors.map(\.file) == [path(11)])
        }
    }

    @Test func `Who asks for it has every file read`() throws {
        let disk = Disk()
        disk.now = Double(Self.first + 100)
        disk["a.yaml"] = Disk.File(text: text(10))
        let known = KnownFiles(disk.access)
        let loader = ManifestLoader(takesFingerprint: true, known: known)
        for _ in 0..<2 { _ = loader.contents(of: ["a.yaml"]) }
        #expect(disk.takeRead() == ["a.yaml"])
        known.forget()
        _ = loader.contents(of: ["a.yaml"])
        #expect(disk.takeRead() == ["a.yaml"])
    }
}
