import FoundationEssentials
import GlanceSandbox
import Host
import SystemPackage

/// A folder of its own, a sandbox with its request log, and the program pointed at it.
struct Workspace: Sendable {
    let folder: URL
    let sandbox: Sandbox
    let address: SandboxAddress

    /// The sandbox's images.
    var imageIDs: [String] { sandbox.configuration.generatedImageIDs }
    /// Projects that nothing is shared with yet.
    var projectIDs: [String] { sandbox.directory.consumerProjects.map(\.id) }

    /// The program with the sandbox's demo user.
    var program: Program {
        var program = Program(folder: FilePath(folder.path))
        for (name, value) in sandbox.environment(at: address).variables { program.environment[name] = value }
        return program
    }

    /// Writes a file.
    func write(_ text: String, to name: String = "sharing.yaml") throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    /// Reads a file.
    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// Writes a manifest that shares the first images with the first consumers.
    func writeManifest(images: Int, members: Int) throws {
        try write(Self.manifest(images: Array(imageIDs.prefix(images)), members: Array(projectIDs.prefix(members))))
    }

    /// A manifest that shares each image with each member.
    static func manifest(images: [String], members: [String]) -> String {
        let list = members.map { "    - \($0)\n" }.joined()
        return "version: 1\nimages:\n" + images.map { "  \($0):\(list.isEmpty ? " []" : "")\n\(list)" }.joined()
    }

    /// The requests that the sandbox has got so far.
    func requests() throws -> [LoggedRequest] {
        try LoggedRequest.all(in: read("requests.jsonl"))
    }

    /// Waits until a sandbox has written its variables to a file.
    func sandboxVariables(in file: String) async throws {
        try await wait { (try? read(file).contains("OS_AUTH_URL=http")) == true }
    }

    /// Waits until the sandbox has been asked to add members so many times.
    func additions(reach count: Int) async throws {
        try await wait { try requests().count(where: \.isAddition) >= count }
    }

    /// Waits until the sandbox has been asked to remove members so many times.
    func removals(reach count: Int) async throws {
        try await wait { try requests().count(where: \.isRemoval) >= count }
    }
}

/// Runs `body` with a sandbox of generated images.
func withWorkspace(
    images: Int = 2, memberLimit: Int = 128, dialect: Dialect = .current, faults: [String] = [],
    tokenLifetime: Duration = .seconds(3600),
    _ body: (Workspace) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "glance-share-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let configuration = SandboxConfiguration(
        generatedImages: images, memberLimit: memberLimit, dialect: dialect,
        requestLog: folder.appending(path: "requests.jsonl").path, faults: try faults.map(Fault.init(specification:)),
        tokenLifetime: tokenLifetime
    )
    try await withSandbox(configuration) { sandbox, address in
        try await body(Workspace(folder: folder, sandbox: sandbox, address: address))
    }
}
