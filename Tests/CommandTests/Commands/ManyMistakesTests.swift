import GlanceSandbox
import Testing

@testable import glance_share

/// A manifest with more mistakes than anybody wants to read.
@Suite struct ManyMistakesTests {
    private static let manifest =
        "version: 1\nimages:\n  54d63e39-4ee1-4a62-8704-0ae5025a0deb:\n"
        + (0..<4000).map { "    - name-\($0)\n" }.joined()

    @Test(arguments: ["validate", "plan"])
    func `A merge request's comment stays below its length`(_ command: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write(Self.manifest)
            let text = try await workspace.program.run(command, "--format", "markdown").standardOutput
            #expect(text.utf8.count < MarkdownPage.longest)
            #expect(text.contains(" left out"))
        }
    }

    @Test func `Every form counts all of them and says what the JSON result has`() async throws {
        try await withWorkspace { workspace in
            try workspace.write(Self.manifest)
            let program = workspace.program
            #expect(try await program.run("validate").standardOutput == "Not valid: 4000 errors.\n")
            let log = try await program.run("plan").standardError
            #expect(log.hasSuffix("\nError: 4000 errors in the manifest; the cloud was not asked\n"))
            let result = try RunResult(await program.run("plan", "--format", "json").standardOutput)
            #expect(result.problems.count == 1000)
            #expect(result.omitted_problems == 3000)
            for command in ["validate", "plan"] {
                let lines = try await program.run(command, "--format", "markdown").standardOutput.split(separator: "\n")
                let shown = lines.count { $0.hasPrefix("- ") }
                let rest = "_… and \(4000 - shown) more lines left out; the JSON result has \(1000 - shown) of them._"
                #expect(lines.last == rest[...])
            }
        }
    }
}
