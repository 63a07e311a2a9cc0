import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Host

@Suite struct GitRevisionTests {
    private static let one = String(repeating: "1a", count: 20)
    private static let two = String(repeating: "2b", count: 20)
    private static let long = String(repeating: "3c", count: 32)

    /// A repository's files, and the commit that they say.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let files: [String: String]
        let commit: String?
        var path = "repo/sharing/debian.yaml"
    }

    private static let cases = [
        Case(
            testDescription: "a branch", files: ["HEAD": "ref: refs/heads/main\n", "refs/heads/main": "\(one)\n"],
            commit: one),
        Case(
            testDescription: "a branch with a slash",
            files: ["HEAD": "ref: refs/heads/fix/typo", "refs/heads/fix/typo": one], commit: one),
        Case(
            testDescription: "a packed branch",
            files: [
                "HEAD": "ref: refs/heads/main\n",
                "packed-refs":
                    "# pack-refs with: peeled\n\(two) refs/heads/mai\n\(one) refs/heads/main\n\(two) refs/tags/v1\n^\(one)\n",
            ], commit: one),
        Case(
            testDescription: "a loose branch goes before a packed one",
            files: [
                "HEAD": "ref: refs/heads/main\n", "refs/heads/main": one, "packed-refs": "\(two) refs/heads/main\n",
            ], commit: one),
        Case(testDescription: "detached", files: ["HEAD": "\(one)\n"], commit: one),
        Case(testDescription: "SHA-256", files: ["HEAD": "\(long)\n"], commit: long),
        Case(
            testDescription: "a ref of a ref",
            files: ["HEAD": "ref: refs/heads/a", "refs/heads/a": "ref: refs/heads/b", "refs/heads/b": one],
            commit: one),
        Case(testDescription: "no commit yet", files: ["HEAD": "ref: refs/heads/main\n"], commit: nil),
        Case(
            testDescription: "a ref of itself",
            files: ["HEAD": "ref: refs/heads/a", "refs/heads/a": "ref: refs/heads/a"], commit: nil),
        Case(
            testDescription: "a ref that leads out", files: ["HEAD": "ref: refs/../../secret", "../secret": one],
            commit: nil),
        Case(testDescription: "a ref elsewhere", files: ["HEAD": "ref: /etc/passwd"], commit: nil),
        Case(testDescription: "a reftable", files: ["HEAD": "ref: refs/heads/.invalid\n"], commit: nil),
        Case(testDescription: "not a hash", files: ["HEAD": "main"], commit: nil),
        Case(testDescription: "an empty HEAD", files: ["HEAD": ""], commit: nil),
        Case(testDescription: "not text", files: ["HEAD": "\0\0"], commit: nil),
        Case(
            testDescription: "a HEAD too large", files: ["HEAD": one + String(repeating: "\n", count: 5000)],
            commit: nil),
        Case(
            testDescription: "broken packed refs",
            files: ["HEAD": "ref: refs/heads/main", "packed-refs": "x refs/heads/main\n\n \nrefs/heads/main"],
            commit: nil),
        Case(testDescription: "the directory itself", files: ["HEAD": one], commit: one, path: "repo"),
        Case(testDescription: "no such file", files: ["HEAD": one], commit: nil, path: "repo/absent.yaml"),
        Case(testDescription: "outside", files: ["HEAD": one], commit: nil, path: "outside.yaml"),
    ]

    @Test(arguments: cases) func `The commit is read from the files`(of example: Case) throws {
        let scratch = try ScratchDirectory()
        for (name, text) in example.files { try scratch.write("repo/.git/\(name)", text) }
        try scratch.write("repo/sharing/debian.yaml", "")
        try scratch.write("outside.yaml", "")
        let revision = GitRevision(containing: scratch.at(example.path))
        #expect(revision?.commit == example.commit)
        if let revision { #expect(revision.workTree == scratch.at("repo")) }
    }

    @Test(arguments: [true, false]) func `A linked work tree has its own HEAD and shared branches`(isRelative: Bool)
        throws
    {
        let scratch = try ScratchDirectory()
        let state = "repo/.git/worktrees/review"
        try scratch.write("repo/.git/HEAD", Self.two)
        try scratch.write("repo/.git/refs/heads/review", Self.one)
        try scratch.write("\(state)/HEAD", "ref: refs/heads/review\n")
        try scratch.write("\(state)/commondir", "../..\n")
        try scratch.write("review/sharing.yaml", "")
        try scratch.write("review/.git", "gitdir: \(isRelative ? "../\(state)" : scratch.at(state))\n")
        let revision = GitRevision(containing: scratch.at("review/sharing.yaml"))
        #expect(revision?.commit == Self.one)
        #expect(revision?.workTree == scratch.at("review"))
    }

    @Test func `A submodule is at its own commit`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("repo/.git/HEAD", Self.two)
        try scratch.write("repo/.git/modules/sharing/HEAD", Self.one)
        try scratch.write("repo/sharing/.git", "gitdir: ../.git/modules/sharing")
        #expect(GitRevision(containing: scratch.at("repo/sharing"))?.commit == Self.one)
    }

    @Test(arguments: ["", "gitdir:", "gitdir: ../nowhere", "gitdir: \0", "gitdir: ../repo/.git", "nonsense"])
    func `A .git file that leads nowhere has no commit`(text: String) throws {
        let scratch = try ScratchDirectory()
        try scratch.write(".git/HEAD", Self.two)
        try scratch.write("repo/.git", text)
        #expect(GitRevision(containing: scratch.at("repo")) == nil)
    }

    @Test func `A .git directory without HEAD is passed over`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write(".git/HEAD", Self.one)
        try scratch.write("repo/.git/config", "")
        #expect(GitRevision(containing: scratch.at("repo"))?.workTree == scratch.path)
    }

    @Test func `Symbolic links lead to the work tree, and circles nowhere`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("repo/.git/HEAD", Self.one)
        try scratch.write("repo/sharing.yaml", "")
        try scratch.link("current.yaml", to: "repo/sharing.yaml")
        try scratch.link("circle", to: "circle")
        try FileManager.default.createDirectory(atPath: scratch.at("loop/.git"), withIntermediateDirectories: true)
        try scratch.link("loop/.git/HEAD", to: "HEAD")
        #expect(GitRevision(containing: scratch.at("current.yaml"))?.commit == Self.one)
        for path in ["circle", "loop"] { #expect(GitRevision(containing: scratch.at(path)) == nil) }
    }

    /// gitrepository-layout(5): the index is locked as long as a work tree changes, be it a linked one.
    @Test(arguments: [("repo/.git", "repo"), ("repo/.git/worktrees/review", "review")])
    func `Git at work is noticed`(state: String, workTree: String) throws {
        let scratch = try ScratchDirectory()
        try scratch.write("repo/.git/HEAD", Self.one)
        try scratch.write("repo/.git/worktrees/review/HEAD", Self.one)
        try scratch.write("repo/.git/worktrees/review/commondir", "../..\n")
        try scratch.write("review/.git", "gitdir: ../repo/.git/worktrees/review\n")
        #expect(GitRevision(containing: scratch.at(workTree))?.lock == nil)
        try scratch.write("\(state)/index.lock", "")
        #expect(GitRevision(containing: scratch.at(workTree))?.lock == scratch.at("\(state)/index.lock"))
    }

    @Test func `A pipe in the way is not waited for`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("repo/.git/config", "")
        #expect(unsafe mkfifo(scratch.at("repo/.git/HEAD"), 0o600) == 0)
        #expect(GitRevision(containing: scratch.at("repo")) == nil)
    }

    @Test(arguments: ["-", "", "/", "a\0b"]) func `A path that is no file has no commit`(path: String) {
        #expect(GitRevision(containing: path) == nil)
    }
}
