import FoundationEssentials
import Glibc
import Manifests
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import Host

/// A repository made by Git itself, and what a commit in it is called when files are read.
struct GitComparisonTests {
    private struct Repository {
        let scratch: ScratchDirectory
        let folder: String

        init(format: String = "sha1") async throws {
            scratch = try ScratchDirectory()
            folder = scratch.at("repo")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try await git("init", "-q", "-b", "main", "--object-format=\(format)")
        }

        @discardableResult
        func git(_ arguments: String..., at folder: String? = nil) async throws -> String {
            let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
            let result = try await Subprocess.run(
                .name("git"), arguments: Arguments(identity + arguments),
                environment: .inherit.updating(["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"]),
                workingDirectory: FilePath(folder ?? self.folder), output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20))
            #expect(result.terminationStatus == .exited(0), "\(arguments): \(result.standardError)")
            return String(result.standardOutput.prefix { $0 != "\n" })
        }

        /// A manifest of one image.
        func write(_ name: String, _ image: Int) throws {
            let number = String(String(1_000_000_000_000 + image).dropFirst())
            try scratch.write("repo/\(name)", "version: 1\nimages:\n  00000000-0000-0000-0000-\(number): []\n")
        }

        func commit() async throws -> String {
            try await git("add", "-A")
            try await git("commit", "-q", "-m", "x")
            return try await git("rev-parse", "HEAD")
        }

        /// The name of the commit when this is read.
        func name(_ paths: String..., at folder: String? = nil) throws -> String {
            try compare(paths, at: folder).name
        }

        /// The files of the commit that are not there.
        func missing(_ paths: String...) throws -> [String] {
            try compare(paths, at: nil).missing.map { String($0.dropFirst(folder.count + 1)) }
        }

