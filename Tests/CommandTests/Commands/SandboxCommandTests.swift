import FoundationEssentials
import GlanceSandbox
import Glibc
import Subprocess
import SystemPackage
import Testing

/// The sandbox as a command: what it leaves behind, and when it does not start.
@Suite(.timeLimit(.minutes(1))) struct SandboxCommandTests {
    @Test(arguments: ["directory", "link", "pipe"])
    func `What is no file of variables is refused and left as it is`(_ kind: String) async throws {
        try await withWorkspace { workspace in
            let manager = FileManager.default
            let path = workspace.folder.appending(path: "env").path
            try workspace.write("precious", to: "kept")
            switch kind {
            case "directory":
                try manager.createDirectory(atPath: path + "/sub", withIntermediateDirectories: true)
            case "link": try manager.createSymbolicLink(atPath: path, withDestinationPath: "kept")
            default: #expect(unsafe mkfifo(path, 0o600) == 0)
            }
            let type = try manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            let result = try await workspace.program.run("sandbox", "--port", "0", "--env-file", "env")
            #expect(result.code == 1)
            #expect(result.standardError.contains("cannot write env: it is a "))
            #expect(try workspace.read("kept") == "precious")
            #expect(try manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType == type)
            #expect(manager.fileExists(atPath: path + "/sub") == (kind == "directory"))
        }
    }

    @Test(arguments: [["--manifest", "nope.yaml"], ["--port", "taken"], ["--request-log", "no/such/log"]])
    func `A sandbox that does not start leaves the file as it was`(_ arguments: [String]) async throws {
        try await withWorkspace { workspace in
            try workspace.write("of another sandbox", to: "env")
            let taken = arguments.map { $0 == "taken" ? "\(workspace.address.port)" : $0 }
            let result = try await workspace.program.run(["sandbox", "--port", "0", "--env-file", "env"] + taken)
            #expect(result.code == 1 || result.code == 64)
            #expect(try workspace.read("env") == "of another sandbox")
        }
    }

    @Test(arguments: [
        (["--token-lifetime", "0s"], "no token would ever be good"), (["--token-lifetime", "soon"], "soon"),
        (["--fault", "race,shuffle"], "race and shuffle exclude each other"),
        (["--fault", "race,seed=1"], "seed needs rate or shuffle"), (["--page-size", "0"], "--page-size is 0"),
        (["--user", "nobody"], "--user is “nobody”: the sandbox has no such user"),
    ])
    func `An option that makes no sense is told so`(_ arguments: [String], reason: String) async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.program.run(["sandbox", "--port", "0"] + arguments)
            #expect(result.code == 64)
            #expect(result.standardError.contains(reason))
        }
    }

    @Test func `The file replaces an earlier one and goes with the sandbox`() async throws {
        try await withWorkspace { workspace in
            try workspace.write("export OS_AUTH_TYPE=of_an_earlier_sandbox\n", to: "env")
            let result = try await workspace.program.run(
                ["sandbox", "--port", "0", "--env-file", "env"], sending: .terminate
            ) {
                try await workspace.sandboxVariables(in: "env")
            }
            #expect(result.code == 0)
            #expect(result.standardOutput.contains("export OS_AUTH_URL=http://127.0.0.1:"))
            #expect(!FileManager.default.fileExists(atPath: workspace.folder.appending(path: "env").path))
        }
    }

    @Test func `A file that somebody else has written since stays`() async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.program.run(
                ["sandbox", "--port", "0", "--env-file", "env"], sending: .interrupt
            ) {
                try await workspace.sandboxVariables(in: "env")
                try workspace.write("of a later sandbox", to: "env")
            }
            #expect(result.code == 0)
            #expect(try workspace.read("env") == "of a later sandbox")
        }
    }

    @Test(arguments: ["sandbox --port 0 --env-file /nonexist/x", "sandbox --port 0 >/dev/full"])
    func `A sandbox whose variables cannot be written does not run on`(_ command: String) async throws {
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "exec \(Program.path) \(command)"], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus == .exited(command.hasSuffix("/dev/full") ? 74 : 1))
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.contains("cannot write"))
    }
}
