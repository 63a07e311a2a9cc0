import ArgumentParser
import FoundationEssentials
import GlanceSandbox
import Glibc
import Host
import Subprocess
import SystemPackage
import Testing

@testable import glance_share

/// The daemon's configuration, which changes while it runs.
@Suite(.serialized, .timeLimit(.minutes(3))) struct DaemonConfigurationTests {
    /// The places of credentials.
    enum Place: CaseIterable {
        case openrc, cloudsYAML
    }

    private let pace = ["--interval", "1h", "--manifest-interval", "50ms"]

    /// Writes the credentials, with the sandbox's password or another.
    private func write(_ place: Place, password: String?, in workspace: Workspace) throws {
        let variables = workspace.sandbox.environment(at: workspace.address).variables.map { name, value in
            (name: name, value: name == "OS_PASSWORD" ? password ?? value : value)
        }
        switch place {
        case .openrc:
            try workspace.write(variables.map { "export \($0.name)='\($0.value)'\n" }.joined(), to: "openrc")
        case .cloudsYAML:
            let settings = variables.filter { $0.name != "OS_REGION_NAME" && $0.name != "OS_INTERFACE" }.map {
                "      \($0.name.dropFirst(3).lowercased()): '\($0.value)'\n"
            }
            try workspace.write("clouds:\n  demo:\n    auth:\n\(settings.joined())", to: "clouds.yaml")
        }
    }

    /// The program as a service has it, without a variable that would outlive a change.
    private func program(_ place: Place, in workspace: Workspace) -> Program {
        var program = workspace.program
        program.environment =
            place == .openrc ? ["CREDENTIALS_DIRECTORY": workspace.folder.path] : ["OS_CLOUD": "demo"]
        return program
    }

    @Test(arguments: Place.allCases)
    func `A password that is mended is used without a restart, and the refused one is sent once`(place: Place)
        async throws
    {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 2)
            try write(place, password: "wrong", in: workspace)
            let result = try await program(place, in: workspace).run(["daemon"] + pace, log: "log") { _ in
                try await wait { try workspace.requests().contains(where: \.isTokenRequest) }
                // Whenever it has read the manifest, it reads the configuration too.
                for edit in 1...3 {
                    try workspace.writeManifest(images: 1, members: 2 + edit % 2)
                    try await wait { try workspace.read("log").ranges(of: "manifest in force").count > edit }
                }
                #expect(try workspace.requests().count(where: \.isTokenRequest) == 1)
                try write(place, password: nil, in: workspace)
                try await workspace.additions(reach: 2)
                return .terminate
            }
            #expect(result.code == 0)
            #expect(try workspace.requests().count(where: \.isTokenRequest) == 2)
            #expect(result.standardError.contains("configuration in force"))
            #expect(!result.standardError.contains("wrong"))
        }
    }

    @Test func `A configuration with mistakes is told once, and the good one stays in force`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            try write(.cloudsYAML, password: nil, in: workspace)
            let result = try await program(.cloudsYAML, in: workspace).run(["daemon"] + pace) { id in
                try await workspace.additions(reach: 1)
                try workspace.write("clouds:\n  demo:\n    auth: [\n", to: "clouds.yaml")
                for lists in 1...2 {
                    kill(id, SIGHUP)
                    try await wait { try workspace.requests().count(where: \.isList) > lists }
                }
                try workspace.writeManifest(images: 2, members: 1)
                try await workspace.additions(reach: 2)
                return .terminate
            }
            #expect(result.code == 0)
            #expect(result.standardError.ranges(of: "configuration refused").count == 1)
        }
    }

    @Test(arguments: ["OS_CACERT", "OS_CERT", "OS_KEY"])
    func `A file of certificates that is replaced makes another configuration, under the same name too`(
        variable: String
    )
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "file.pem")
        var environment = [
            "OS_AUTH_URL": "https://127.0.0.1:1/v3", "OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_PROJECT_ID": "i",
            "OS_USER_DOMAIN_ID": "default", "OS_CERT": folder.appending(path: "other.pem").path, "HOME": folder.path,
        ]
        environment[variable] = file.path
        let variables = environment
        func read() throws -> DaemonConfiguration {
            try DaemonConfiguration(try CloudOptions.parse([]), environment: variables)
        }
        let absent = try read()
        try Data("one".utf8).write(to: file)
        let one = try read()
        #expect(one != absent)
        try Data("one".utf8).write(to: file, options: .atomic)
        #expect(try read() == one)
        try Data("two".utf8).write(to: file)
        #expect(try read() != one)
    }

    /// Another run at work is no failure of this one: a service manager would soon give it up.
    @Test func `A lock that is taken is waited for, and told once`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let fast = ["daemon", "--lock", "lock", "--interval", "300ms"]
            let first = try await workspace.program.run(fast) { id in
                try await workspace.additions(reach: 1)
                var program = workspace.program
                program.environment["NOTIFY_SOCKET"] = workspace.folder.appending(path: "notify").path
                let second = try await program.run(fast + ["--listen", "127.0.0.1:0"]) { _ in
                    try await awaitReadiness(3, in: workspace)
                    return .terminate
                }
                #expect(second.code == 0)
                #expect(second.standardError.ranges(of: "waiting: --lock lock is held by process \(id)").count == 1)
                #expect(!second.standardError.contains("manifest in force"))
                return .terminate
            }
            #expect(first.code == 0)
        }
    }

    /// Plays a service manager until the daemon has called itself ready so often: it does whenever it has tried the lock.
    private func awaitReadiness(_ count: Int, in workspace: Workspace) async throws {
        let script = """
            import socket
            manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            manager.bind("notify")
            count = 0
            while count < \(count): count += b"READY=1" in manager.recv(4096)
            """
        let result = try await Subprocess.run(
            .name("python3"), arguments: ["-c", script], workingDirectory: workspace.program.folder,
            output: .discarded, error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    @Test func `A daemon that has waited for the lock begins when it is free`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let path = workspace.folder.appending(path: "lock").path
            let held = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
            #expect(flock(held.rawValue, LOCK_EX) == 0)
            let result = try await workspace.program.run(["daemon", "--lock", "lock"] + pace, log: "log") { _ in
                try await wait { try workspace.read("log").contains("waiting: --lock") }
                #expect(try workspace.requests().isEmpty)
                try held.close()
                try await workspace.additions(reach: 1)
                return .terminate
            }
            #expect(result.code == 0)
            #expect(result.standardError.contains("waiting: --lock lock is held by another process"))
        }
    }
}
