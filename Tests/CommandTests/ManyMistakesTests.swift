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
}
