import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@testable import Daemon
@testable import Manifests
@testable import glance_share

/// Files that are named on the command line: what is written where it was meant, and nothing else.
@Suite(.timeLimit(.minutes(1))) struct FileOptionTests {
    /// Runs a line of a shell, in which `$0` is the program.
    private func shell(_ line: String, in workspace: Workspace) async throws -> Program.Result {
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-c", line, Program.path.string],
            environment: workspace.program.variables, workingDirectory: workspace.program.folder,
            output: .string(limit: 16 << 20), error: .string(limit: 1 << 20)
        )
        return Program.Result(
            status: result.terminationStatus, standardOutput: result.standardOutput,
            standardError: result.standardError)
    }

    @Test(arguments: ["/dev/null", "/dev/stdout", "/dev/fd/1", ">(cat)", "/proc/self/fd/1"])
    func `A result goes to a device or a pipe`(_ place: String) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let result = try await shell(
                "\"$0\" plan --output \(place) --format json; s=$?; wait; exit $s", in: workspace)
            #expect(result.code == 0, "\(result)")
            if place != "/dev/null" { #expect(try RunResult(result.standardOutput).outcome == "changes") }
            #expect(try Stat(FilePath("/dev/null")).type == .characterSpecial)
        }
    }

    @Test func `A log that standard output is appended to is not emptied`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            try workspace.write("earlier\n", to: "log")
            #expect(try await shell("\"$0\" plan --output /dev/stdout >> log", in: workspace).code == 0)
            #expect(try workspace.read("log").hasPrefix("earlier\n\(workspace.imageIDs[0])"))
        }
    }

    @Test(arguments: [
        (">&-", "standard output is closed"), ("--output /dev/stdout >&-", "it is not open for writing"),
        ("--output .", "it is a directory"), ("--output no/such/file", "no writable directory no/such"),
        ("--metrics-file .", "cannot write .: it is a directory"),
        ("--lock sharing.yaml", "Error: cannot lock --lock sharing.yaml: it is no lock"),
        ("--audit-file sharing.yaml", "it holds something else than an audit trail"),
        ("--metrics-file no/such/file", "no writable directory no/such"),
        ("--lock /dev/null", "Error: cannot lock --lock /dev/null: it is not a regular file; name a file"),
        ("--lock .", "Error: cannot lock --lock .: it is not a regular file"),
    ])
    func `What cannot be written is known before anything is asked`(_ arguments: String, _ message: String) async throws
    {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let manifest = try workspace.read("sharing.yaml")
            let result = try await shell("\"$0\" apply \(arguments)", in: workspace)
            #expect(result.code == 1, "\(result)")
            #expect(result.standardError.contains(message), "\(result)")
            #expect(try workspace.read("sharing.yaml") == manifest)
            #expect((try? workspace.requests())?.isEmpty != false)
        }
    }

    @Test(arguments: [
        ("apply > /dev/full", 74), ("apply --output /dev/full", 74), ("apply --metrics-file /dev/full", 74),
        ("plan --detailed-exitcode > /dev/full", 74), ("validate > /dev/full", 74), ("doctor > /dev/full", 74),
        ("schema > /dev/full", 74),
        ("export > /dev/full", 74), ("export --output /dev/full", 74),
        ("apply -f sharing.yaml -f more.yaml > /dev/full", 3),
    ])
    func `A result that gets lost has a status of its own, unless worse happened`(
        _ line: String, _ status: Int32
    ) async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let gone = "00000000-0000-4000-8000-00000000dead"
            try workspace.write(Workspace.manifest(images: [gone], members: workspace.projectIDs), to: "more.yaml")
            let result = try await shell("\"$0\" \(line)", in: workspace)
            #expect(result.code == status, "\(result)")
            #expect(result.standardError.contains("No space left on device"))
            if line.hasPrefix("apply") {
                let requests = try workspace.requests()
                #expect(requests.count(where: \.isAddition) >= 1)
            }
        }
    }

    /// As ssh and some runtimes hand it to their children.
    @Test func `A reader that is slow gets all of a standard output that does not block`() async throws {
        try await withWorkspace { workspace in
            let members = (0..<8000).map { "project-\($0)" }
            let manifest = Workspace.manifest(images: [workspace.imageIDs[0]], members: members)
            try workspace.write("project_ids: any\n" + manifest)
            // Nothing is read before the pipe is full, but for less than a page.
            let script = """
                import fcntl, os, struct, subprocess, sys, termios, time
                reader, writer = os.pipe()
                os.set_blocking(writer, False)
                size = fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ)
                process = subprocess.Popen([sys.argv[1], "plan", "-v"], stdout=writer)
                os.close(writer)
                held = lambda: struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"    "))[0]
                while held() <= size - 4096: time.sleep(0.01)
                data = b"".join(iter(lambda: os.read(reader, 4096), b""))
                print(data.count(b"project-"), process.wait())
                """
            let result = try await shell("python3 -c '\(script)' \"$0\"", in: workspace)
            #expect(result.standardOutput == "8000 0\n", "\(result.standardError)")
        }
    }

    @Test func `A file keeps its permissions, and a new one gets those of the umask`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let line =
                "umask 077; touch old; chmod 644 old; for f in old new; do \"$0\" plan --output $f; done; stat -c %a old new"
            #expect(try await shell(line, in: workspace).standardOutput == "644\n600\n")
        }
    }

    /// Run as another user than root, who may enter and read any directory.
    @Test(arguments: [
        (0o644, "d: error: this user may not enter the directory, only list it"),
        (0o311, "d: error: the directory may not be read"),
    ])
    func `A directory that cannot be looked into is not left out in silence`(
        _ mode: Int, _ message: String
    ) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let files = "mkdir -p all/d/sub && cp sharing.yaml all/ && echo 'version: 1' > all/d/x.yaml"
            let asNobody =
                "chmod 755 . && chmod \(String(mode, radix: 8)) all/d && "
                + "if [ $(id -u) = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\" validate -f all; "
                + "else \"$0\" validate -f all; fi; s=$?; chmod 755 all/d; exit $s"
            let result = try await shell("\(files) && \(asNobody)", in: workspace)
            #expect(result.code == 1, "\(result)")
            #expect(result.standardError.contains(message), "\(result)")
        }
    }

    @Test func `A commit is named with what was not committed`() async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let git = "git -c user.name=a -c user.email=a@example.org -c core.autocrlf=false"
            let line = "git init -q && \(git) add sharing.yaml && \(git) commit -qm x && git rev-parse HEAD"
            let commit = try await shell(line, in: workspace).standardOutput.prefix(40)
            #expect(try await workspace.program.run("plan").standardOutput.contains("commit \(commit.prefix(12)))."))
            try workspace.writeManifest(images: 1, members: 2)
            let run = try await workspace.program.run("apply", "--audit-file", "audit.jsonl")
            #expect(run.standardOutput.contains("commit \(commit.prefix(12))+dirty)."), "\(run)")
            #expect(try workspace.read("audit.jsonl").contains("\"commit\":\"\(commit)+dirty\""))
            // A git that was killed has left it behind.
            _ = try await shell("touch .git/index.lock", in: workspace)
            #expect(try await workspace.program.run("plan").standardOutput.contains("\(commit.prefix(12))+dirty)."))
        }
    }

    @Test(arguments: ["validate", "plan", "apply"])
    func `A file that a commit has and a directory has no more is told`(_ command: String) async throws {
        try await withWorkspace { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let git = "git -c user.name=a -c user.email=a@example.org"
            let line = """
                mkdir -p all/teams && mv sharing.yaml all/a.yaml && printf 'version: 1\nimages: {}\n' >all/teams/b.yaml
                git init -q && \(git) add all && \(git) commit -qm x && git rev-parse HEAD && rm all/teams/b.yaml
                """
            let commit = try await shell(line, in: workspace).standardOutput.prefix(12)
            let run = try await workspace.program.run(command, "-f", "all")
            #expect(run.code == 0, "\(run)")
            #expect(
                run.standardError.contains(
                    "all/teams/b.yaml: warning: it is in commit \(commit) and not here: its images"),
                "\(run)")
            let one = try await workspace.program.run(command, "-f", "all/a.yaml")
            #expect(!one.standardError.contains("b.yaml"), "\(one)")
            let json = try await workspace.program.run(command, "-f", "all", "--format", "json")
            #expect(
                json.standardOutput.contains("\"missing_files\": [\n    \"all/teams/b.yaml\"\n  ]"), "\(json)")
            let markdown = try await workspace.program.run(command, "-f", "all", "--format", "markdown")
            #expect(markdown.standardOutput.contains("- `all/teams/b.yaml`: in the commit, and not here: its images"))
        }
    }

    @Test func `A name whose file is gone has nobody removed whom it stood for`() async throws {
        try await withWorkspace { workspace in
            let (image, projects) = (workspace.imageIDs[0], workspace.projectIDs)
            try workspace.write(
                """
                version: 1
                project_ids: any
                images: {\(image): {exclusive: true, members: [web, \(projects[0])]}}

                """, to: "a.yaml")
            try workspace.write("version: 1\nprojects: {web: \(projects[1])}\n", to: "b.yaml")
            let git = "git -c user.name=a -c user.email=a@example.org"
            let line = """
                mkdir all && mv a.yaml b.yaml all && git init -q && \(git) add all && \(git) commit -qm x \
                && "$0" apply -f all && rm all/b.yaml
                """
            #expect(try await shell(line, in: workspace).code == 0)
            let why = try await workspace.program.run("why", image, projects[1], "-f", "all")
            #expect(
                why.standardOutput.contains("leaves it, although it is taken away: a file of the manifest is gone"),
                "\(why)")
            let plan = try await workspace.program.run("plan", "-f", "all", "--max-removals", "100%")
            #expect(plan.code == 3, "\(plan)")
            #expect(plan.standardOutput.contains("left: a file of the manifest is gone"), "\(plan)")
            let run = try await workspace.program.run("apply", "-f", "all", "--max-removals", "100%")
            #expect(run.code == 3, "\(run)")
            #expect(run.standardOutput.contains("removal_not_allowed: 1 member left"), "\(run)")
            #expect(!(try workspace.read("requests.jsonl").contains("DELETE")))
            let version = await ManifestFiles(paths: [workspace.folder.appending(path: "all").path]).read()
            #expect(version.manifest?.missingFiles.map { $0.hasSuffix("all/b.yaml") } == [true])
            // Once that is committed, the name is a project's ID by everybody's word, unless Git is at work.
            #expect(try await shell("\(git) commit -qam y && touch .git/index.lock", in: workspace).code == 0)
            let meanwhile = try await workspace.program.run("plan", "-f", "all", "--max-removals", "100%")
            #expect(meanwhile.code == 3, "\(meanwhile)")
            #expect(meanwhile.standardOutput.contains("while Git is at work, run again"), "\(meanwhile)")
            #expect(try await shell("rm .git/index.lock", in: workspace).code == 0)
            let last = try await workspace.program.run("apply", "-f", "all", "--max-removals", "100%")
            #expect(last.code == 0, "\(last)")
            #expect(last.standardOutput.contains("1 removed"), "\(last)")
        }
    }
}
