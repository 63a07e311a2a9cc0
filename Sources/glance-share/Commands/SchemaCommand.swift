import ArgumentParser
import Manifests

/// Prints the JSON Schema of manifests, for editors; needs no cloud.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of manifests, for editors; needs no cloud.",
        usage: "glance-share schema [--trust] [--output <file>]",
        discussion: """
            An editor that has it completes keys, explains them, and marks mistakes while they are made. The same \
            program always prints the same. Names, other files and the cloud are for validate and plan to check.

            A manifest beside the file names it in its first line:
            # yaml-language-server: $schema=glance-share.schema.json

            EXAMPLES
              glance-share schema --output glance-share.schema.json
              glance-share schema --trust --output trust.schema.json

            EXIT STATUS
              0   printed
              64  wrong usage
              74  the schema could not be written
            """
    )

    @Flag(help: "Print that of files of trusted owners, as accept takes them.")
    var trust = false

    @Option(
        help: ArgumentHelp("Write the schema to a file instead of standard output.", valueName: "file"),
        completion: .file(extensions: ["json"])
    )
    var output: String?

    func run() async throws {
        let destination = try ResultOutput(to: output, color: .never, environment: [:], inputs: [])
        try destination.write(trust ? TrustSchema.text : ManifestSchema.text)
    }
}