        private func compare(_ paths: [String], at folder: String?) throws -> GitComparison {
            let paths = paths.map { "\(folder ?? self.folder)/\($0)" }
            let revision = try #require(GitRevision(containing: paths[0]))
            let hash: BlobHash = revision.commit.utf8.count == 40 ? .sha1 : .sha256
            let manifest = try ManifestLoader(blobHash: hash).load(paths)
            return revision.compare(reading: paths, blobs: manifest.blobs, isManifest: ManifestLoader.isManifest)
        }
    }

    @Test(arguments: ["sha1", "sha256"], [false, true])
    func `What is committed is called by its commit, and any edit shows`(format: String, isPacked: Bool) async throws {
        let repository = try await Repository(format: format)
        for number in 1...40 { try repository.write("sharing/team-\(number)/debian.yaml", number) }
        try repository.scratch.write("repo/README.md", "x")
        _ = try await repository.commit()
        for number in 1...5 {
            try repository.write("sharing/team-\(number)/debian.yaml", 100 + number)
            _ = try await repository.commit()
        }
        // Trees that are alike become deltas of one another.
        if isPacked { try await repository.git("gc", "-q", "--aggressive", "--prune=now") }
        let commit = try await repository.git("rev-parse", "HEAD")
        let one = "sharing/team-7/debian.yaml"
        #expect(try repository.name("sharing") == commit)
        #expect(try repository.name(one) == commit)

        try repository.scratch.write("repo/README.md", "y")
        #expect(try repository.name("sharing") == commit)
        try repository.write(one, 1000)
        #expect(try repository.name("sharing") == commit + "+dirty")
        #expect(try repository.name(one) == commit + "+dirty")
        #expect(try repository.name("sharing/team-8") == commit)
        // Staged is not committed.
        try await repository.git("add", "-A")
        #expect(try repository.name(one) == commit + "+dirty")
        try await repository.git("reset", "-q", "--hard")
        #expect(try repository.name("sharing") == commit)

        try repository.write("sharing/team-7/new.yaml", 2000)
        #expect(try repository.name("sharing") == commit + "+dirty")
        try FileManager.default.removeItem(atPath: "\(repository.folder)/sharing/team-7/new.yaml")
        try FileManager.default.removeItem(atPath: "\(repository.folder)/\(one)")
        #expect(try repository.name("sharing") == commit + "+dirty")
        try repository.scratch.write("outside.yaml", "version: 1\nimages: {}\n")
        #expect(try repository.name("sharing/team-8", "../outside.yaml") == commit + "+dirty")
    }

    @Test func `What a commit has and a directory has not is missing, and nothing else is`() async throws {
        let repository = try await Repository()
        for name in ["a.yaml", "teams/b.yaml", "teams/c.yml", "teams/.hidden.yaml"] {
            try repository.write("sharing/\(name)", name.utf8.count)
        }
        try repository.scratch.write("repo/sharing/teams/notes.txt", "x")
        try repository.write("other.yaml", 1)
        _ = try await repository.commit()
        #expect(try repository.missing("sharing") == [])
        for name in ["sharing/teams/b.yaml", "sharing/teams/.hidden.yaml", "sharing/teams/notes.txt", "other.yaml"] {
            try FileManager.default.removeItem(atPath: "\(repository.folder)/\(name)")
        }
        // An edit beside it changes nothing about it.
        try repository.write("sharing/a.yaml", 99)
        #expect(try repository.missing("sharing") == ["sharing/teams/b.yaml"])
        #expect(try repository.missing("sharing/teams", "sharing/a.yaml") == ["sharing/teams/b.yaml"])
        #expect(try repository.missing("sharing/a.yaml") == [])
        try await repository.git("add", "-A")
        #expect(try repository.missing("sharing") == ["sharing/teams/b.yaml"])
        _ = try await repository.commit()
        #expect(try repository.missing("sharing") == [])
    }

    @Test func `A clone by reference, a linked work tree and a shallow clone know what they have`() async throws {
        let repository = try await Repository()
        try repository.write("sharing/a.yaml", 1)
        _ = try await repository.commit()
        try repository.write("sharing/b.yaml", 2)
        let commit = try await repository.commit()
        let places = ["shared", "tree", "shallow"].map { repository.scratch.at($0) }
        try await repository.git("clone", "-q", "--shared", repository.folder, places[0])
        try await repository.git("worktree", "add", "-q", places[1])
        try await repository.git("clone", "-q", "--depth=1", "file://\(repository.folder)", places[2])
        for place in places {
            #expect(try repository.name("sharing", at: place) == commit)
            try repository.scratch.write(
                "\(place.split(separator: "/").last ?? "")/sharing/a.yaml", "version: 1\nimages: {}\n")
            #expect(try repository.name("sharing", at: place) == commit + "+dirty")
        }
    }

    @Test func `Where the objects are not there, nothing is claimed`() async throws {
        let repository = try await Repository()
        try repository.write("sharing/a.yaml", 1)
        let commit = try await repository.commit()
        try FileManager.default.removeItem(atPath: "\(repository.folder)/.git/objects")
        #expect(try repository.name("sharing") == commit + "+unverified")
    }

    @Test func `No filter and no hook of the repository is run`() async throws {
        let repository = try await Repository()
        try repository.write("sharing/a.yaml", 1)
        let commit = try await repository.commit()
        let (mark, config) = (repository.scratch.at("was-run"), "\(repository.folder)/.git/config")
        try await repository.git("config", "core.fsmonitor", "touch \(mark)")
        try await repository.git("config", "filter.x.clean", "touch \(mark)")
        try repository.scratch.write("repo/.gitattributes", "* filter=x\n")
        #expect(FileManager.default.fileExists(atPath: config))
        #expect(try repository.name("sharing") == commit)
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test(
        arguments: [
            [], [0x80], [3, 3, 1], [3, 3, 0x90, 4], [3, 3, 4, 1, 2, 3], [3, 2, 0x90, 3], [4, 3, 0x90, 3], [3, 3, 0],
            [3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [3, 3, 0x9F, 1],
        ] as [[UInt8]])
    func `A damaged delta comes to nothing`(_ delta: [UInt8]) {
        #expect(GitDelta.apply(delta, to: [1, 2, 3], limit: 100) == nil)
    }

    @Test func `A delta copies and inserts`() {
        #expect(GitDelta.apply([3, 5, 0x91, 1, 2, 3, 7, 8, 9], to: [1, 2, 3], limit: 100) == [2, 3, 7, 8, 9])
    }
}
