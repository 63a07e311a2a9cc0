import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The completions that a shell offers where a person presses Tab.
@Suite struct CompletionTests {
    /// The completions that bash offers for the last word of a line, by the script that the program writes.
    private func offers(_ line: String, in workspace: Workspace) async throws -> [String] {
        let script = """
            source <("$0" --generate-completion-script bash)
            PATH=${0%/*}:$PATH COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<<"$1"
            if [[ $1 == *' ' ]]; then COMP_WORDS+=(''); fi
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            function=$(complete -p glance-share | sed -E 's/.*-F ([^ ]+).*/\\1/')
            "$function" glance-share "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let run = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["--norc", "-c", script, Program.path.string, line],
            environment: .inherit.updating(["HOME": workspace.folder.path]),
            workingDirectory: workspace.program.folder, output: .string(limit: 1 << 16), error: .string(limit: 1 << 16)
        )
        #expect(run.terminationStatus.isSuccess, "\(run.standardError)")
        return run.standardOutput.split(whereSeparator: \.isWhitespace).map(String.init).sorted()
    }

    @Test(
        arguments: [
            ("glance-share plan -f sh", ["sharing.yaml"]), ("glance-share plan --file sh", ["sharing.yaml"]),
            ("glance-share apply --output no", ["notes.txt"]), ("glance-share apply --lock no", ["notes.txt"]),
            ("glance-share plan --os-cloud p", ["preview", "prod"]), ("glance-share doctor --os-cloud pro", ["prod"]),
            ("glance-share plan --format m", ["markdown"]), ("glance-share plan --color a", ["always", "auto"]),
            ("glance-share plan --log-level w", ["warning"]), ("glance-share plan --os-interface i", ["internal"]),
            ("glance-share plan --retry-for 3", ["30s"]), ("glance-share sandbox --dialect c", ["current"]),
            ("glance-share sandbox --manifest sh", ["sharing.yaml"]), ("glance-share pl", ["plan"]),
            ("glance-share export --group-by m", ["members"]), ("glance-share export --output sh", ["sharing.yaml"]),
        ] as [(String, [String])])
    func `bash offers files, clouds and values`(_ line: String, _ offered: [String]) async throws {
        try await withWorkspace { workspace in
            for file in ["sharing.yaml", "shopping.txt", "notes.txt"] { try workspace.write("", to: file) }
            try workspace.write("clouds: {prod: {}, preview: {}, test: {}}", to: "clouds.yaml")
            #expect(try await offers(line, in: workspace) == offered)
        }
    }

    @Test func `zsh and fish ask for the same`() async throws {
        let program = Program(folder: "/")
        let zsh = try await program.run("--generate-completion-script", "zsh").standardOutput
        #expect(zsh.contains("*.yaml *.yml"))
        let fish = try await program.run("--generate-completion-script", "fish").standardOutput
        #expect(fish.contains(".yaml") && fish.contains("---completion plan"))
    }

    @Test func `A clouds.yaml that cannot be read offers nothing, and says nothing`() async throws {
        try await withWorkspace { workspace in
            try workspace.write("clouds: [", to: "clouds.yaml")
            #expect(try await offers("glance-share plan --os-cloud p", in: workspace).isEmpty)
        }
    }
}
