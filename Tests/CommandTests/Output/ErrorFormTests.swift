import FoundationEssentials
import Logging
import Testing

@testable import glance_share

/// The messages beside the log, in the log's form.
struct ErrorFormTests {
    private func lines(_ text: String, _ arguments: [String] = [], isJournal: Bool = false) -> String {
        ErrorForm(arguments: arguments, isJournal: isJournal)
            .lines(text, level: .error, at: Date(timeIntervalSince1970: 0))
    }

    @Test func `On a terminal a text is a text`() {
        #expect(lines("Error: one\n  two") == "Error: one\n  two")
    }

    @Test func `In the journal each line has its priority`() {
        #expect(lines("Error: one\n  two", isJournal: true) == "<3>Error: one\n<3>  two")
    }

    @Test(arguments: [["--log-format", "json"], ["daemon", "--log-format=json", "-q"]])
    func `For a machine it is JSON`(arguments: [String]) {
        #expect(
            lines("Error: one\n  two", arguments)
                == #"{"time":"1970-01-01T00:00:00Z","level":"error","message":"one\n  two"}"#)
        #expect(lines("one", arguments, isJournal: true) == #"<3>{"level":"error","message":"one"}"#)
    }

    @Test(arguments: [["daemon", "--log-format", "json"], ["plan"]])
    func `An error without a hint has none, and no empty line after it`(arguments: [String]) async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            var program = workspace.program
            program.environment["OS_AUTH_URL"] = nil
            let result = try await program.run(arguments)
            #expect(result.code == 1)
            #expect(result.standardError.contains("OS_AUTH_URL is not set"))
            #expect(!result.standardError.contains("\"hint\":\"\""))
            #expect(result.standardError.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
        }
    }

    @Test(arguments: [
        ["daemon", "--log-format", "json"], ["daemon", "--log-format", "json", "-f", "-"],
        ["plan", "--log-format", "json", "--nonsense"], ["apply", "--log-format=json", "--audit-file", "/nowhere/a"],
        ["daemon", "--log-format=json", "--lock", "/nowhere/lock"],
    ])
    func `Whatever ends a run at its start is JSON where that was asked for`(arguments: [String]) async throws {
        try await withWorkspace(images: 1) { workspace in
            if arguments.contains(where: { $0.hasPrefix("/nowhere") }) {
                try workspace.writeManifest(images: 1, members: 1)
            }
            let result = try await workspace.program.run(arguments)
            #expect(result.code != 0)
            let lines = result.standardError.split(separator: "\n")
            #expect(!lines.isEmpty)
            #expect(lines.allSatisfy { $0.hasPrefix("{\"time\":\"") && $0.hasSuffix("\"}") }, "\(lines)")
        }
    }
}
